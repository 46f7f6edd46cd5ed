package news

import (
	"context"
	"math"
	"strconv"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// cardColumns are what a card shows of an article; the rest of its Summary stays empty.
// Read by scanCard.
const cardColumns = `a.id, a.story_id, a.language, a.title, coalesce(a.slug, ''), a.lead, a.rubric_id, a.picture_id,
	a.published_at, a.urgency, a.text_changed_at, a.breaking_until`

func scanCard(row pgx.Rows, s *Summary, before ...any) error {
	return row.Scan(append(before, &s.ID, &s.StoryID, (*string)(&s.Language), &s.Title, &s.Slug, &s.Lead, &s.RubricID, &s.PictureID,
		&s.PublishedAt, (*string)(&s.Urgency), &s.TextChangedAt, &s.BreakingUntil)...)
}

// beside are the lists of which two depend on the article itself: what stood in its
// rubric just before it, and what shares its tags.
type beside struct{ before, near []Summary }

// leadsOn reads what stood in the article's rubric just before it, and the articles that
// share its tags. Of each tag it looks at the newest and at those that came before the
// article, so that a tag of a hundred thousand costs no more than one of a hundred.
func leadsOn(ctx context.Context, db *postgres.Databases, a Article, weights map[int64]float64, near int) (found beside, err error) {
	const links = `SELECT article_id, published_at FROM article_tags WHERE tag_id = wanted.id AND language = $1 AND published_at IS NOT NULL`
	tags, rarities := []int64{}, []float64{}
	for _, id := range a.TagIDs {
		if a.PublishedAt != nil { // else nothing is near
			tags, rarities = append(tags, id), append(rarities, weights[id])
		}
	}
	statement := `WITH near AS (
			SELECT found.article_id AS id, found.published_at,
				sum(wanted.weight) / (1 + abs(extract(epoch FROM found.published_at - $2::timestamptz)::float8) / 86400 / 60) AS nearness
			FROM unnest($4::bigint[], $5::float8[]) AS wanted (id, weight)
			CROSS JOIN LATERAL (
				(` + links + ` ORDER BY published_at DESC, article_id DESC LIMIT 40)
				UNION
				(` + links + ` AND published_at < $2::timestamptz ORDER BY published_at DESC, article_id DESC LIMIT 40)) AS found
			WHERE found.article_id <> $3
			GROUP BY found.article_id, found.published_at
			ORDER BY nearness DESC, found.published_at DESC, found.article_id DESC LIMIT ` + strconv.Itoa(near) + `
		), listed AS (
			(SELECT true AS before, 0::float8 AS nearness, id, published_at FROM articles WHERE rubric_id = $6 AND language = $1 AND live
				AND (published_at, id) < ($2::timestamptz, $3) ORDER BY published_at DESC, id DESC LIMIT 1)
			UNION ALL SELECT false, nearness, id, published_at FROM near
		) SELECT listed.before, ` + cardColumns + ` FROM listed JOIN articles AS a ON a.id = listed.id AND a.live AND (listed.before OR a.story_id <> $7)
		ORDER BY listed.nearness DESC, listed.published_at DESC, listed.id DESC`
	rows, err := postgres.Prepared(ctx, db, statement, []any{string(a.Language), a.PublishedAt, a.ID, tags, rarities, a.RubricID, a.StoryID}, scanBeside)
	for _, r := range rows {
		if r.before {
			found.before = append(found.before, r.Summary)
		} else {
			found.near = append(found.near, r.Summary)
		}
	}
	return found, err
}

type besideRow struct {
	Summary
	before bool
}

func scanBeside(row pgx.Rows, r *besideRow) error { return scanCard(row, &r.Summary, &r.before) }

// newestInRubric reads the newest of a rubric.
func newestInRubric(ctx context.Context, db *postgres.Databases, language lang.Code, rubric int64, limit int) ([]Summary, error) {
	return postgres.Prepared(ctx, db, `SELECT `+cardColumns+` FROM articles AS a WHERE a.rubric_id = $1 AND a.language = $2 AND a.live
		ORDER BY a.published_at DESC, a.id DESC LIMIT `+strconv.Itoa(limit), []any{rubric, string(language)},
		func(row pgx.Rows, s *Summary) error { return scanCard(row, s) })
}

// rarity reads how much each tag weighs among those that articles share: the fewer live
// articles have it, the more. They are counted to a thousand.
func rarity(ctx context.Context, db *postgres.Databases, language lang.Code, tags []int64) (map[int64]float64, error) {
	type counted struct{ id, articles int64 }
	rows, err := postgres.Prepared(ctx, db, `SELECT wanted.id, (SELECT count(*) FROM (SELECT FROM article_tags
			WHERE tag_id = wanted.id AND language = $2 AND published_at IS NOT NULL LIMIT 1000) AS counted)
		FROM unnest($1::bigint[]) AS wanted (id)`, []any{tags, string(language)},
		func(row pgx.Rows, c *counted) error { return row.Scan(&c.id, &c.articles) })
	weights := make(map[int64]float64, len(rows))
	for _, r := range rows {
		weights[r.id] = 1 / math.Log(2+float64(r.articles))
	}
	return weights, err
}
