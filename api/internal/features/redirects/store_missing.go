package redirects

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// writeHits adds what was counted, in the order of the ids: two processes that write
// at once then don't wait for each other.
func writeHits(ctx context.Context, db bun.IDB, counted map[int64]hit) error {
	ids, counts, times := make([]int64, 0, len(counted)), make([]int64, 0, len(counted)), make([]time.Time, 0, len(counted))
	for id, h := range counted {
		ids, counts, times = append(ids, id), append(counts, h.count), append(times, h.last)
	}
	_, err := db.NewRaw(`WITH counted AS (SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::timestamptz[]) AS c (id, count, at)),
		held AS (SELECT r.id FROM redirects AS r JOIN counted AS c ON c.id = r.id ORDER BY r.id FOR NO KEY UPDATE OF r)
		UPDATE redirects AS r SET hits = r.hits + c.count, last_hit_at = greatest(r.last_hit_at, c.at)
		FROM counted AS c JOIN held ON held.id = c.id WHERE r.id = c.id`,
		pgdialect.Array(ids), pgdialect.Array(counts), pgdialect.Array(times)).Exec(ctx)
	return err
}

// writeMissing adds what was asked for in vain.
func writeMissing(ctx context.Context, db bun.IDB, seen map[page]sighting) error {
	var languages, paths, referrers []string
	var counts []int64
	var times []time.Time
	for p, one := range seen {
		languages, paths, referrers = append(languages, string(p.language)), append(paths, p.path), append(referrers, one.referrer)
		counts, times = append(counts, one.hits), append(times, one.last)
	}
	_, err := db.NewRaw(`INSERT INTO missing_pages AS m (language, path, hits, first_at, last_at, referrer)
		SELECT language, path, hits, at, at, referrer
		FROM unnest(?::text[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[]) AS s (language, path, hits, at, referrer)
		ORDER BY language, path
		ON CONFLICT (language, path) DO UPDATE SET hits = m.hits + excluded.hits, last_at = greatest(m.last_at, excluded.last_at),
			referrer = coalesce(nullif(excluded.referrer, ''), m.referrer)`,
		pgdialect.Array(languages), pgdialect.Array(paths), pgdialect.Array(counts), pgdialect.Array(times), pgdialect.Array(referrers)).Exec(ctx)
	return err
}

// prune keeps the list short, and forgets what leads on by now.
func prune(ctx context.Context, db bun.IDB) error {
	_, err := db.NewRaw(`DELETE FROM missing_pages WHERE last_at < now() - ?::interval OR id IN (
		SELECT id FROM missing_pages ORDER BY hits DESC, id DESC OFFSET ?)`, missingFor, missingKept).Exec(ctx)
	return err
}

// missing reads a page of the list. What has been redirected since, and what is an
// article by now, is not missing any more.
func missing(ctx context.Context, db bun.IDB, q MissingQuery, after *mostHits) ([]Missing, error) {
	query := db.NewSelect().TableExpr("missing_pages AS m").ColumnExpr("m.*").
		Where("NOT EXISTS (SELECT FROM redirects AS r WHERE r.language = m.language AND r.path = m.path)").
		Where("NOT EXISTS (SELECT FROM articles AS a WHERE a.live AND a.language = m.language AND a.slug = substr(m.path, 7) AND starts_with(m.path, '/news/'))").
		OrderExpr("m.hits DESC, m.id DESC").Limit(int64(q.Limit + 1))
	if q.Language != "" {
		query.Where("m.language = ?", q.Language)
	}
	if after != nil {
		query.Where("(m.hits, m.id) < (?, ?)", after.Hits, after.ID)
	}
	var rows []Missing
	return rows, query.Scan(ctx, &rows)
}

func findMissing(ctx context.Context, db bun.IDB, id int64) (Missing, error) {
	var m Missing
	err := db.NewSelect().TableExpr("missing_pages AS m").ColumnExpr("m.*").Where("id = ?", id).Scan(ctx, &m)
	return m, orMissing(err)
}

func takeMissing(ctx context.Context, tx bun.Tx, id int64) (Missing, error) {
	var m Missing
	err := tx.NewRaw("DELETE FROM missing_pages WHERE id = ? RETURNING *", id).Scan(ctx, &m)
	return m, orMissing(err)
}

func orMissing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrMissingNotFound
	}
	return err
}
