package app_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/embedded"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/migrations"
)

// startServers starts servers of a test's own, with the portal's tables in them.
func startServers(t *testing.T, options embedded.Options) *embedded.Stack {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	stack, err := embedded.Start(ctx, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stack.Stop)
	db, err := postgres.Open(ctx, postgres.Options{Primary: stack.PrimaryDSN, Pool: 4})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx, migrations.Files(), slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	return stack
}
