package news

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// byTags reads the articles that share tags with one. Of each tag it looks at the
// newest and at those that came before the article, so that a tag of a hundred
// thousand costs no more than one of a hundred; how rare a tag is gets counted to a
// thousand.
func byTags(ctx context.Context, db bun.IDB, a Article, limit int) ([]Summary, error) {
	const links = `SELECT article_id, published_at FROM article_tags WHERE tag_id = wanted.id AND language = ?1 AND published_at IS NOT NULL`
	var rows []Summary
	err := db.NewRaw(`WITH near AS (
			SELECT found.article_id AS id, found.published_at,
				sum(wanted.weight) / (1 + abs(extract(epoch FROM found.published_at - ?2::timestamptz)) / 86400 / 60) AS nearness
			FROM (SELECT id, 1 / ln(2 + (SELECT count(*) FROM (`+links+` LIMIT 1000) AS counted))::float8 AS weight
				FROM unnest(?0::bigint[]) AS wanted (id) OFFSET 0) AS wanted
			CROSS JOIN LATERAL (
				(`+links+` ORDER BY published_at DESC, article_id DESC LIMIT 40)
				UNION
				(`+links+` AND published_at < ?2 ORDER BY published_at DESC, article_id DESC LIMIT 40)) AS found
			WHERE found.article_id <> ?3
			GROUP BY found.article_id, found.published_at
			ORDER BY nearness DESC, found.published_at DESC, found.article_id DESC LIMIT ?4
		) SELECT `+summaryColumns+` FROM near JOIN articles AS a ON a.id = near.id AND a.live AND a.story_id <> ?5
		ORDER BY near.nearness DESC, near.published_at DESC, near.id DESC`,
		pgdialect.Array(a.TagIDs), a.Language, *a.PublishedAt, a.ID, limit, a.StoryID).Scan(ctx, &rows)
	return rows, err
}
