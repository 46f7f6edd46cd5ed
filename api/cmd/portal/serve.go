package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/config"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "serve [role...]",
		Short:     "Answer requests; without a role as all of them: " + strings.Join(app.Roles(), ", "),
		ValidArgs: app.Roles(),
		RunE: func(cmd *cobra.Command, names []string) error {
			c, err := config.Load(nil)
			if err != nil {
				return err
			}
			return onApp(cmd.Context(), c, newLog(c), func(ctx context.Context, a *app.App) error { return a.Serve(ctx, names...) })
		},
	}
}
