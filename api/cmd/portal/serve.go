package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "serve [role...]",
		Short:     "Answer requests; without a role as all of them: " + strings.Join(app.Roles(), ", "),
		ValidArgs: app.Roles(),
		RunE: func(cmd *cobra.Command, names []string) error {
			return withApp(cmd.Context(), func(ctx context.Context, a *app.App) error { return a.Serve(ctx, names...) })
		},
	}
}
