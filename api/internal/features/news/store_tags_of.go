package news

import (
	"context"

	"github.com/uptrace/bun"
)

// tagsOf are the tags of listed articles, in each article's order.
func tagsOf(ctx context.Context, db bun.IDB, rows []Summary) (map[int64][]int64, error) {
	out := map[int64][]int64{}
	if len(rows) == 0 {
		return out, nil
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	var links []struct{ ArticleID, TagID int64 }
	err := db.NewSelect().Table("article_tags").Column("article_id", "tag_id").
		Where("article_id IN (?)", bun.List(ids)).Order("article_id", "position").Scan(ctx, &links)
	for _, l := range links {
		out[l.ArticleID] = append(out[l.ArticleID], l.TagID)
	}
	return out, err
}
