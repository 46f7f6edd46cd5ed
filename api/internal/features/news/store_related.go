package news

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// beside are the lists of which two depend on the article itself: what stood in its
// rubric just before it, and what shares its tags.
type beside struct{ before, near []Summary }

// nearWindow is how many of a tag's articles are looked at on either side: the last before
// the article, and the tag's newest. So a tag of a hundred thousand costs no more than one
// of a hundred.
const nearWindow = 24

// leading are the questions for what leads on from articles, by how many are near: the
// statement says so, and the contract bounds it.
type leading struct {
	db     *postgres.Databases
	byNear sync.Map // of *postgres.Gather[leadFrom, besideRow] by int
}

// leadFrom is the article that something leads on from, and what is known of it.
type leadFrom struct {
	Article
	tags     []int64
	rarities []float64
	later    []candidate
}

// on reads what stood in the article's rubric just before it, and the articles that share
// its tags: those that came before it, and those of the tags' newest that came later.
func (l *leading) on(ctx context.Context, a Article, weights map[tagIn]tagWeight, near int) (found beside, err error) {
	from := leadFrom{Article: a, later: laterThan(a, weights, near)}
	if a.PublishedAt != nil { // else nothing is near
		for _, id := range a.TagIDs {
			from.tags, from.rarities = append(from.tags, id), append(from.rarities, weights[tagIn{a.Language, id}].weight)
		}
	}
	rows, err := l.near(near).Ask(ctx, from)
	for _, r := range rows {
		if r.before {
			found.before = append(found.before, r.Summary)
		} else {
			found.near = append(found.near, r.Summary)
		}
	}
	return found, err
}

func (l *leading) near(near int) *postgres.Gather[leadFrom, besideRow] {
	known, has := l.byNear.Load(near)
	if !has {
		known, _ = l.byNear.LoadOrStore(near, postgres.NewGather(l.db, leadingOn(near), leadingArgs, scanBeside))
	}
	return known.(*postgres.Gather[leadFrom, besideRow]) //nolint:errcheck // there is nothing else
}

// leadingOn is the statement for so many that are near.
func leadingOn(near int) string {
	return `SELECT ` + shownColumns + `, listed.before, wanted.number
		FROM unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[])
			WITH ORDINALITY AS wanted (language, published_at, id, rubric_id, story_id, number)
		CROSS JOIN LATERAL (
			(SELECT true AS before, 0::float8 AS nearness, id FROM articles WHERE rubric_id = wanted.rubric_id AND language = wanted.language AND live
				AND (published_at, id) < (wanted.published_at, wanted.id) ORDER BY published_at DESC, id DESC LIMIT 1)
			UNION ALL (SELECT false, nearness, id FROM (
				SELECT sum(tag.weight) / (1 + date_part('epoch', wanted.published_at - max(earlier.published_at)) / ` + strconv.Itoa(nearHalf) + `.0) AS nearness, earlier.article_id AS id
				FROM unnest($6::bigint[], $7::bigint[], $8::float8[]) AS tag (number, id, weight)
				CROSS JOIN LATERAL (SELECT article_id, published_at FROM article_tags WHERE tag_id = tag.id AND language = wanted.language
					AND published_at IS NOT NULL AND published_at < wanted.published_at ORDER BY published_at DESC, article_id DESC LIMIT ` + strconv.Itoa(nearWindow) + `) AS earlier
				WHERE tag.number = wanted.number GROUP BY earlier.article_id
				UNION ALL SELECT nearness, id FROM unnest($9::bigint[], $10::bigint[], $11::float8[]) AS later (number, id, nearness) WHERE number = wanted.number) AS candidates
			ORDER BY nearness DESC, id DESC LIMIT ` + strconv.Itoa(near) + `)
		) AS listed JOIN articles AS a ON a.id = listed.id AND a.live AND (listed.before OR a.story_id <> wanted.story_id)
		ORDER BY wanted.number, listed.nearness DESC, listed.id DESC`
}

