package journal

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// runLock lets one node at a time decide whether a verification may begin.
const runLock = 7_221_007

// selectRuns reads verifications with their states by the database's clock.
func selectRuns(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("journal_verifications AS v").
		Column("id", "started_at", "started_name", "finished_at", "checked", "total", "bad_seq", "bad_entry", "problem").
		ColumnExpr(`CASE WHEN finished_at IS NOT NULL THEN outcome WHEN seen_at < clock_timestamp() - make_interval(secs => ?) THEN ? ELSE ? END AS state`,
			silence.Seconds(), Interrupted, Running)
}

func runs(ctx context.Context, db bun.IDB, after *keyset.ByID, limit int) (found []Run, err error) {
	q := selectRuns(db).Order("id DESC").Limit(int64(limit))
	if after != nil {
		q.Where("id < ?", after.ID)
	}
	return found, q.Scan(ctx, &found)
}

func findRun(ctx context.Context, db bun.IDB, id int64) (r Run, err error) {
	err = selectRuns(db).Where("id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrVerificationNotFound
	}
	return r, err
}

// living is the condition of a verification that runs or is about to.
const living = "finished_at IS NULL AND seen_at >= clock_timestamp() - make_interval(secs => ?)"

// addRun adds a verification. It fails with ErrAlreadyVerifying.
func addRun(ctx context.Context, tx bun.Tx, by *int64, name string) (id int64, err error) {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(?)", runLock); err != nil {
		return 0, err
	}
	err = tx.NewRaw(`INSERT INTO journal_verifications (started_at, seen_at, started_by, started_name)
		SELECT clock_timestamp(), clock_timestamp(), ?, ? WHERE NOT EXISTS (SELECT FROM journal_verifications WHERE `+living+`) RETURNING id`,
		by, name, silence.Seconds()).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrAlreadyVerifying
	}
	return id, err
}

// addNightlyRun adds the night's verification; 0 when it is not due, was done, or
// another runs.
func addNightlyRun(ctx context.Context, tx bun.Tx, zone string) (id int64, err error) {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(?)", runLock); err != nil {
		return 0, err
	}
	err = tx.NewRaw(`WITH due AS (SELECT (date_trunc('day', clock_timestamp() AT TIME ZONE ?0) + make_interval(hours => ?1)) AT TIME ZONE ?0 AS at)
		INSERT INTO journal_verifications (started_at, seen_at) SELECT clock_timestamp(), clock_timestamp() FROM due
		WHERE clock_timestamp() >= due.at AND NOT EXISTS (SELECT FROM journal_verifications
			WHERE started_by IS NULL AND started_name = '' AND started_at >= due.at AND finished_at IS NOT NULL OR finished_at IS NULL AND seen_at >= clock_timestamp() - make_interval(secs => ?2))
		RETURNING id`, zone, nightly, silence.Seconds()).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// stopRun marks a living verification; false when it is none.
func stopRun(ctx context.Context, tx bun.Tx, id int64) (bool, error) {
	return postgres.Changed(tx.NewRaw("UPDATE journal_verifications SET stopped = true WHERE id = ? AND "+living, id, silence.Seconds()).Exec(ctx))
}

// takeRun claims a verification that nobody does yet; 0 when there is none.
func takeRun(ctx context.Context, db *bun.DB) (id int64, err error) {
	err = db.NewRaw(`UPDATE journal_verifications SET taken = true, seen_at = clock_timestamp() WHERE id = (
		SELECT id FROM journal_verifications WHERE NOT taken AND `+living+` ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id`, silence.Seconds()).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// beatRun gives a sign of life, and tells whether somebody asked to stop.
func beatRun(ctx context.Context, db *bun.DB, id, checked, total int64) (stop bool, err error) {
	err = db.NewRaw("UPDATE journal_verifications SET seen_at = clock_timestamp(), checked = ?, total = ? WHERE id = ? AND finished_at IS NULL RETURNING stopped",
		checked, total, id).Scan(ctx, &stop)
	return stop, err
}

func finishRun(ctx context.Context, tx bun.Tx, id int64, r Run) error {
	_, err := tx.NewRaw(`UPDATE journal_verifications SET finished_at = clock_timestamp(), seen_at = clock_timestamp(), outcome = ?, checked = ?, total = ?,
		bad_seq = ?, bad_entry = ?, problem = ? WHERE id = ?`, r.State, r.Checked, r.Total, r.BadSeq, r.BadEntry, r.Problem, id).Exec(ctx)
	return err
}
