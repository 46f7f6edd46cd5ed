package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/migrations"
)

func searchCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "search", Short: "Work on what readers' search finds (docs/search.md)"}
	cmd.AddCommand(&cobra.Command{
		Use:   "index",
		Short: "Index all articles that are not in the search, or by older rules; it may be stopped and run again",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd.Context(), func(ctx context.Context, a *app.App) error {
				if err := a.DB.CheckMigrated(ctx, migrations.Files()); err != nil {
					return err
				}
				seen, done, said := 0, 0, time.Now()
				indexed, err := a.Search.Backfill(ctx, func(looked, put int) {
					if seen, done = seen+looked, done+put; time.Since(said) > 2*time.Second {
						said = time.Now()
						fmt.Fprintf(cmd.ErrOrStderr(), "  %d articles looked at, %d indexed\n", seen, done)
					}
				})
				fmt.Fprintf(cmd.OutOrStdout(), "%d articles indexed\n", indexed)
				return err
			})
		},
	})
	return cmd
}
