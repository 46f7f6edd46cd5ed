package news

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// beside are the lists from which it is chosen what leads on from an article.
type beside struct{ before, near, newest []Summary }

// onward reads what stood in the article's rubric just before it, the articles that
// share its tags, and the newest of its rubric. Of each tag it looks at the newest and
// at those that came before the article, so that a tag of a hundred thousand costs no
// more than one of a hundred; how rare a tag is gets counted to a thousand.
func onward(ctx context.Context, db bun.IDB, a Article, near, newest int) (found beside, err error) {
	const links = `SELECT article_id, published_at FROM article_tags WHERE tag_id = wanted.id AND language = ?1 AND published_at IS NOT NULL`
	const ofRubric = `SELECT id, published_at FROM articles WHERE rubric_id = ?6 AND language = ?1 AND live`
	tags := a.TagIDs
	if a.PublishedAt == nil {
		tags = nil // nothing is near to what has no time
	}
	var rows []struct {
		Summary
		Part int
	}
	err = db.NewRaw(`WITH near AS (
			SELECT found.article_id AS id, found.published_at,
				sum(wanted.weight) / (1 + abs(extract(epoch FROM found.published_at - ?2::timestamptz)) / 86400 / 60) AS nearness
			FROM (SELECT id, 1 / ln(2 + (SELECT count(*) FROM (`+links+` LIMIT 1000) AS counted))::float8 AS weight
				FROM unnest(?0::bigint[]) AS wanted (id) OFFSET 0) AS wanted
			CROSS JOIN LATERAL (
				(`+links+` ORDER BY published_at DESC, article_id DESC LIMIT 40)
				UNION
				(`+links+` AND published_at < ?2::timestamptz ORDER BY published_at DESC, article_id DESC LIMIT 40)) AS found
			WHERE found.article_id <> ?3
			GROUP BY found.article_id, found.published_at
			ORDER BY nearness DESC, found.published_at DESC, found.article_id DESC LIMIT ?4
		), listed AS (
			(SELECT 0 AS part, 0::float8 AS nearness, * FROM (`+ofRubric+` AND (published_at, id) < (?2::timestamptz, ?3) ORDER BY published_at DESC, id DESC LIMIT 1) AS before)
			UNION ALL SELECT 1, nearness, id, published_at FROM near
			UNION ALL (SELECT 2, 0, * FROM (`+ofRubric+` ORDER BY published_at DESC, id DESC LIMIT ?7) AS newest)
		) SELECT listed.part, `+summaryColumns+` FROM listed JOIN articles AS a ON a.id = listed.id AND a.live AND (listed.part <> 1 OR a.story_id <> ?5)
		ORDER BY listed.part, listed.nearness DESC, listed.published_at DESC, listed.id DESC`,
		pgdialect.Array(tags), a.Language, a.PublishedAt, a.ID, near, a.StoryID, a.RubricID, newest).Scan(ctx, &rows)
	for _, r := range rows {
		switch r.Part {
		case 0:
			found.before = append(found.before, r.Summary)
		case 1:
			found.near = append(found.near, r.Summary)
		default:
			found.newest = append(found.newest, r.Summary)
		}
	}
	return found, err
}
