package redirects

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// likest are live things of a site whose slugs are like the words. The operator %
// finds them by the trigram index, from pg_trgm.similarity_threshold on.
func likest(ctx context.Context, db *bun.DB, language lang.Code, words string) (found []Suggestion, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		// The planner takes % for as cheap as =, and would compare every slug.
		settings := "SELECT set_config('pg_trgm.similarity_threshold', ?::text, true), set_config('enable_seqscan', 'off', true)"
		if _, err := tx.NewRaw(settings, alike).Exec(ctx); err != nil {
			return err
		}
		return tx.NewRaw(`
			(SELECT title, '/news/' || slug AS target, similarity(slug, ?0) AS likeness FROM articles
				WHERE live AND language = ?1 AND slug % ?0 ORDER BY likeness DESC, id DESC LIMIT ?2)
			UNION ALL SELECT name, '/rubric/' || slug, similarity(slug, ?0) FROM rubric_labels WHERE language = ?1 AND slug % ?0
			UNION ALL (SELECT name, '/tag/' || slug, similarity(slug, ?0) AS likeness FROM tag_labels WHERE language = ?1 AND slug % ?0 ORDER BY likeness DESC LIMIT ?2)
			UNION ALL (SELECT name, '/author/' || slug, similarity(slug, ?0) AS likeness FROM author_labels WHERE language = ?1 AND slug % ?0 ORDER BY likeness DESC LIMIT ?2)
			UNION ALL SELECT title, '/page/' || slug, similarity(slug, ?0) FROM pages WHERE state = 'published' AND language = ?1 AND slug % ?0`,
			words, language, suggestions).Scan(ctx, &found)
	})
	return found, err
}

// numbered are articles that a former site's address with the number leads to.
func numbered(ctx context.Context, db bun.IDB, language lang.Code, number string) ([]Suggestion, error) {
	var found []Suggestion
	return found, db.NewRaw(`SELECT a.title, '/news/' || a.slug AS target, ?::float8 AS likeness
		FROM redirects AS r JOIN articles AS a ON a.id = r.article_id
		WHERE r.origin = ? AND r.target_language = ? AND a.live AND lower(r.path) LIKE ? AND r.path ~ ?
		ORDER BY r.id DESC LIMIT ?`,
		byNumber, Import, language, "%"+number+"%", "(^|[^0-9])"+number+"([^0-9]|$)", suggestions).Scan(ctx, &found)
}