func leadingArgs(all []leadFrom) []any {
	var (
		languages                    []string
		published                    []*time.Time
		ids, stories                 []int64
		rubrics                      []*int64
		tagsOf, tags, laterOf, later []int64
		weights, nearness            []float64
	)
	for i, from := range all {
		number := int64(i + 1)
		languages, published, ids = append(languages, string(from.Language)), append(published, from.PublishedAt), append(ids, from.ID)
		rubrics, stories = append(rubrics, from.RubricID), append(stories, from.StoryID)
		for j, tag := range from.tags {
			tagsOf, tags, weights = append(tagsOf, number), append(tags, tag), append(weights, from.rarities[j])
		}
		for _, one := range from.later {
			laterOf, later, nearness = append(laterOf, number), append(later, one.id), append(nearness, one.nearness)
		}
	}
	return []any{languages, published, ids, rubrics, stories, tagsOf, tags, weights, laterOf, later, nearness}
}

// nearHalf is the distance in time at which sharing a tag counts half, in seconds: 60 days.
const nearHalf = 60 * 24 * 60 * 60

// laterThan are those of the tags' newest that came out no earlier than the article, the
// nearest first, with how near they are.
func laterThan(a Article, weights map[tagIn]tagWeight, limit int) []candidate {
	if a.PublishedAt == nil {
		return nil
	}
	near := make([]candidate, 0, nearWindow*len(a.TagIDs))
	for _, id := range a.TagIDs {
		tag := weights[tagIn{a.Language, id}]
		for i, other := range tag.newest {
			after := tag.newestAt[i].Sub(*a.PublishedAt)
			if after < 0 { // as all that are older
				break
			}
			if other != a.ID {
				near = append(near, candidate{other, tag.weight / (1 + after.Seconds()/nearHalf)})
			}
		}
	}
	near = summed(near)
	slices.SortFunc(near, func(x, y candidate) int { return cmp.Or(cmp.Compare(y.nearness, x.nearness), cmp.Compare(y.id, x.id)) })
	return near[:min(limit, len(near))]
}

// candidate is an article that shares a tag, and how near it is by that.
type candidate struct {
	id       int64
	nearness float64
}

// summed has each article once, as near as by all of its tags together.
func summed(all []candidate) []candidate {
	slices.SortFunc(all, func(x, y candidate) int { return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.nearness, y.nearness)) })
	once := all[:0]
	for _, one := range all {
		if last := len(once) - 1; last >= 0 && once[last].id == one.id {
			once[last].nearness += one.nearness
		} else {
			once = append(once, one)
		}
	}
	return once
}

type besideRow struct {
	Summary
	before bool
}

func scanBeside(row pgx.Rows, number *int64, r *besideRow) error {
	return row.Scan(append(r.shown(), &r.before, number)...)
}

// newestInRubric reads the newest of a rubric.
func newestInRubric(ctx context.Context, db *postgres.Databases, language lang.Code, rubric int64, limit int) ([]Summary, error) {
	return postgres.Prepared(ctx, db, `SELECT `+shownColumns+` FROM articles AS a WHERE a.rubric_id = $1 AND a.language = $2 AND a.live
		ORDER BY a.published_at DESC, a.id DESC LIMIT `+strconv.Itoa(limit), []any{rubric, string(language)}, scanShown)
}

// tagWeight is how much a tag weighs among those that articles share, and its newest.
type tagWeight struct {
	weight   float64
	newest   []int64
	newestAt []time.Time
}

// weigh reads how much each tag weighs: the fewer live articles have it, the more. They are
// counted to a thousand.
func weigh(ctx context.Context, db *postgres.Databases, language lang.Code, tags []int64) (map[tagIn]tagWeight, error) {
	const links = `FROM article_tags WHERE tag_id = wanted.id AND language = $2 AND published_at IS NOT NULL`
	type counted struct {
		tagWeight
		id, articles int64
	}
	rows, err := postgres.Prepared(ctx, db, `SELECT wanted.id, (SELECT count(*) FROM (SELECT `+links+` LIMIT 1000) AS counted), newest.ids, newest.at
		FROM unnest($1::bigint[]) AS wanted (id)
		CROSS JOIN LATERAL (SELECT array_agg(article_id) AS ids, array_agg(published_at) AS at FROM (
			SELECT article_id, published_at `+links+` ORDER BY published_at DESC, article_id DESC LIMIT `+strconv.Itoa(nearWindow)+`) AS links) AS newest`,
		[]any{tags, string(language)}, func(row pgx.Rows, c *counted) error { return row.Scan(&c.id, &c.articles, &c.newest, &c.newestAt) })
	weights := make(map[tagIn]tagWeight, len(rows))
	for _, r := range rows {
		r.weight = 1 / math.Log(2+float64(r.articles))
		weights[tagIn{language, r.id}] = r.tagWeight
	}
	return weights, err
}
