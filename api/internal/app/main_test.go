package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/config"
)

// serveRole is the argument by which the test program is told to be a service.
const serveRole = "serve-for-test"

// TestMain lets the test program be the child that makes a picture's renditions,
// and a service that tests may kill.
func TestMain(m *testing.M) {
	if rendition.IsChild(os.Args) {
		os.Exit(rendition.Main(os.Args))
	}
	if len(os.Args) == 3 && os.Args[1] == serveRole {
		if err := beService(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// beService serves roles, with commas between them, as `portal serve` does, from the
// environment.
func beService(roles string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c, err := config.Load(nil)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Serve(ctx, strings.Split(roles, ",")...)
}
