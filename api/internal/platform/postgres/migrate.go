package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/migrate"
)

// JobSchema is the schema of River's own tables.
const JobSchema = "jobs"

// migrationLock is the advisory lock that lets one process migrate at a time.
// It goes with its connection, so that a killed migration leaves no lock behind.
const migrationLock = 7_221_001

// lockAgain is how often a process asks whether another has migrated.
const lockAgain = 100 * time.Millisecond

// Migrate brings the database to the newest schema. It may be called by any
// number of processes at once, and again after it was cut off.
func (d *Databases) Migrate(ctx context.Context, files fs.FS, log *slog.Logger) error {
	lock, err := d.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer lock.Release()
	if err := takeMigrationLock(ctx, lock); err != nil {
		return err
	}
	defer func() { _, _ = lock.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock) }()
	if err := d.migrateJobs(ctx, log); err != nil {
		return fmt.Errorf("the job tables could not be migrated: %w", err)
	}
	return d.migrateSchema(ctx, files, log)
}

// takeMigrationLock asks for it again and again, and does not wait in a statement: CREATE
// INDEX CONCURRENTLY, which a step of the process that has the lock may be, waits for all
// statements of others, and so the two would wait for each other.
func takeMigrationLock(ctx context.Context, conn *pgxpool.Conn) error {
	for {
		var taken bool
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", migrationLock).Scan(&taken); err != nil || taken {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockAgain):
		}
	}
}

// migrateSchema runs the steps on connections of the pool, whose statements may
// take their time: a step that rewrites a table of a million rows does.
func (d *Databases) migrateSchema(ctx context.Context, files fs.FS, log *slog.Logger) error {
	patient := bun.NewDB(stdlib.OpenDBFromPool(d.Pool), pgdialect.New())
	defer patient.Close()
	migrator, err := migratorOn(patient, files)
	if err != nil {
		return err
	}
	if err := migrator.Init(ctx); err != nil {
		return err
	}
	group, err := migrator.Migrate(ctx)
	if err != nil {
		return fmt.Errorf("a migration failed and was not applied; mend its cause and run `portal migrate` again: %w", err)
	}
	for _, step := range group.Migrations {
		log.InfoContext(ctx, "migrated", "step", step.Name, "name", step.Comment)
	}
	return nil
}

func migratorOn(db *bun.DB, files fs.FS) (*migrate.Migrator, error) {
	steps := migrate.NewMigrations()
	if err := steps.Discover(files); err != nil {
		return nil, err
	}
	return migrate.NewMigrator(db, steps,
		migrate.WithTableName("schema_migrations"),
		migrate.WithLocksTableName("schema_migration_locks"),
		migrate.WithMarkAppliedOnSuccess(true)), nil
}

func (d *Databases) migrateJobs(ctx context.Context, log *slog.Logger) error {
	if _, err := d.Pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{JobSchema}.Sanitize()); err != nil {
		return err
	}
	migrator, err := d.jobMigrator()
	if err != nil {
		return err
	}
	result, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err == nil && len(result.Versions) > 0 {
		log.InfoContext(ctx, "migrated", "step", "jobs", "versions", len(result.Versions))
	}
	return err
}

func (d *Databases) jobMigrator() (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(d.Pool), &rivermigrate.Config{Schema: JobSchema, Logger: slog.New(slog.DiscardHandler)})
}

// ErrNotMigrated says that the schema is older than the program.
var ErrNotMigrated = errors.New("the database is not at this program's schema; run `portal migrate`")

// CheckMigrated fails with ErrNotMigrated when steps are missing.
func (d *Databases) CheckMigrated(ctx context.Context, files fs.FS) error {
	migrator, err := migratorOn(d.Primary, files)
	if err != nil {
		return err
	}
	steps, err := migrator.MigrationsWithStatus(ctx)
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrNotMigrated, err)
	}
	if missing := steps.Unapplied(); len(missing) > 0 {
		return fmt.Errorf("%w (%d steps are missing)", ErrNotMigrated, len(missing))
	}
	return d.checkJobsMigrated(ctx)
}

func (d *Databases) checkJobsMigrated(ctx context.Context) error {
	migrator, err := d.jobMigrator()
	if err != nil {
		return err
	}
	result, err := migrator.Validate(ctx, nil)
	if err != nil {
		return err
	}
	if !result.OK {
		return fmt.Errorf("%w (the job tables: %s)", ErrNotMigrated, strings.Join(result.Messages, "; "))
	}
	return nil
}
