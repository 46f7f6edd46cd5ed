package main

import (
	"context"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
)

func migrateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database to this program's schema",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd.Context(), func(ctx context.Context, a *app.App) error { return a.Migrate(ctx) })
		},
	}
}
