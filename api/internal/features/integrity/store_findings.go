package integrity

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/keyset"
)

func selectFindings(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("integrity_findings AS f").
		ColumnExpr("f.id, f.object_type, f.object_id, f.title, f.problem, f.detail, f.found_at, f.sound_at, f.resolved_at, f.resolved_by, f.note")
}

// listFindings is open or closed findings, the youngest first.
func listFindings(ctx context.Context, db bun.IDB, resolved bool, after *keyset.ByID, limit int) ([]Finding, error) {
	query := selectFindings(db).Order("f.id DESC").Limit(int64(limit + 1))
	if resolved {
		query.Where("f.resolved_at IS NOT NULL")
	} else {
		query.Where("f.resolved_at IS NULL")
	}
	if after != nil {
		query.Where("f.id < ?", after.ID)
	}
	var rows []Finding
	return rows, query.Scan(ctx, &rows)
}

// findingsOf are the open findings that a check came upon.
func findingsOf(ctx context.Context, db bun.IDB, check int64, limit int) ([]Finding, error) {
	var rows []Finding
	return rows, selectFindings(db).Where("f.check_id = ? AND f.resolved_at IS NULL", check).Order("f.id").Limit(int64(limit)).Scan(ctx, &rows)
}

func findFinding(ctx context.Context, db bun.IDB, id int64, lock bool) (f Finding, err error) {
	query := selectFindings(db).Where("f.id = ?", id)
	if lock {
		query.For("UPDATE")
	}
	if err = query.Scan(ctx, &f); errors.Is(err, sql.ErrNoRows) {
		err = ErrFindingNotFound
	}
	return f, err
}

// keepFinding adds a finding, or notes that one is still so; fresh: it is new.
func keepFinding(ctx context.Context, tx bun.Tx, check int64, f *Finding) (fresh bool, err error) {
	return fresh, tx.NewRaw(`INSERT INTO integrity_findings (object_type, object_id, title, problem, detail, check_id)
		VALUES (?0, ?1, coalesce(nullif(?2, ''), (SELECT coalesce(e.diff->'title'->>1, e.diff->'fileName'->>1) FROM journal_entries AS e
				WHERE e.object_type = ?0 AND e.object_id = ?1::bigint::text AND coalesce(e.diff->'title'->>1, e.diff->'fileName'->>1) <> ''
				ORDER BY e.id DESC LIMIT 1), ''), ?3, ?4, ?5)
		ON CONFLICT (object_type, object_id, problem) WHERE resolved_at IS NULL
			DO UPDATE SET seen_at = now(), detail = excluded.detail, check_id = excluded.check_id, sound_at = NULL
		RETURNING id, title, found_at, xmax = 0`, f.ObjectType, f.ObjectID, f.Title, f.Problem, f.Detail, check).
		Scan(ctx, &f.ID, &f.Title, &f.FoundAt, &fresh)
}

// markSound notes of open findings that a check found their objects as they should
// be: all of the ids that it looked at but the ones it found something about.
func markSound(ctx context.Context, db bun.IDB, t contentseal.Type, ids, but []int64, problems []contentseal.Problem) error {
	_, err := db.NewRaw(`UPDATE integrity_findings SET sound_at = now() WHERE resolved_at IS NULL AND sound_at IS NULL
			AND object_type = ? AND object_id = ANY(?) AND object_id <> ALL(?::bigint[]) AND problem IN (?)`,
		t, pgdialect.Array(ids), pgdialect.Array(but), bun.List(problems)).Exec(ctx)
	return err
}

// isOpen tells whether there is any open finding.
func isOpen(ctx context.Context, db bun.IDB) (open bool, err error) {
	return open, db.NewRaw("SELECT EXISTS (SELECT FROM integrity_findings WHERE resolved_at IS NULL)").Scan(ctx, &open)
}

func resolveFinding(ctx context.Context, tx bun.Tx, id int64, by *int64, note string) error {
	_, err := tx.NewRaw("UPDATE integrity_findings SET resolved_at = now(), resolved_by = ?, note = ? WHERE id = ?", by, note, id).Exec(ctx)
	return err
}

// resolveAdopted closes the findings of what was unsealed and is not any more.
func resolveAdopted(ctx context.Context, tx bun.Tx, t contentseal.Type, ids []int64, note string) error {
	_, err := tx.NewRaw(`UPDATE integrity_findings SET resolved_at = now(), note = ?
		WHERE resolved_at IS NULL AND object_type = ? AND object_id = ANY(?) AND problem = ?`, note, t, pgdialect.Array(ids), contentseal.Unsealed).Exec(ctx)
	return err
}
