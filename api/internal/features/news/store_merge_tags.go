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

// moveTag asks for the articles that carry both first: joined, the planner trusts that
// few carry the other tag, and looks through all of those for each article.
func moveTag(ctx context.Context, tx bun.Tx, from, to int64, articles []int64) error {
	var both []int64
	err := tx.NewRaw("SELECT article_id FROM article_tags WHERE tag_id = ? AND article_id = ANY(?)", to, pgdialect.Array(articles)).Scan(ctx, &both)
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw("DELETE FROM article_tags WHERE tag_id = ? AND article_id = ANY(?)", from, pgdialect.Array(both)).Exec(ctx); err != nil {
		return err
	}
	_, err = tx.NewRaw("UPDATE article_tags SET tag_id = ? WHERE tag_id = ? AND article_id = ANY(?)", to, from, pgdialect.Array(articles)).Exec(ctx)
	return err
}
