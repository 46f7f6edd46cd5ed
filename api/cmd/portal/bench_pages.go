package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
)

// benchPagesCommand measures the portal as readers meet it: a process of its own that
// serves all roles, wrk in front of it, and beside it what others do with the same bytes.
func benchPagesCommand() *cobra.Command {
	b := pagesBench{}
	cmd := &cobra.Command{
		Use:   "pages",
		Short: "Requests a second of pages and API, with the page cache and without, beside bare Echo and nginx, on a portal of its own",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return onBenchPortal(cmd, b.run) },
	}
	cmd.Flags().IntSliceVar(&b.articles, "articles", []int{100_000}, "numbers of synthetic articles, growing; what is cached is measured at the last")
	cmd.Flags().IntVar(&b.clients, "clients", 32, "connections that ask at once")
	cmd.Flags().DurationVar(&b.length, "length", 8*time.Second, "how long each measurement takes")
	cmd.Flags().IntVar(&b.publications, "publications", 200, "articles that are published to see when both of two nodes show them")
	cmd.Flags().StringVar(&b.profile, "profile", "", "folder for CPU profiles of each measurement")
	cmd.Flags().StringVar(&b.wordpress, "wordpress", "", "file with the addresses of a WordPress' articles, to ask for them, too")
	cmd.Flags().StringVar(&b.only, "only", "", "measure only what has this in its name")
	return cmd
}

type pagesBench struct {
	articles      []int // growing numbers
	clients       int
	length        time.Duration
	profile, only string
	wordpress     string
	publications  int
	app           *app.App
	program       string // this one
	dir           string
	rows          *tabwriter.Writer
	seen          []*sightings
}

func (b *pagesBench) run(ctx context.Context, a *app.App) (err error) {
	if b.program, err = os.Executable(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "portal-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b.dir, b.app = dir, a
	b.rows = tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	var sizes [][]measurement
	var targets []app.LoadTarget
	for _, articles := range b.articles {
		if err := b.fill(ctx, articles); err != nil {
			return err
		}
		if targets, err = a.LoadTargets(ctx); err != nil {
			return err
		}
		fmt.Fprintf(b.rows, "%d articles, %d connections\treq/s\tp50 ms\tp99 ms\tfailed\tCPU ms each\tPostgreSQL\tMiB\t\n", articles, b.clients)
		size, err := b.rendered(ctx, targets)
		if err != nil {
			return err
		}
		sizes = append(sizes, size)
	}
	if err := b.cached(ctx, targets[0]); err != nil {
		return err
	}
	if err := b.publishing(ctx); err != nil {
		return err
	}
	if err := b.rows.Flush(); err != nil {
		return err
	}
	if err := b.printGrowth(sizes); err != nil {
		return err
	}
	for i, s := range b.seen {
		if err := s.print([]string{"seen while both nodes are under load", "seen by readers alone"}[i]); err != nil {
			return err
		}
	}
	return nil
}

// fill makes as many articles as are missing.
func (b *pagesBench) fill(ctx context.Context, articles int) error {
	begun := time.Now()
	if err := b.app.Newsroom(os.Stderr).Fill(ctx, articles); err != nil {
		return err
	}
	if err := b.app.CatchUp(ctx); err != nil {
		return err
	}
	if _, err := b.app.DB.Pool.Exec(ctx, "VACUUM ANALYZE"); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d articles after %.0f s\n", articles, time.Since(begun).Seconds())
	return nil
}

// rendered measures with the page cache off.
func (b *pagesBench) rendered(ctx context.Context, targets []app.LoadTarget) (all []measurement, err error) {
	for _, t := range targets {
		row := t.Name + ", cache off"
		if !strings.Contains(row, b.only) {
			continue
		}
		// A process each: what one measurement has warmed is not the next one's.
		err := b.served(ctx, "off", t.Name, func(base string, pid int) error {
			if len(b.articles) > 1 && len(t.Paths) >= manyAddresses {
				first, err := b.eachOnce(ctx, base, t.Paths, pid)
				if err != nil {
					return fmt.Errorf("%s: %w", t.Name, err)
				}
				all = append(all, measurement{t.Name + ", each for the first time", first})
			}
			got, err := b.measured(ctx, base, t.Paths, "", pid)
			if err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
			all = append(all, measurement{t.Name, got})
			return b.print(row, got)
		})
		if err == nil {
			err = b.others(ctx, t)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// others measures those that answer the same in another way.
func (b *pagesBench) others(ctx context.Context, t app.LoadTarget) error {
	if len(t.Plain) > 0 {
		err := b.plain(ctx, func(base string, pid int) error {
			return b.row(ctx, "the same by plain Echo and bun", base, t.Plain, "", pid)
		})
		if err != nil {
			return err
		}
	}
	if b.wordpress != "" && t.WordPress != nil {
		return b.onWordPress(ctx, t)
	}
	return nil
}

func (b *pagesBench) onWordPress(ctx context.Context, t app.LoadTarget) error {
	list, err := os.ReadFile(b.wordpress)
	if err != nil {
		return err
	}
	articles := strings.Fields(string(list))
	if len(articles) == 0 {
		return errors.New("the WordPress has no articles")
	}
	first, err := url.Parse(articles[0])
	if err != nil {
		return err
	}
	base := "http://" + first.Host
	for i := range articles {
		articles[i] = strings.TrimPrefix(articles[i], base)
	}
	return b.row(ctx, "the same by WordPress", base, t.WordPress(articles), "", 0)
}

// row is one measurement.
func (b *pagesBench) row(ctx context.Context, name, base string, paths []string, encoding string, pid int) error {
	got, err := b.measured(ctx, base, paths, encoding, pid)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return b.print(name, got)
}

// measured asks for a second in vain, and then for as long as measurements take.
func (b *pagesBench) measured(ctx context.Context, base string, paths []string, encoding string, pid int) (load, error) {
	if _, err := b.wrk(ctx, base, paths, encoding, time.Second); err != nil { // connections, memories, buffers
		return load{}, err
	}
	return b.timed(ctx, base, paths, encoding, pid, b.length)
}

func (b *pagesBench) timed(ctx context.Context, base string, paths []string, encoding string, pid int, length time.Duration) (load, error) {
	database, err := b.databaseCPU(ctx)
	if err != nil {
		return load{}, err
	}
	before := app.CPU(pid)
	got, err := b.wrk(ctx, base, paths, encoding, length)
	if err != nil {
		return load{}, err
	}
	got.cpu, got.memory = app.CPU(pid)-before, residentMiB(pid)
	after, err := b.databaseCPU(ctx)
	got.database = after - database
	return got, err
}

func (b *pagesBench) print(name string, got load) error {
	fmt.Fprintf(os.Stderr, "    %s: %.0f a second\n", name, got.perSecond)
	memory, own, database := "-", "-", "-"
	if got.memory != 0 {
		memory, own, database = strconv.Itoa(got.memory), fmt.Sprintf("%.3f", got.each(got.cpu)), fmt.Sprintf("%.3f", got.each(got.database))
	}
	_, err := fmt.Fprintf(b.rows, "%s\t%.0f\t%.1f\t%.1f\t%d\t%s\t%s\t%s\t\n", name, got.perSecond, got.p50, got.p99, got.failed, own, database, memory)
	return err
}
