package news

import (
	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// readableRow is an article with what readers are told of it beside.
type readableRow struct {
	row
	versions    versionColumns
	corrections []Correction
}

// versionColumns are the live versions of a story, a column each: PostgreSQL makes and pgx
// reads an array for less than JSON.
type versionColumns struct {
	ids                              []int64
	languages, states, titles, slugs []string
}

func (v versionColumns) of(story int64) []Ref {
	out := make([]Ref, len(v.ids))
	for i, id := range v.ids {
		out[i] = Ref{ID: id, StoryID: story, Language: lang.Code(v.languages[i]), State: State(v.states[i]), Title: v.titles[i], Slug: v.slugs[i]}
	}
	return out
}

// address is where an article is found.
type address struct {
	language lang.Code
	slug     string
}

// readable are the questions for whole articles with what hangs on them, the live versions
// of their stories and the notes on their corrections.
type readable struct {
	bySlug *postgres.Gather[address, readableRow]
	byID   *postgres.Gather[int64, readableRow]
}

func newReadable(db *postgres.Databases) readable {
	return readable{
		bySlug: postgres.NewGather(db, readableSelect(`unnest($2::text[], $3::text[]) WITH ORDINALITY AS wanted (language, slug, number)`, "a.language = wanted.language AND a.slug = wanted.slug"),
			func(wanted []address) []any {
				languages, slugs := make([]string, len(wanted)), make([]string, len(wanted))
				for i, w := range wanted {
					languages[i], slugs[i] = string(w.language), w.slug
				}
				return []any{correctionLimit, languages, slugs}
			}, scanReadable),
		byID: postgres.NewGather(db, readableSelect(`unnest($2::bigint[]) WITH ORDINALITY AS wanted (id, number)`, "a.id = wanted.id"),
			func(wanted []int64) []any { return []any{correctionLimit, wanted} }, scanReadable),
	}
}

// readableSelect reads the articles that are wanted. $1 is how many notes there may be.
func readableSelect(wanted, on string) string {
	return `SELECT wanted.number, a.id, a.story_id, a.language, a.state, a.version, a.title, coalesce(a.slug, ''), a.lead, a.body, a.rubric_id, a.picture_id,
	a.seo_title, a.seo_description, a.seo_keywords, a.urgency, a.source, a.source_url, a.location,
	a.embargo_until, a.publish_at, a.unpublish_at, a.breaking_until, a.corrected_at, a.kill_reason, a.text_version, a.text_changed_at,
	a.translated_from, a.translated_version, a.behind, a.created_by, a.updated_by, a.created_at, a.updated_at, a.published_at, now(),
	ARRAY(SELECT tag_id FROM article_tags WHERE article_id = a.id ORDER BY position),
	ARRAY(SELECT author_id FROM article_authors WHERE article_id = a.id ORDER BY position),
	ARRAY(SELECT role FROM article_authors WHERE article_id = a.id ORDER BY position),
	versions.*,
	CASE WHEN a.corrected_at IS NOT NULL THEN (SELECT json_agg(c) FROM
		(SELECT at, note FROM article_corrections WHERE article_id = a.id ORDER BY id DESC LIMIT $1) AS c) END
	FROM ` + wanted + ` JOIN articles AS a ON ` + on + ` CROSS JOIN LATERAL (SELECT array_agg(id), array_agg(language), array_agg(state), array_agg(title), array_agg(slug)
		FROM articles WHERE story_id = a.story_id AND live) AS versions`
}

// scanReadable reads a row of readableSelect.
func scanReadable(from pgx.Rows, number *int64, r *readableRow) error {
	return from.Scan(number, &r.ID, &r.StoryID, (*string)(&r.Language), (*string)(&r.State), &r.Version, &r.Title, &r.Slug, &r.Lead, (*[]byte)(&r.Body), &r.RubricID, &r.PictureID,
		&r.SEOTitle, &r.SEODescription, &r.SEOKeywords, (*string)(&r.Urgency), &r.Source, &r.SourceURL, &r.Location,
		&r.EmbargoUntil, &r.PublishAt, &r.UnpublishAt, &r.BreakingUntil, &r.CorrectedAt, &r.KillReason, &r.TextVersion, &r.TextChangedAt,
		&r.TranslatedFrom, &r.TranslatedVersion, &r.Behind, &r.CreatedBy, &r.UpdatedBy, &r.CreatedAt, &r.UpdatedAt, &r.PublishedAt, &r.ReadAt,
		&r.TagIDs, &r.AuthorIDs, &r.AuthorRoles,
		&r.versions.ids, &r.versions.languages, &r.versions.states, &r.versions.titles, &r.versions.slugs, &r.corrections)
}

// firstReadable fails with ErrNotFound where there is no row.
func firstReadable(found []readableRow, err error) (PublishedArticle, error) {
	if err != nil {
		return PublishedArticle{}, err
	}
	if len(found) == 0 {
		return PublishedArticle{}, ErrNotFound
	}
	r := found[0]
	a, err := r.article()
	return PublishedArticle{Article: a, Versions: r.versions.of(r.StoryID), Corrections: r.corrections}, err
}
