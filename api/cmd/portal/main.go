// Command portal is the whole back end of BAQ Portal: one binary, whose roles
// are the services of the specification.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/config"
)

func main() {
	if rendition.IsChild(os.Args) { // a picture's child process is nothing else
		os.Exit(rendition.Main(os.Args))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := &cobra.Command{
		Use:           "portal",
		Short:         "The newsroom system, public sites and API of BAQ.KZ",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(serveCommand(), devCommand(), migrateCommand(), userCommand(), keysCommand(), staffCommand(), credentialsCommand(), handoverCommand(), doctorCommand(), seedCommand(), benchCommand(), journalCommand(), integrityCommand(), mediaCommand(), searchCommand())
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "portal:", err)
		os.Exit(1)
	}
}

// withApp runs a command on the portal that the environment configures. On a
// desk where no database is configured, that is the one of `portal dev`.
func withApp(ctx context.Context, do func(context.Context, *app.App) error) error {
	c, err := config.Load(nil)
	if err != nil {
		return err
	}
	log := newLog(c)
	c, done, err := app.Local(ctx, c, log, nil)
	if err != nil {
		return err
	}
	defer done()
	return onApp(ctx, c, log, do)
}

// onApp runs a command on exactly the portal that is configured.
func onApp(ctx context.Context, c config.Config, log *slog.Logger, do func(context.Context, *app.App) error) error {
	a, err := app.New(ctx, c, log)
	if err != nil {
		return err
	}
	defer a.Close()
	return do(ctx, a)
}

// newLog writes JSON lines to standard error.
func newLog(c config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // checked by config
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}
