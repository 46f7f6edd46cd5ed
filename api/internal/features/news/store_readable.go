package news

import (
	"context"

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

// readableSelect reads whole articles with what hangs on them, the live versions of their
// stories and the notes on their corrections. $1 is how many notes there may be.
const readableSelect = `SELECT a.id, a.story_id, a.language, a.state, a.version, a.title, coalesce(a.slug, ''), a.lead, a.body, a.rubric_id, a.picture_id,
	a.seo_title, a.seo_description, a.seo_keywords, a.urgency, a.source, a.source_url, a.location,
	a.embargo_until, a.publish_at, a.unpublish_at, a.breaking_until, a.corrected_at, a.kill_reason, a.text_version, a.text_changed_at,
	a.translated_from, a.translated_version, a.behind, a.created_by, a.updated_by, a.created_at, a.updated_at, a.published_at, now(),
	ARRAY(SELECT tag_id FROM article_tags WHERE article_id = a.id ORDER BY position),
	ARRAY(SELECT author_id FROM article_authors WHERE article_id = a.id ORDER BY position),
	ARRAY(SELECT role FROM article_authors WHERE article_id = a.id ORDER BY position),
	versions.*,
	CASE WHEN a.corrected_at IS NOT NULL THEN (SELECT json_agg(c) FROM
		(SELECT at, note FROM article_corrections WHERE article_id = a.id ORDER BY id DESC LIMIT $1) AS c) END
	FROM articles AS a CROSS JOIN LATERAL (SELECT array_agg(id), array_agg(language), array_agg(state), array_agg(title), array_agg(slug)
		FROM articles WHERE story_id = a.story_id AND live) AS versions WHERE `

// scan reads a row of readableSelect.
func (r *readableRow) scan(from pgx.Rows) error {
	return from.Scan(&r.ID, &r.StoryID, (*string)(&r.Language), (*string)(&r.State), &r.Version, &r.Title, &r.Slug, &r.Lead, (*[]byte)(&r.Body), &r.RubricID, &r.PictureID,
		&r.SEOTitle, &r.SEODescription, &r.SEOKeywords, (*string)(&r.Urgency), &r.Source, &r.SourceURL, &r.Location,
		&r.EmbargoUntil, &r.PublishAt, &r.UnpublishAt, &r.BreakingUntil, &r.CorrectedAt, &r.KillReason, &r.TextVersion, &r.TextChangedAt,
		&r.TranslatedFrom, &r.TranslatedVersion, &r.Behind, &r.CreatedBy, &r.UpdatedBy, &r.CreatedAt, &r.UpdatedAt, &r.PublishedAt, &r.ReadAt,
		&r.TagIDs, &r.AuthorIDs, &r.AuthorRoles,
		&r.versions.ids, &r.versions.languages, &r.versions.states, &r.versions.titles, &r.versions.slugs, &r.corrections)
}

func readableBySlug(ctx context.Context, db *postgres.Databases, language lang.Code, slug string) (PublishedArticle, error) {
	return readable(ctx, db, readableSelect+"a.language = $2 AND a.slug = $3", string(language), slug)
}

func readableByID(ctx context.Context, db *postgres.Databases, id int64) (PublishedArticle, error) {
	return readable(ctx, db, readableSelect+"a.id = $2", id)
}

// readable fails with ErrNotFound.
func readable(ctx context.Context, db *postgres.Databases, statement string, key ...any) (PublishedArticle, error) {
	found, err := postgres.Prepared(ctx, db, statement, append([]any{correctionLimit}, key...),
		func(row pgx.Rows, r *readableRow) error { return r.scan(row) })
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
