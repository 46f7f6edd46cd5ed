package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/app"
)

// measurement is the load of a kind of page.
type measurement struct {
	name string
	load
}

// databaseCPU is the processor time that primary and replica have taken so far.
func (b *pagesBench) databaseCPU(ctx context.Context) (time.Duration, error) {
	servers := []*bun.DB{b.app.DB.Primary}
	if b.app.DB.Replica != b.app.DB.Primary {
		servers = append(servers, b.app.DB.Replica)
	}
	return app.DatabaseCPU(ctx, servers...)
}

// manyAddresses are enough to tell what each costs: processor time is told by the hundredth
// of a second.
const manyAddresses = 1000

// eachOnce asks for each address once. What it costs is what PostgreSQL has to fetch from
// beyond its buffers, too; what is measured after it is how much work there is.
func (b *pagesBench) eachOnce(ctx context.Context, base string, paths []string, pid int) (l load, err error) {
	database, err := b.databaseCPU(ctx)
	if err != nil {
		return l, err
	}
	before, took := app.CPU(pid), make([]float64, len(paths))
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(http.DefaultMaxIdleConnsPerHost) // beyond that a connection each
	for i, path := range paths {
		group.Go(func() error {
			begun := time.Now()
			_, _, err := fetched(within, base+path, "")
			took[i] = float64(time.Since(begun).Microseconds()) / 1000
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return l, err
	}
	slices.Sort(took)
	l.requests, l.cpu, l.p50 = len(paths), app.CPU(pid)-before, took[len(took)/2]
	after, err := b.databaseCPU(ctx)
	l.database = after - database
	return l, err
}

// printGrowth tells how what pages cost grows with the archive: processor time, of the
// portal and of PostgreSQL, and the median of how long they took.
func (b *pagesBench) printGrowth(sizes [][]measurement) error {
	if len(sizes) < 2 {
		return nil
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "\npage, cache off\t")
	for _, what := range []string{"CPU ms each", "p50 ms"} {
		for _, articles := range b.articles {
			fmt.Fprintf(w, "%s at %d\t", what, articles)
		}
		fmt.Fprint(w, "last to first\t")
	}
	fmt.Fprintln(w)
	for i, first := range sizes[0] {
		fmt.Fprintf(w, "%s\t", first.name)
		for _, of := range []func(load) float64{func(l load) float64 { return l.each(l.cpu + l.database) }, func(l load) float64 { return l.p50 }} {
			last := 0.0
			for _, size := range sizes {
				last = of(size[i].load)
				fmt.Fprintf(w, "%.2f\t", last)
			}
			fmt.Fprintf(w, "%.2f\t", last/of(first.load))
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}
