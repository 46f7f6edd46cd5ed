package news

import (
	"context"

	"github.com/uptrace/bun"
)

func liveByIDs(ctx context.Context, db bun.IDB, ids []int64, hold bool) ([]Article, error) {
	var rows []row
	query := selectArticles(db, &rows).Where("a.id IN (?) AND a.live", bun.List(ids))
	if hold {
		query.For("NO KEY UPDATE OF a SKIP LOCKED")
	}
	if err := query.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Article, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.article(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
