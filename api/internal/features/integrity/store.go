package integrity

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// checkColumns read a check. The sign of life of a running one is written after
// each batch, which takes seconds at most.
const checkColumns = `id, kind, started_at, started_by, finished_at, part, cursor, checked, greatest(total, checked) AS total, found,
	CASE WHEN state = 'running' AND seen_at < now() - interval '1 minute' THEN 'interrupted' ELSE state END AS state`

func selectChecks(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("integrity_checks").ColumnExpr(checkColumns)
}

func findCheck(ctx context.Context, db bun.IDB, id int64) (c Check, err error) {
	if err = selectChecks(db).Where("id = ?", id).Scan(ctx, &c); errors.Is(err, sql.ErrNoRows) {
		err = ErrCheckNotFound
	}
	return c, err
}

// lastCheck is the youngest check of some kinds in a state; nil: none.
func lastCheck(ctx context.Context, db bun.IDB, kinds []Kind, state State) (*Check, error) {
	var c Check
	err := selectChecks(db).Where("kind IN (?) AND integrity_checks.state = ?", bun.List(kinds), state).
		OrderExpr("kind, started_at DESC").Limit(1).Scan(ctx, &c)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // none is an answer
	}
	return &c, err
}

func listChecks(ctx context.Context, db bun.IDB, after *keyset.ByID, limit int) ([]Check, error) {
	query := selectChecks(db).Order("id DESC").Limit(int64(limit + 1))
	if after != nil {
		query.Where("id < ?", after.ID)
	}
	var rows []Check
	return rows, query.Scan(ctx, &rows)
}

func startCheck(ctx context.Context, tx bun.Tx, kind Kind, by string) (c Check, err error) {
	total, err := estimate(ctx, tx, kind)
	if err != nil {
		return c, err
	}
	return c, tx.NewRaw("INSERT INTO integrity_checks (kind, state, started_by, total) VALUES (?, 'running', ?, ?) RETURNING ?",
		kind, by, total, bun.Safe(checkColumns)).Scan(ctx, &c)
}

// turnCheck brings a check from one state into another; false: it was in neither.
func turnCheck(ctx context.Context, tx bun.Tx, id int64, from, to State) (bool, error) {
	return postgres.Changed(tx.NewRaw(`UPDATE integrity_checks SET state = ?0, seen_at = now(), finished_at = CASE WHEN ?0 = 'running' THEN NULL ELSE now() END
		WHERE id = ?1 AND state = ?2`, to, id, from).Exec(ctx))
}

// advance notes how far a check is; false when somebody stopped it, or another
// process goes on with it.
func advance(ctx context.Context, db bun.IDB, c Check, part int, cursor int64) (bool, error) {
	return postgres.Changed(db.NewRaw(`UPDATE integrity_checks SET seen_at = now(), part = ?, cursor = ?, checked = ?, found = ?
		WHERE id = ? AND state = 'running' AND part = ? AND cursor = ?`, part, cursor, c.Checked, c.Found, c.ID, c.Part, c.Cursor).Exec(ctx))
}

func finish(ctx context.Context, db bun.IDB, id int64) error {
	_, err := db.NewRaw("UPDATE integrity_checks SET state = 'done', seen_at = now(), finished_at = now(), total = checked WHERE id = ? AND state = 'running'", id).Exec(ctx)
	return err
}

// countable is up to where rows are counted one by one.
const countable = 100_000

// counts are the seals, estimated where there are many, and the open findings.
func counts(ctx context.Context, db bun.IDB) (sealed int64, open int, err error) {
	err = db.NewRaw(`SELECT CASE WHEN reltuples > ? THEN reltuples::bigint ELSE (SELECT count(*) FROM content_seals) END,
			(SELECT count(*) FROM integrity_findings WHERE resolved_at IS NULL)
		FROM pg_class WHERE oid = 'content_seals'::regclass`, countable).Scan(ctx, &sealed, &open)
	return sealed, open, err
}
