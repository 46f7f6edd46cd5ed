package main

import (
	"context"
	"errors"
	"os"
	"runtime/pprof"
	"strings"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/config"
)

func serveCommand() *cobra.Command {
	var profile string
	cmd := &cobra.Command{
		Use:       "serve [role...]",
		Short:     "Answer requests; without a role as all of them: " + strings.Join(app.Roles(), ", "),
		ValidArgs: app.Roles(),
		RunE: func(cmd *cobra.Command, names []string) error {
			c, err := config.Load(nil)
			if err != nil {
				return err
			}
			return profiled(profile, func() error {
				return collectSeldom(cmd.Context(), func() error {
					return onApp(cmd.Context(), c, newLog(c), func(ctx context.Context, a *app.App) error { return a.Serve(ctx, names...) })
				})
			})
		},
	}
	cmd.Flags().StringVar(&profile, "profile", "", "file for a CPU profile of the whole run, for `go tool pprof`")
	return cmd
}

// profiled writes what the processor did during a piece of work; with no file it only
// does the work.
func profiled(file string, do func() error) error {
	if file == "" {
		return do()
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return errors.Join(err, out.Close())
	}
	err = do()
	pprof.StopCPUProfile()
	return errors.Join(err, out.Close())
}
