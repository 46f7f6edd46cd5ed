package news

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// planned reads a range of each of the three indexes of planned times.
func planned(ctx context.Context, db bun.IDB, from, until time.Time, language lang.Code, limit int) ([]Planned, error) {
	var all *bun.SelectQuery
	for _, kind := range []struct{ what, column, condition string }{
		{"publish", "publish_at", "state = 'scheduled'"},
		{"unpublish", "unpublish_at", "state IN ('scheduled', 'published', 'corrected')"},
		{"embargo", "embargo_until", "state NOT IN ('published', 'corrected', 'killed', 'trashed')"},
	} {
		one := db.NewSelect().TableExpr("articles").ColumnExpr("id, ? AS at, ? AS what", bun.Ident(kind.column), kind.what).
			Where("? >= ? AND ? < ?", bun.Ident(kind.column), from, bun.Ident(kind.column), until).Where(kind.condition).
			OrderExpr("?, id", bun.Ident(kind.column)).Limit(int64(limit))
		if language != "" {
			one.Where("language = ?", language)
		}
		one = db.NewSelect().TableExpr("(?) AS ?", one, bun.Ident(kind.what))
		if all == nil {
			all = one
		} else {
			all = all.UnionAll(one)
		}
	}
	var rows []Planned
	err := db.NewSelect().TableExpr("(?) AS planned", all).Join("JOIN articles AS a ON a.id = planned.id").
		ColumnExpr("planned.at, planned.what").ColumnExpr(summaryColumns).
		OrderExpr("planned.at, planned.what, a.id").Limit(int64(limit)).Scan(ctx, &rows)
	return rows, err
}

func savedFilters(ctx context.Context, db bun.IDB, user int64) ([]SavedFilter, error) {
	rows := []SavedFilter{}
	return rows, db.NewSelect().Table("saved_filters").Column("id", "name", "query").Where("user_id = ?", user).Order("name", "id").Scan(ctx, &rows)
}

// putFilter counts within its statement; two at the same moment may make one too many.
func putFilter(ctx context.Context, db bun.IDB, user int64, f SavedFilter) (id int64, err error) {
	err = db.NewRaw(`INSERT INTO saved_filters (user_id, name, query) SELECT ?, ?, ?::jsonb
		WHERE (SELECT count(*) FROM saved_filters WHERE user_id = ? AND name <> ?) < ?
		ON CONFLICT (user_id, name) DO UPDATE SET query = excluded.query RETURNING id`,
		user, f.Name, f.Query, user, f.Name, filterLimit).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrTooManyFilters
	}
	return id, err
}

func dropFilter(ctx context.Context, db bun.IDB, user, id int64) error {
	found, err := postgres.Changed(db.NewDelete().Table("saved_filters").Where("id = ? AND user_id = ?", id, user).Exec(ctx))
	if err == nil && !found {
		return ErrFilterNotFound
	}
	return err
}
