package news

import (
	"context"

	"github.com/uptrace/bun"
)

// findOriginal waits for whoever changes the original, so that a translation of
// the text before is not taken for one of the text after.
func findOriginal(ctx context.Context, tx bun.Tx, storyID, from int64) (t Translation, err error) {
	query := tx.NewSelect().Table("articles").Column("id", "text_version").Where("story_id = ?", storyID).Order("id").Limit(1).For("SHARE")
	if from != 0 {
		query.Where("id = ?", from)
	}
	return t, query.Scan(ctx, &t.From, &t.TextVersion)
}

// leaveBehind marks the translations of a text that changes.
func leaveBehind(ctx context.Context, tx bun.Tx, source int64) error {
	_, err := tx.NewUpdate().Table("articles").Set("behind = true").Where("translated_from = ? AND NOT behind", source).Exec(ctx)
	return err
}
