package news

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
)

// published reads a reader's list. Each way is a range of one index that ends
// after Limit rows, so that it costs the same however many articles there are.
func published(ctx context.Context, db bun.IDB, q ListQuery, after *keyset.ByTime) ([]Summary, error) {
	var rows []Summary
	ids := listed(db, q, after)
	err := db.NewSelect().TableExpr("(?) AS listed", ids).Join("JOIN articles AS a ON a.id = listed.id").
		ColumnExpr(summaryColumns).ColumnExpr(summaryTags).OrderExpr("listed.published_at DESC, listed.id DESC").Scan(ctx, &rows)
	return rows, err
}

func listed(db bun.IDB, q ListQuery, after *keyset.ByTime) *bun.SelectQuery {
	switch {
	case q.TagID != 0:
		return newest(db.NewSelect().TableExpr("article_tags").ColumnExpr("article_id AS id, published_at").
			Where("tag_id = ? AND language = ? AND published_at IS NOT NULL", q.TagID, q.Language), "article_id", q.Limit, after)
	case q.AuthorID != 0:
		return newest(db.NewSelect().TableExpr("article_authors").ColumnExpr("article_id AS id, published_at").
			Where("author_id = ? AND language = ? AND published_at IS NOT NULL", q.AuthorID, q.Language), "article_id", q.Limit, after)
	case len(q.RubricIDs) > 0:
		// The newest of each rubric, then the newest of those: PostgreSQL can't
		// merge ranges of one index by itself.
		each := newest(ofArticles(db, q).Where("rubric_id = wanted.id"), "id", q.Limit, after)
		return newest(db.NewSelect().TableExpr("unnest(?::bigint[]) AS wanted (id), LATERAL (?) AS found", pgdialect.Array(q.RubricIDs), each).
			ColumnExpr("found.id, found.published_at"), "id", q.Limit, nil)
	default:
		query := ofArticles(db, q)
		if !q.Since.IsZero() {
			query.Where("published_at >= ?", q.Since)
		}
		if !q.Until.IsZero() {
			query.Where("published_at < ?", q.Until)
		}
		return newest(query, "id", q.Limit, after)
	}
}

func ofArticles(db bun.IDB, q ListQuery) *bun.SelectQuery {
	return db.NewSelect().TableExpr("articles").ColumnExpr("articles.id, articles.published_at").
		Where("language = ? AND live", q.Language)
}

func newest(query *bun.SelectQuery, id string, limit int, after *keyset.ByTime) *bun.SelectQuery {
	if after != nil {
		query.Where("(published_at, ?) < (?, ?)", bun.Ident(id), after.At, after.ID)
	}
	return query.OrderExpr("published_at DESC, ? DESC", bun.Ident(id)).Limit(int64(limit + 1))
}

func liveRefs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Ref, error) {
	var rows []Ref
	err := db.NewSelect().Table("articles").Column("id", "story_id", "language", "state", "title", "slug").
		Where("id IN (?) AND live", bun.List(ids)).Scan(ctx, &rows)
	out := make(map[int64]Ref, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

func liveSummaries(ctx context.Context, db bun.IDB, ids []int64) ([]Summary, error) {
	var rows []Summary
	return rows, db.NewSelect().TableExpr("articles AS a").ColumnExpr(summaryColumns).
		Where("a.id IN (?) AND a.live", bun.List(ids)).Scan(ctx, &rows)
}

// breaking reads the few rows that an index of breaking news has.
func breaking(ctx context.Context, db bun.IDB, language lang.Code) ([]Summary, error) {
	var rows []Summary
	return rows, db.NewSelect().TableExpr("articles AS a").ColumnExpr(summaryColumns).
		Where("a.breaking_until > now() AND a.live AND a.language = ?", language).
		OrderExpr("a.published_at DESC, a.id DESC").Limit(breakingLimit).Scan(ctx, &rows)
}

// breakingLimit is how many pieces of breaking news the bar has room for.
const breakingLimit = 3
