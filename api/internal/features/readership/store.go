package readership

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/lang"
)

// spare is how many of the most read may have left their site before a list becomes
// shorter than it might be. Only these are looked up, not all that was read.
const spare = 300

func mostReadOfHours(ctx context.Context, db bun.IDB, language lang.Code, since time.Time, limit int) ([]int64, error) {
	return mostRead(ctx, db, db.NewSelect().TableExpr("article_views AS v").Where("v.language = ? AND v.hour >= ?", language, since), limit)
}

func mostReadOfDays(ctx context.Context, db bun.IDB, language lang.Code, since string, limit int) ([]int64, error) {
	return mostRead(ctx, db, db.NewSelect().TableExpr("article_days AS v").Where("v.language = ? AND v.day >= ?::date", language, since), limit)
}

func mostRead(ctx context.Context, db bun.IDB, counts *bun.SelectQuery, limit int) ([]int64, error) {
	ids := []int64{}
	return ids, mostReadQuery(db, counts, limit).Scan(ctx, &ids)
}

// mostReadQuery adds up a range of counts. Of two that were read as often the younger
// comes first.
func mostReadQuery(db bun.IDB, counts *bun.SelectQuery, limit int) *bun.SelectQuery {
	top := counts.ColumnExpr("v.article_id, sum(v.views) AS views").GroupExpr("v.article_id").
		OrderExpr("views DESC, v.article_id DESC").Limit(int64(limit + spare))
	return db.NewSelect().TableExpr("(?) AS top", top).Join("JOIN articles AS a ON a.id = top.article_id AND a.live").
		ColumnExpr("top.article_id").OrderExpr("top.views DESC, top.article_id DESC").Limit(int64(limit))
}

// addViews adds to hours, days and totals. All processes write in the same order, so
// that they do not wait for each other in a circle.
func addViews(ctx context.Context, db bun.IDB, views map[int64]int64, hour time.Time, day string) error {
	ids := slices.Sorted(maps.Keys(views))
	counts := make([]int64, len(ids))
	for i, id := range ids {
		counts[i] = views[id]
	}
	_, err := db.NewRaw(`
		WITH counted AS MATERIALIZED (
			SELECT a.id, a.language, c.views FROM unnest(?::bigint[], ?::bigint[]) AS c (id, views)
			JOIN articles AS a ON a.id = c.id AND a.live ORDER BY a.id
		), hours AS (
			INSERT INTO article_views AS v (language, hour, article_id, views) SELECT language, ?::timestamptz, id, views FROM counted
			ON CONFLICT (language, hour, article_id) DO UPDATE SET views = v.views + excluded.views
		), days AS (
			INSERT INTO article_days AS d (language, day, article_id, views) SELECT language, ?::date, id, views FROM counted
			ON CONFLICT (language, day, article_id) DO UPDATE SET views = d.views + excluded.views
		)
		INSERT INTO article_totals AS t (article_id, views) SELECT id, views FROM counted
		ON CONFLICT (article_id) DO UPDATE SET views = t.views + excluded.views`,
		pgdialect.Array(ids), pgdialect.Array(counts), hour, day).Exec(ctx)
	return err
}

func totals(ctx context.Context, db bun.IDB, ids []int64) (map[int64]int64, error) {
	var rows []struct{ ArticleID, Views int64 }
	err := db.NewSelect().Table("article_totals").Column("article_id", "views").Where("article_id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	out := make(map[int64]int64, len(rows))
	for _, r := range rows {
		out[r.ArticleID] = r.Views
	}
	return out, err
}

// lockRanking reads the order that a language's pages were made from, and keeps other
// processes from it. It is not due where it has changed after a time, or another
// process is at it.
func lockRanking(ctx context.Context, tx bun.Tx, language lang.Code, before time.Time) (ids []int64, due bool, err error) {
	if _, err := tx.NewRaw(`INSERT INTO most_read (language, article_ids, changed_at) VALUES (?, '{}', '-infinity') ON CONFLICT DO NOTHING`, language).Exec(ctx); err != nil {
		return nil, false, err
	}
	err = tx.NewSelect().Table("most_read").Column("article_ids").Where("language = ? AND changed_at <= ?", language, before).
		For("UPDATE SKIP LOCKED").Scan(ctx, pgdialect.Array(&ids))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return ids, true, err
}

func keepRanking(ctx context.Context, tx bun.Tx, language lang.Code, ids []int64, at time.Time) error {
	_, err := tx.NewUpdate().Table("most_read").Set("article_ids = ?", pgdialect.Array(ids)).Set("changed_at = ?", at).
		Where("language = ?", language).Exec(ctx)
	return err
}

// pruned is how many rows one statement deletes: it holds no lock for long.
const pruned = 10_000

func pruneHours(ctx context.Context, db bun.IDB, before time.Time) (deleted int64, err error) {
	result, err := db.NewRaw(`DELETE FROM article_views WHERE ctid = ANY (ARRAY(
		SELECT ctid FROM article_views WHERE hour < ? LIMIT ?))`, before, pruned).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
