package photobank

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

func selections(ctx context.Context, db bun.IDB, user int64) ([]Selection, error) {
	found := []Selection{}
	return found, db.NewSelect().Table("picture_selections").ColumnExpr("id, name, query, shared, user_id = ? AS mine", user).
		Where("user_id = ? OR shared", user).OrderExpr("user_id <> ?, lower(name), id", user).Limit(selectionsShown).Scan(ctx, &found)
}

// putSelection counts within its statement; two at the same moment may make one too many.
func putSelection(ctx context.Context, db bun.IDB, user int64, s Selection) (id int64, err error) {
	err = db.NewRaw(`INSERT INTO picture_selections (user_id, name, query, shared) SELECT ?, ?, ?::jsonb, ?
		WHERE (SELECT count(*) FROM picture_selections WHERE user_id = ? AND name <> ?) < ?
		ON CONFLICT (user_id, name) DO UPDATE SET query = excluded.query, shared = excluded.shared RETURNING id`,
		user, s.Name, s.Query, s.Shared, user, s.Name, selectionLimit).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrManySelections
	}
	return id, err
}

func dropSelection(ctx context.Context, db bun.IDB, user, id int64) error {
	found, err := postgres.Changed(db.NewDelete().Table("picture_selections").Where("id = ? AND user_id = ?", id, user).Exec(ctx))
	if err == nil && !found {
		return ErrSelectionNotFound
	}
	return err
}
