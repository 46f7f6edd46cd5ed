package news

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// holdTagged are articles that carry the tag. Nobody changes them until the
// transaction ends: a save would write the old tag again, or a seal of its own.
func holdTagged(ctx context.Context, tx bun.Tx, tag int64, limit int) ([]int64, error) {
	var ids []int64
	return ids, tx.NewRaw(`SELECT id FROM articles WHERE id IN (SELECT article_id FROM article_tags WHERE tag_id = ? LIMIT ?)
		ORDER BY id FOR NO KEY UPDATE`, tag, limit).Scan(ctx, &ids)
}

func moveTag(ctx context.Context, tx bun.Tx, from, to int64, articles []int64) error {
	for _, statement := range []string{
		`DELETE FROM article_tags AS t WHERE t.tag_id = ?0 AND t.article_id = ANY(?2)
			AND EXISTS (SELECT FROM article_tags WHERE article_id = t.article_id AND tag_id = ?1)`,
		`UPDATE article_tags SET tag_id = ?1 WHERE tag_id = ?0 AND article_id = ANY(?2)`,
	} {
		if _, err := tx.NewRaw(statement, from, to, pgdialect.Array(articles)).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
