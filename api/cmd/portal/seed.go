package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/app/demo"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/migrations"
)

func seedCommand() *cobra.Command {
	var articles int
	var production bool
	cmd := &cobra.Command{
		Use:   "seed",
		Short: "Fill the portal with the demo newsroom; once it is there, nothing is changed",
		Long: "Fills the portal with a demo newsroom: invented stories in every language that the demo is written in,\n" +
			"illustrations, and users whose password everybody knows (" + demo.Password + ").\n" +
			"With --articles it goes on to that many synthetic articles in all; a run that was broken off is continued.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if articles < 0 {
				return errors.New("--articles: a number of articles is needed")
			}
			return withApp(cmd.Context(), func(ctx context.Context, a *app.App) error {
				if err := a.DB.CheckMigrated(ctx, migrations.Files()); err != nil {
					return err
				}
				newsroom := a.Newsroom(cmd.OutOrStdout())
				if err := maySeed(ctx, newsroom, a.Config.Environment, production); err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), "  the demo newsroom")
				if articles > 0 {
					return newsroom.Fill(ctx, articles)
				}
				return newsroom.Seed(ctx)
			})
		},
	}
	cmd.Flags().IntVar(&articles, "articles", 0, "synthetic articles that there are to be in all, for trials with a full database")
	cmd.Flags().BoolVar(&production, "in-production", false, "allow it in production, on a database where nothing else is")
	return cmd
}

// maySeed keeps invented news, and users with a known password, out of a real
// newsroom.
func maySeed(ctx context.Context, n demo.Newsroom, environment string, allowed bool) error {
	if environment != config.Production {
		return nil
	}
	if !allowed {
		return errors.New("this is a production configuration, and the demo has users with a known password; if that is wanted, say --in-production")
	}
	untouched, err := n.Untouched(ctx)
	if err != nil {
		return err
	}
	if !untouched {
		return errors.New("there are users or articles in this database: the demo is not put among them")
	}
	return nil
}
