package news

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// busyTags reads the tags of one index range of articles. A tag that two
// articles share comes before one that is younger.
func busyTags(ctx context.Context, db bun.IDB, language lang.Code, among, limit int) ([]int64, error) {
	ids := []int64{}
	newest := newest(ofArticles(db, ListQuery{Language: language}), "id", among-1, nil)
	err := db.NewSelect().TableExpr("(?) AS newest", newest).
		Join("JOIN article_tags AS t ON t.article_id = newest.id").
		ColumnExpr("t.tag_id").GroupExpr("t.tag_id").
		OrderExpr("count(*) DESC, max(newest.published_at) DESC, t.tag_id").Limit(int64(limit)).Scan(ctx, &ids)
	return ids, err
}
