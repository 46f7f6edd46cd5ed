package postgres_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
	"baq.kz/portal/migrations"
)

func TestMissingStepsAreNoticedAndMade(t *testing.T) {
	for name, undo := range map[string]string{
		"of the schema":     "DELETE FROM schema_migrations WHERE name = '9999'; DROP TABLE more",
		"of the job tables": "DROP SCHEMA jobs CASCADE",
	} {
		t.Run(name, func(t *testing.T) {
			db, files := testkit.DB(t), oneMore(t)
			if err := db.CheckMigrated(t.Context(), files); !errors.Is(err, postgres.ErrNotMigrated) {
				t.Errorf("a new step is not noticed: %v", err)
			}
			for range 2 { // the new step, then what was undone
				if err := db.Migrate(t.Context(), files, slog.New(slog.DiscardHandler)); err != nil {
					t.Fatal(err)
				}
				if err := db.CheckMigrated(t.Context(), files); err != nil {
					t.Fatal(err)
				}
				if _, err := db.Primary.ExecContext(t.Context(), undo); err != nil {
					t.Fatal(err)
				}
				if err := db.CheckMigrated(t.Context(), files); !errors.Is(err, postgres.ErrNotMigrated) {
					t.Errorf("not noticed: %v", err)
				}
			}
		})
	}
}

// oneMore are the project's steps and one that comes after them.
func oneMore(t *testing.T) fs.FS {
	t.Helper()
	all := fstest.MapFS{"9999_more.tx.up.sql": {Data: []byte("CREATE TABLE more ()")}}
	steps, err := fs.Glob(migrations.Files(), "*.sql")
	if err != nil || len(steps) == 0 {
		t.Fatal(len(steps), err)
	}
	for _, name := range steps {
		text, err := fs.ReadFile(migrations.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &fstest.MapFile{Data: text}
	}
	return all
}

func TestAServerThatIsNotThereIsUnreachable(t *testing.T) {
	_, err := postgres.Open(t.Context(), postgres.Options{Primary: "host=" + t.TempDir() + " user=nobody dbname=nothing", Pool: 2})
	if err == nil || !postgres.Unreachable(err) {
		t.Errorf("%v", err)
	}
	_, err = testkit.DB(t).Primary.ExecContext(t.Context(), "SELECT 1/0")
	if err == nil || postgres.Unreachable(err) {
		t.Errorf("%v", err)
	}
}

// TestAStepMayTakeItsTime: the limit on statements is for what people wait for, not
// for a step that rewrites a table of a million rows.
func TestAStepMayTakeItsTime(t *testing.T) {
	db := testkit.DB(t)
	step := fstest.MapFS{"9999_patience.tx.up.sql": {Data: []byte("CREATE TABLE patience AS SELECT current_setting('statement_timeout') AS allowed; SELECT 1;")}}
	if err := db.Migrate(t.Context(), step, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	var allowed string
	if err := db.Primary.NewRaw("SELECT allowed FROM patience").Scan(t.Context(), &allowed); err != nil || allowed != "0" {
		t.Errorf("a statement of a step may take %s: %v", allowed, err)
	}
}

// TestProcessesMigrateAtOnce: one of them, also where a step waits for what others do.
func TestProcessesMigrateAtOnce(t *testing.T) {
	db := testkit.DB(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // each would wait for the other for ever
	defer cancel()
	step := fstest.MapFS{"9999_index.up.sql": {Data: []byte("CREATE INDEX CONCURRENTLY one_more ON schema_migrations (name)")}}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := db.Migrate(ctx, step, slog.New(slog.DiscardHandler)); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if err := db.CheckMigrated(t.Context(), step); err != nil {
		t.Error(err)
	}
}
