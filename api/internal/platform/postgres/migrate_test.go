package postgres_test

import (
	"errors"
	"log/slog"
	"testing"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
	"baq.kz/portal/migrations"
)

func TestMissingStepsAreNoticedAndMade(t *testing.T) {
	for name, undo := range map[string]string{
		"of the schema":     "DELETE FROM schema_migrations WHERE name = (SELECT max(name) FROM schema_migrations); DROP TABLE pages; DROP TABLE article_pictures, article_authors, article_tags, articles, stories",
		"of the job tables": "DROP SCHEMA jobs CASCADE",
	} {
		t.Run(name, func(t *testing.T) {
			db := testkit.DB(t)
			if err := db.CheckMigrated(t.Context(), migrations.Files()); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Primary.ExecContext(t.Context(), undo); err != nil {
				t.Fatal(err)
			}
			if err := db.CheckMigrated(t.Context(), migrations.Files()); !errors.Is(err, postgres.ErrNotMigrated) {
				t.Errorf("not noticed: %v", err)
			}
			if err := db.Migrate(t.Context(), migrations.Files(), slog.New(slog.DiscardHandler)); err != nil {
				t.Fatal(err)
			}
			if err := db.CheckMigrated(t.Context(), migrations.Files()); err != nil {
				t.Error(err)
			}
		})
	}
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
