package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/migrations"
)

func mediaCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "media", Short: "Work on all pictures' files: make, check, move them (docs/media.md)"}
	cmd.AddCommand(mediaConvertCommand(), mediaVerifyCommand(), mediaMoveCommand())
	return cmd
}

// mediaRun is a command that goes through the whole media store.
func mediaRun(cmd *cobra.Command, do func(context.Context, *app.App, photobank.RunOptions) (photobank.Run, error)) *cobra.Command {
	var o photobank.RunOptions
	var nice bool
	cmd.Args = cobra.NoArgs
	cmd.Flags().IntVar(&o.Workers, "workers", 2, "things done at a time")
	cmd.Flags().Float64Var(&o.Rate, "rate", 0, "things a second, at most; 0: as many as there can be")
	cmd.Flags().BoolVar(&o.Restart, "restart", false, "begin anew instead of going on where the last run was stopped")
	cmd.Flags().BoolVar(&nice, "nice", false, "leave the processor to others when they want it")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if nice {
			if err := beNice(); err != nil {
				return err
			}
		}
		o.Progress = tellProgress(cmd.ErrOrStderr())
		return withApp(cmd.Context(), func(ctx context.Context, a *app.App) error {
			if err := a.DB.CheckMigrated(ctx, migrations.Files()); err != nil {
				return err
			}
			run, err := do(ctx, a, o)
			return mediaReport(cmd.OutOrStdout(), run, err)
		})
	}
	return cmd
}

func mediaConvertCommand() *cobra.Command {
	return mediaRun(&cobra.Command{
		Use:   "convert",
		Short: "Make the files that are missing, or made by another recipe, of all pictures",
	}, func(ctx context.Context, a *app.App, o photobank.RunOptions) (photobank.Run, error) {
		return a.Photobank.Convert(ctx, o)
	})
}

func mediaVerifyCommand() *cobra.Command {
	var deleteOrphans bool
	cmd := mediaRun(&cobra.Command{
		Use:   "verify",
		Short: "Name missing, changed and orphaned files; exit code 1 when something is wrong",
	}, func(ctx context.Context, a *app.App, o photobank.RunOptions) (photobank.Run, error) {
		return a.Photobank.Verify(ctx, o, deleteOrphans)
	})
	cmd.Flags().BoolVar(&deleteOrphans, "delete-orphans", false, "delete objects older than a day that nothing refers to")
	return cmd
}

func mediaMoveCommand() *cobra.Command {
	var to string
	cmd := mediaRun(&cobra.Command{
		Use:   "move",
		Short: "Copy everything to the other store; each copy is read back. Set PORTAL_MEDIA_STORE afterwards",
	}, func(ctx context.Context, a *app.App, o photobank.RunOptions) (photobank.Run, error) {
		return a.MoveMedia(ctx, to, o)
	})
	cmd.Flags().StringVar(&to, "to", "", "where to: folder or s3")
	_ = cmd.MarkFlagRequired("to")
	return cmd
}

// niceness is that of work that can wait; the most is 19.
const niceness = 10

// beNice is for each thread that there is: those that come later, and children,
// inherit it.
func beNice() error {
	threads, err := os.ReadDir("/proc/self/task")
	for _, thread := range threads {
		id, _ := strconv.Atoi(thread.Name())
		if err := syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	return err
}

// tellProgress says now and then how far the work is.
func tellProgress(out io.Writer) func(photobank.RunProgress) {
	said := time.Now()
	return func(p photobank.RunProgress) {
		if time.Since(said) < progressEvery {
			return
		}
		said = time.Now()
		fmt.Fprintf(out, "%d", p.Done)
		if p.Total > 0 {
			fmt.Fprintf(out, " of %d", p.Total)
		}
		fmt.Fprintf(out, ", %.1f/s", p.Rate)
		if p.Left > 0 {
			fmt.Fprintf(out, ", %s left", p.Left.Round(time.Second))
		}
		fmt.Fprintf(out, ", %d wrong\n", p.Failed)
	}
}

func mediaReport(out io.Writer, run photobank.Run, stopped error) error {
	if errors.Is(stopped, photobank.ErrRunning) || run.ID == 0 {
		return stopped
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if run.Resumed {
		fmt.Fprintf(w, "gone on with run\t%d\n", run.ID)
	}
	for _, what := range slices.Sorted(maps.Keys(run.Report.Counts)) {
		fmt.Fprintf(w, "%s\t%d\n", what, run.Report.Counts[what])
	}
	for _, f := range run.Report.Findings {
		fmt.Fprintf(w, "%s\t%s\t%s\n", f.What, f.Where, f.Why)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if stopped != nil {
		return fmt.Errorf("stopped after %d; the same command goes on from there: %w", run.Done, stopped)
	}
	if run.Failed > 0 {
		return fmt.Errorf("%d things are wrong; %d of them are listed", run.Failed, len(run.Report.Findings))
	}
	return nil
}
