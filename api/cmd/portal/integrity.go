package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/migrations"
)

func integrityCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "integrity", Short: "Find what was changed past the system in what readers see (docs/integrity.md)"}
	cmd.AddCommand(integrityCheckCommand(),
		integritySealCommand("adopt", "Seal what has no seal, as it is now: after an upgrade or an import", (*integrity.Service).Adopt),
		integritySealCommand("reseal", "Sign anew what was sealed with a previous secret and is sound", (*integrity.Service).Reseal))
	return cmd
}

func withIntegrity(cmd *cobra.Command, do func(context.Context, *integrity.Service) error) error {
	return withApp(cmd.Context(), func(ctx context.Context, a *app.App) error {
		if err := a.DB.CheckMigrated(ctx, migrations.Files()); err != nil {
			return err
		}
		return do(ctx, a.Integrity)
	})
}

func integrityCheckCommand() *cobra.Command {
	var full, sample bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Compare what readers see with its seals; exit code 1 when something was changed past the system",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			kind := integrity.Full
			if sample {
				kind = integrity.Sample
			}
			return withIntegrity(cmd, func(ctx context.Context, s *integrity.Service) error {
				return checkIntegrity(ctx, s, kind, cmd.OutOrStdout(), cmd.ErrOrStderr())
			})
		},
	}
	cmd.Flags().BoolVar(&full, "full", false, "everything (the default)")
	cmd.Flags().BoolVar(&sample, "sample", false, "what is young, and some of the rest by chance")
	cmd.MarkFlagsMutuallyExclusive("full", "sample")
	return cmd
}

// listedFindings is how many the command lists; the panel has all.
const listedFindings = 1000

// checkIntegrity has a check done, by itself or by a service that was quicker.
func checkIntegrity(ctx context.Context, s *integrity.Service, kind integrity.Kind, out, progress io.Writer) error {
	c, err := s.Start(ctx, kind, "portal integrity check")
	if err != nil {
		return err
	}
	told, cancel := context.WithCancel(ctx)
	defer cancel()
	go tell(told, s, c.ID, progress)
	for c.State == integrity.Running || c.State == integrity.Interrupted {
		if _, err := s.Run(ctx, kind); err != nil {
			return err
		}
		if c, err = s.Check(ctx, c.ID); err != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond) // while another process does it
	}
	cancel()
	if c.State != integrity.Done {
		return fmt.Errorf("the check was stopped after %d of %d objects", c.Checked, c.Total)
	}
	fmt.Fprintf(out, "%d objects checked, %d problems\n", c.Checked, c.Found)
	if c.Found == 0 {
		return nil
	}
	found, err := s.FindingsOf(ctx, c.ID, listedFindings)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FINDING\tOBJECT\tPROBLEM\tTITLE\tDETAIL")
	for _, f := range found {
		fmt.Fprintf(table, "%d\t%s %d\t%s\t%s\t%s\n", f.ID, f.ObjectType, f.ObjectID, f.Problem, f.Title, f.Particulars())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return fmt.Errorf("%d objects are not as they were sealed or stored", c.Found)
}

// tell says now and then how far a check is.
func tell(ctx context.Context, s *integrity.Service, id int64, out io.Writer) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(progressEvery):
		}
		if c, err := s.Check(ctx, id); err == nil {
			fmt.Fprintf(out, "%d of %d objects\n", c.Checked, c.Total)
		}
	}
}

func integritySealCommand(use, short string, do func(*integrity.Service, context.Context, func(contentseal.Type, int)) error) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withIntegrity(cmd, func(ctx context.Context, s *integrity.Service) error {
				return do(s, ctx, func(t contentseal.Type, sealed int) {
					fmt.Fprintf(cmd.OutOrStdout(), "%s: %d sealed\n", t, sealed)
				})
			})
		},
	}
}
