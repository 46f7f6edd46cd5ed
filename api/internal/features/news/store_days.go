package news

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/lang"
)

// nearest reads one end of a range of the index of live articles; nil: it is empty.
func nearest(ctx context.Context, db bun.IDB, language lang.Code, compare string, to *time.Time, order string) (*time.Time, error) {
	var at time.Time
	query := db.NewSelect().Table("articles").Column("published_at").Where("language = ? AND live", language).
		OrderExpr("published_at ?0, id ?0", bun.Safe(order)).Limit(1)
	if to != nil {
		query.Where("published_at ? ?", bun.Safe(compare), *to)
	}
	if err := query.Scan(ctx, &at); errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return &at, nil
}

// publishedOn looks into the index once for each stretch.
func publishedOn(ctx context.Context, db bun.IDB, language lang.Code, bounds []time.Time) (has []bool, err error) {
	err = db.NewRaw(`SELECT EXISTS (SELECT FROM articles WHERE language = ? AND live AND published_at >= s.begins AND published_at < s.ends)
		FROM unnest(?::timestamptz[], ?::timestamptz[]) WITH ORDINALITY AS s (begins, ends, n) ORDER BY n`,
		language, pgdialect.Array(bounds[:len(bounds)-1]), pgdialect.Array(bounds[1:])).Scan(ctx, &has)
	return has, err
}
