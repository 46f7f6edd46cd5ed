package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/integrity"
)

func benchIntegrityCommand() *cobra.Command {
	var articles int
	cmd := &cobra.Command{
		Use:   "integrity",
		Short: "How long the checks of integrity take with many articles, on a portal of its own",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return onBenchPortal(cmd, func(ctx context.Context, a *app.App) error { return benchIntegrity(ctx, a, articles) })
		},
	}
	cmd.Flags().IntVar(&articles, "articles", 100_000, "articles")
	return cmd
}

// benchIntegrity fails when a check finds something: nobody has changed anything.
func benchIntegrity(ctx context.Context, a *app.App, articles int) error {
	begun := time.Now()
	if err := a.Newsroom(os.Stderr).Fill(ctx, articles); err != nil {
		return err
	}
	fmt.Printf("filled and sealed  %d articles in %.0f s\n", articles, time.Since(begun).Seconds())
	for _, kind := range []integrity.Kind{integrity.Full, integrity.Sample} {
		c, err := a.Integrity.Start(ctx, kind, "bench")
		if err != nil {
			return err
		}
		begun := time.Now()
		if _, err := a.Integrity.Run(ctx, kind); err != nil {
			return err
		}
		took := time.Since(begun).Seconds()
		if c, err = a.Integrity.Check(ctx, c.ID); err != nil {
			return err
		}
		if c.State != integrity.Done || c.Found > 0 {
			return fmt.Errorf("a sound portal: %+v", c)
		}
		fmt.Printf("%-6s             %d objects in %.1f s, of which half are rests: %.0f a second\n", kind, c.Checked, took, float64(c.Checked)/took)
	}
	return nil
}
