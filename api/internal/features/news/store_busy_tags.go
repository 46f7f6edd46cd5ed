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
	newest := newestLive(db, language, among)
	err := db.NewSelect().TableExpr("(?) AS newest", newest).
		// An array for each article, so that the planner looks into the index
		// so many times; a join makes it read all of the table.
		Join("CROSS JOIN unnest(ARRAY(SELECT tag_id FROM article_tags WHERE article_id = newest.id)) AS t (tag_id)").
		ColumnExpr("t.tag_id").GroupExpr("t.tag_id").
		OrderExpr("count(*) DESC, max(newest.published_at) DESC, t.tag_id").Limit(int64(limit)).Scan(ctx, &ids)
	return ids, err
}
