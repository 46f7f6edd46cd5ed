package news

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// sealTable says which articles have to have a seal: all that were ever on their
// site, so that none of them comes back, or goes, past the system.
var sealTable = contentseal.Table{Type: contentseal.Article, Name: "articles", Sealed: "o.published_at IS NOT NULL", Changed: "updated_at", Order: "updated_at"}

// sealedRows adds to a statement all that an article's seal covers. The text is taken as
// jsonb, which does not tell how the JSON of it was spaced.
func sealedRows(ctx context.Context, query *bun.SelectQuery) ([]sealedRow, error) {
	var rows []sealedRow
	err := query.
		ColumnExpr(`o.language, o.story_id, o.state, o.version, o.slug, o.title, o.lead, o.body::jsonb::text AS body, o.rubric_id, o.picture_id,
			o.seo_title, o.seo_description, o.seo_keywords, o.urgency, o.source, o.source_url, o.location`).
		ColumnExpr(moments("embargo_until", "unpublish_at", "breaking_until", "corrected_at", "text_changed_at", "published_at")).
		ColumnExpr(`(SELECT coalesce(json_agg(json_build_object('id', tag_id, 'position', position, 'language', language,
				'published', `+contentseal.Moment("published_at")+`) ORDER BY position, tag_id), '[]')
			FROM article_tags WHERE article_id = o.id) AS tags`).
		ColumnExpr(`(SELECT coalesce(json_agg(json_build_object('id', author_id, 'position', position, 'role', role, 'language', language,
				'published', `+contentseal.Moment("published_at")+`) ORDER BY position, author_id), '[]')
			FROM article_authors WHERE article_id = o.id) AS authors`).
		ColumnExpr("ARRAY(SELECT picture_id FROM article_pictures WHERE article_id = o.id ORDER BY picture_id) AS pictures").
		ColumnExpr(`(SELECT coalesce(json_agg(json_build_object('id', id, 'note', note, 'before', before_version,
				'at', `+contentseal.Moment("at")+`) ORDER BY id), '[]')
			FROM article_corrections WHERE article_id = o.id) AS notes`).
		Scan(ctx, &rows)
	return rows, err
}

func moments(columns ...string) string {
	texts := make([]string, len(columns))
	for i, column := range columns {
		texts[i] = contentseal.Moment("o."+column) + " AS " + column
	}
	return strings.Join(texts, ", ")
}
