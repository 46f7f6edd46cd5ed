package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
)

func benchArticlesCommand() *cobra.Command {
	var clients int
	var length time.Duration
	var profile string
	cmd := &cobra.Command{
		Use:   "articles",
		Short: "How many articles a second the newsroom's API creates, on a portal of its own",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return onBenchPortal(cmd, func(ctx context.Context, a *app.App) error {
				if err := a.Seed(ctx, os.Stderr); err != nil {
					return err
				}
				return profiled(profile, func() error {
					rates, err := a.BenchArticles(ctx, clients, length)
					for _, rate := range rates {
						fmt.Printf("%s: %d by %d clients, %.0f/s; CPU ms each: %.2f of the program and its clients, %.2f of PostgreSQL\n",
							rate.Name, rate.Writes, clients, rate.PerSec, rate.ProgramCPU.Seconds()*1000, rate.DatabaseCPU.Seconds()*1000)
					}
					return err
				})
			})
		},
	}
	cmd.Flags().IntVar(&clients, "clients", 8, "clients that write at once")
	cmd.Flags().DurationVar(&length, "length", 10*time.Second, "how long it takes")
	cmd.Flags().StringVar(&profile, "profile", "", "file for a CPU profile")
	return cmd
}
