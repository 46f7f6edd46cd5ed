package news

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/lang"
)

// publishedGroups reads, for each rubric, one range of an index that ends after
// limit rows, and keeps the newest of each group.
func publishedGroups(ctx context.Context, db bun.IDB, language lang.Code, groups [][]int64, limit int) ([][]Summary, error) {
	var numbers, rubrics []int64
	for number, group := range groups {
		for _, id := range group {
			numbers, rubrics = append(numbers, int64(number)), append(rubrics, id)
		}
	}
	each := newestLive(db, language, limit).Where("rubric_id = wanted.rubric")
	ranked := db.NewSelect().TableExpr("unnest(?::bigint[], ?::bigint[]) AS wanted (number, rubric), LATERAL (?) AS found", pgdialect.Array(numbers), pgdialect.Array(rubrics), each).
		ColumnExpr("wanted.number, found.id, row_number() OVER (PARTITION BY wanted.number ORDER BY found.published_at DESC, found.id DESC) AS place")
	var rows []struct {
		Summary
		Number int
	}
	err := db.NewSelect().TableExpr("(?) AS ranked", ranked).Join("JOIN articles AS a ON a.id = ranked.id").
		ColumnExpr(summaryColumns).ColumnExpr("ranked.number").Where("ranked.place <= ?", limit).OrderExpr("ranked.number, ranked.place").Scan(ctx, &rows)
	out := make([][]Summary, len(groups))
	for _, r := range rows {
		out[r.Number] = append(out[r.Number], r.Summary)
	}
	return out, err
}

// newestLive finds the newest articles that are on a language's site.
func newestLive(db bun.IDB, language lang.Code, limit int) *bun.SelectQuery {
	return db.NewSelect().TableExpr("articles").ColumnExpr("articles.id, articles.published_at").
		Where("language = ? AND live", language).OrderExpr("published_at DESC, id DESC").Limit(int64(limit))
}

func publishedUrgent(ctx context.Context, db bun.IDB, language lang.Code, since time.Time, limit int) ([]Summary, error) {
	var rows []Summary
	return rows, db.NewSelect().TableExpr("articles AS a").ColumnExpr(summaryColumns).
		Where("a.language = ? AND a.live AND a.published_at > ? AND a.urgency <> 'ordinary'", language, since).
		OrderExpr("a.published_at DESC, a.id DESC").Limit(int64(limit)).Scan(ctx, &rows)
}

func languagesOf(ctx context.Context, db bun.IDB, ids []int64) (map[int64]lang.Code, error) {
	var rows []Ref
	err := db.NewSelect().Table("articles").Column("id", "language").Where("id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	out := make(map[int64]lang.Code, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Language
	}
	return out, err
}
