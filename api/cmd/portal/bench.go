package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/config"
)

func benchCommand() *cobra.Command {
	var sizes []int
	lists := &cobra.Command{
		Use:   "lists",
		Short: "What pages and lists cost the database at several numbers of articles, on a portal of its own",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return onBenchPortal(cmd, func(ctx context.Context, a *app.App) error { return benchLists(ctx, a, sizes) })
		},
	}
	lists.Flags().IntSliceVar(&sizes, "articles", []int{1_000, 100_000}, "numbers of articles, growing")
	bench := &cobra.Command{Use: "bench", Short: "Measure the portal"}
	bench.PersistentFlags().String(benchPortal, "", "folder of a portal to measure in, which is made where it is missing, filled up where it has too little, and kept; without it, one that is thrown away")
	bench.AddCommand(lists, benchJournalCommand(), benchVerifyCommand(), benchIntegrityCommand(), benchImagesCommand(), benchSearchCommand(), benchPagesCommand(), benchArticlesCommand(), benchBareCommand())
	return bench
}

func benchLists(ctx context.Context, a *app.App, sizes []int) error {
	handler, err := a.Handler("content-service")
	if err != nil {
		return err
	}
	var columns [][]app.Reading
	for _, size := range sizes {
		begun := time.Now()
		if err := a.Newsroom(os.Stderr).Fill(ctx, size); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%d articles after %.0f s\n", size, time.Since(begun).Seconds())
		column, err := a.MeasureReading(ctx, handler)
		if err != nil {
			return err
		}
		columns = append(columns, column)
	}
	return printReadings(sizes, columns)
}

func printReadings(sizes []int, columns [][]app.Reading) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "page\tqueries\t")
	for _, size := range sizes {
		fmt.Fprintf(w, "ms at %d\t", size)
	}
	fmt.Fprintln(w, "last to first\t")
	for i, first := range columns[0] {
		fmt.Fprintf(w, "%s\t%d\t", first.Name, first.Queries)
		var last time.Duration
		for _, column := range columns {
			last = column[i].Median
			fmt.Fprintf(w, "%.2f\t", last.Seconds()*1000)
		}
		fmt.Fprintf(w, "%.2f\t\n", last.Seconds()/first.Median.Seconds())
	}
	return w.Flush()
}

// benchPortal is the flag of a portal that is kept from one measurement to the next.
const benchPortal = "portal"

// onBenchPortal runs a measurement on the portal that the flag names, or on a throw-away
// one, so that nothing of another's is touched.
func onBenchPortal(cmd *cobra.Command, do func(context.Context, *app.App) error) error {
	if kept, err := cmd.Flags().GetString(benchPortal); err != nil {
		return err
	} else if kept != "" {
		dir, err := filepath.Abs(kept)
		if err != nil {
			return err
		}
		return onPortalIn(cmd.Context(), dir, do)
	}
	return onNewPortal(cmd.Context(), do)
}

func onNewPortal(ctx context.Context, do func(context.Context, *app.App) error) error {
	dir, err := os.MkdirTemp("", "portal-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return onPortalIn(ctx, dir, do)
}

func onPortalIn(ctx context.Context, dir string, do func(context.Context, *app.App) error) error {
	c, err := config.Load(map[string]string{"PORTAL_ENVIRONMENT": config.Test, "PORTAL_DATA_DIR": dir, "PORTAL_MEDIA_DIR": filepath.Join(dir, "media")})
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	// As deploy/postgres/postgresql.conf has them: a desk's 128 MB, or empty ones, would measure the disk.
	c, done, err := app.Local(ctx, c, log, map[string]string{"shared_buffers": "2GB", "shared_preload_libraries": "pg_prewarm"})
	if err != nil {
		return err
	}
	defer done()
	return onApp(ctx, c, log, func(ctx context.Context, a *app.App) error {
		if err := a.Migrate(ctx); err != nil {
			return err
		}
		return do(ctx, a)
	})
}
