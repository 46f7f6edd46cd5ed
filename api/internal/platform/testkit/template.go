package testkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/migrations"
)

// templateLock lets one process of all that share a server make the template.
const templateLock = 7_221_002

// templates are the names of the migrated databases that servers are known to have, by
// their URLs.
var templates sync.Map

// migrated is the name of the migrated database to copy; a process looks for it once.
func migrated(ctx context.Context, t testing.TB, s Servers) string {
	t.Helper()
	if known, ok := templates.Load(s.Primary); ok {
		return known.(string)
	}
	name, err := templateName()
	if err == nil {
		err = ensureTemplate(ctx, s.Primary, name)
	}
	if err != nil {
		t.Fatalf("the template of the test databases: %v", err)
	}
	templates.Store(s.Primary, name)
	return name
}

// ensureTemplate sees to it that the migrated database to copy is there. There
// is one per state of the migrations, made by whoever needs it first.
func ensureTemplate(ctx context.Context, dsn, name string) error {
	conn, err := pgx.Connect(ctx, named(dsn, "postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) // and with it the lock
	if found, err := isTemplate(ctx, conn, name); found || err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return err
	}
	if found, err := isTemplate(ctx, conn, name); found || err != nil {
		return err
	}
	return makeTemplate(ctx, dsn, name)
}

// makeTemplate marks the database as a template only at the end: what an
// interrupted run left behind carries no mark and is made anew.
func makeTemplate(ctx context.Context, dsn, name string) error {
	if err := execute(ctx, dsn, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)", "CREATE DATABASE "+name); err != nil {
		return err
	}
	d, err := postgres.Open(ctx, postgres.Options{Primary: named(dsn, name), Pool: connections})
	if err != nil {
		return err
	}
	err = d.Migrate(ctx, migrations.Files(), slog.New(slog.DiscardHandler))
	if err == nil {
		_, err = d.Primary.ExecContext(ctx, "ANALYZE")
	}
	_ = d.Close()
	if err != nil {
		return err
	}
	return execute(ctx, dsn, "ALTER DATABASE "+name+" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
}

func isTemplate(ctx context.Context, conn *pgx.Conn, name string) (found bool, err error) {
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", name).Scan(&found)
	return found, err
}

// templateName carries a checksum over the migrations' names and texts.
func templateName() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations.Files(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files(), path)
		fmt.Fprintln(sum, path, len(text))
		sum.Write(text)
		return err
	})
	return "template_" + hex.EncodeToString(sum.Sum(nil)[:8]), err
}
