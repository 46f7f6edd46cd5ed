package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/config"
)

func devCommand() *cobra.Command {
	var panel, demo bool
	var port int
	cmd := &cobra.Command{
		Use:   "dev",
		Short: "Run the whole newsroom on this machine, with a PostgreSQL and a Redis of its own",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(nil)
			if cmd.Flags().Changed("port") {
				c, err = config.LoadOnPort(port)
			}
			if err != nil {
				return err
			}
			log, closeLog, err := devLog(c)
			if err != nil {
				return err
			}
			defer closeLog()
			return app.Development{Config: c, Log: log, Out: cmd.OutOrStdout(), Panel: panel, Demo: demo}.Run(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&panel, "panel", true, "run the panel's server, too")
	cmd.Flags().BoolVar(&demo, "demo", true, "fill a portal that nobody has used yet with the demo newsroom")
	cmd.Flags().IntVar(&port, "port", 8080, "the port to listen on; the sites' addresses follow")
	return cmd
}

// devLog writes everything to a file and what needs a look to the terminal.
func devLog(c config.Config) (*slog.Logger, func(), error) {
	folder := filepath.Join(c.DataDir, "log")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, nil, fmt.Errorf("the data folder %s can't be used: %w", c.DataDir, err)
	}
	file, err := os.OpenFile(filepath.Join(folder, "portal.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, err
	}
	all := slog.NewJSONHandler(file, &slog.HandlerOptions{Level: slog.LevelInfo})
	some := slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})
	return slog.New(slog.NewMultiHandler(all, some)), func() { _ = file.Close() }, nil
}
