package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
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
	cmd.Flags().IntVar(&b.articles, "articles", 100_000, "synthetic articles")
	cmd.Flags().IntVar(&b.clients, "clients", 32, "connections that ask at once")
	cmd.Flags().DurationVar(&b.length, "length", 8*time.Second, "how long each measurement takes")
	cmd.Flags().StringVar(&b.profile, "profile", "", "folder for CPU profiles of each measurement")
	cmd.Flags().StringVar(&b.only, "only", "", "measure only what has this in its name")
	return cmd
}

type pagesBench struct {
	articles, clients int
	length            time.Duration
	profile, only     string
	dir               string
	rows              *tabwriter.Writer
}

func (b *pagesBench) run(ctx context.Context, a *app.App) error {
	dir, err := os.MkdirTemp("", "portal-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b.dir = dir
	begun := time.Now()
	if err := a.Newsroom(os.Stderr).Fill(ctx, b.articles); err != nil {
		return err
	}
	if err := a.CatchUp(ctx); err != nil {
		return err
	}
	if _, err := a.DB.Primary.ExecContext(ctx, "VACUUM ANALYZE"); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d articles after %.0f s\n", b.articles, time.Since(begun).Seconds())
	targets, err := a.LoadTargets(ctx)
	if err != nil {
		return err
	}
	b.rows = tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(b.rows, "%d articles, %d connections\treq/s\tp50 ms\tp99 ms\tfailed\tCPU ms each\tMiB\t\n", b.articles, b.clients)
	if err := b.rendered(ctx, a, targets); err != nil {
		return err
	}
	if err := b.cached(ctx, a, targets[0]); err != nil {
		return err
	}
	return b.rows.Flush()
}

// rendered measures with the page cache off.
func (b *pagesBench) rendered(ctx context.Context, a *app.App, targets []app.LoadTarget) error {
	for _, t := range targets {
		if !strings.Contains(t.Name, b.only) {
			continue
		}
		// A process each: what one measurement has warmed is not the next one's.
		err := b.served(ctx, a, "off", t.Name, func(base string, pid int) error {
			return b.row(ctx, t.Name+", cache off", base, t.Paths, "", pid)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// cached measures one article's page from the cache beside bare Echo with the same
// bytes, and compressed beside nginx that compresses what it has cached.
func (b *pagesBench) cached(ctx context.Context, a *app.App, article app.LoadTarget) error {
	if !strings.Contains("cached", b.only) {
		return nil
	}
	path := article.Paths[:1]
	return b.served(ctx, a, "on", "cached", func(base string, pid int) error {
		for _, encoding := range []string{"", "gzip"} {
			body, header, err := fetched(ctx, base+path[0], encoding)
			if err != nil {
				return err
			}
			usual := http.Header{}
			for _, name := range []string{"Content-Type", "Content-Encoding"} {
				if value := header.Get(name); value != "" {
					usual.Set(name, value)
				}
			}
			if err := b.row(ctx, "article, cached"+named(encoding), base, path, encoding, pid); err != nil {
				return err
			}
			for _, like := range []struct {
				name   string
				header http.Header
			}{{"bare Echo, same bytes", usual}, {"bare Echo, same bytes and headers", header}} {
				err = b.bare(ctx, body, like.header, func(bare string, pid int) error {
					return b.row(ctx, like.name+named(encoding), bare, path, encoding, pid)
				})
				if err != nil {
					return err
				}
			}
		}
		return b.nginx(ctx, base, func(front string) error {
			return b.row(ctx, "nginx, proxy cache, gzip on the fly", front, path, "gzip", 0)
		})
	})
}

func named(encoding string) string {
	if encoding == "" {
		return ""
	}
	return ", " + encoding
}

// row is one measurement.
func (b *pagesBench) row(ctx context.Context, name, base string, paths []string, encoding string, pid int) error {
	if _, err := b.wrk(ctx, base, paths, encoding, time.Second); err != nil { // connections, memories, buffers
		return err
	}
	before := cpuOf(pid)
	got, err := b.wrk(ctx, base, paths, encoding, b.length)
	spent := cpuOf(pid) - before
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(os.Stderr, "    %s: %.0f a second\n", name, got.perSecond)
	memory, each := "-", "-"
	if pid != 0 {
		memory = residentMiB(pid)
		each = fmt.Sprintf("%.3f", float64(spent.Microseconds())/1000/float64(max(got.requests, 1)))
	}
	_, err = fmt.Fprintf(b.rows, "%s\t%.0f\t%.1f\t%.1f\t%d\t%s\t%s\t\n", name, got.perSecond, got.p50, got.p99, got.failed, each, memory)
	return err
}

// fetched is an answer's body and header, but for what net/http says itself.
func fetched(ctx context.Context, url, encoding string) ([]byte, http.Header, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Accept-Encoding", encoding)
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, nil, fmt.Errorf("%s: status %d", url, answer.StatusCode)
	}
	body, err := io.ReadAll(answer.Body)
	answer.Header.Del("Date")
	return body, answer.Header, err
}
