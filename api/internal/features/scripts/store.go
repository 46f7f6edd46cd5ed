package scripts

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// selected begins a statement on exceptions.
func selected(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("script_exceptions AS e").Join("LEFT JOIN users AS u ON u.id = e.updated_by").
		ColumnExpr("e.id, e.stem, e.latin, e.arabic, e.note, e.version, e.updated_at, coalesce(u.name, '') AS updated_by")
}

func find(ctx context.Context, db bun.IDB, id int64) (Exception, error) {
	var e Exception
	err := selected(db).Where("e.id = ?", id).Scan(ctx, &e)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return e, err
}

// insert adds an exception while there is room; those who add wait for each other.
func insert(ctx context.Context, tx bun.Tx, in Input) (id int64, err error) {
	var held int
	if err := tx.NewRaw("SELECT 1 FROM script_dictionary FOR UPDATE").Scan(ctx, &held); err != nil {
		return 0, err
	}
	if err := tx.NewRaw("SELECT count(*) FROM script_exceptions").Scan(ctx, &held); err != nil {
		return 0, err
	}
	if held >= Most {
		return 0, ErrFull
	}
	err = tx.NewRaw(`INSERT INTO script_exceptions (stem, latin, arabic, note, updated_by) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING RETURNING id`, in.Stem, in.Latin, in.Arabic, in.Note, access.UserID(ctx)).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrTaken
	}
	return id, err
}

// update is false when the version is no longer the one given.
func update(ctx context.Context, tx bun.Tx, id, version int64, in Input) (bool, error) {
	changed, err := postgres.Changed(tx.NewRaw(`UPDATE script_exceptions SET stem = ?, latin = ?, arabic = ?, note = ?, updated_at = now(), updated_by = ?,
		version = version + 1 WHERE id = ? AND version = ?`, in.Stem, in.Latin, in.Arabic, in.Note, access.UserID(ctx), id, version).Exec(ctx))
	if postgres.Unique(err, "script_exceptions_stem_key") {
		err = ErrTaken
	}
	return changed, err
}

func remove(ctx context.Context, tx bun.Tx, id int64) (bool, error) {
	return postgres.Changed(tx.NewDelete().Table("script_exceptions").Where("id = ?", id).Exec(ctx))
}

func list(ctx context.Context, db bun.IDB, q Query, after *keyset.ByID) ([]Exception, error) {
	query := selected(db).OrderExpr("e.id DESC").Limit(int64(q.Limit + 1))
	if after != nil {
		query.Where("e.id < ?", after.ID)
	}
	if q.Search != "" { // a few thousand rows at the most
		query.Where("lower(e.stem) LIKE lower(?0) OR lower(e.latin) LIKE lower(?0) OR e.arabic LIKE ?0", postgres.Contains(q.Search))
	}
	var rows []Exception
	return rows, query.Scan(ctx, &rows)
}

// edition is the number of the dictionary's last change.
func edition(ctx context.Context, db bun.IDB) (version int64, err error) {
	return version, db.NewRaw("SELECT version FROM script_dictionary").Scan(ctx, &version)
}

func everything(ctx context.Context, db bun.IDB) ([]Exception, error) {
	var rows []Exception
	return rows, db.NewRaw("SELECT id, stem, latin, arabic FROM script_exceptions ORDER BY id").Scan(ctx, &rows)
}
