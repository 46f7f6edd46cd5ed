package photobank

import (
	"context"

	"github.com/uptrace/bun"
)

// uses reads each place once, also where it shows a picture and one merged into it.
// The kinds follow each other as article, page, author, banner.
func uses(ctx context.Context, db bun.IDB, id int64, after *useKey, limit int) ([]Use, error) {
	query := db.NewSelect().Distinct().TableExpr("picture_uses AS u").
		ColumnExpr("u.kind, u.id, u.title, u.language, u.role, u.live, CASE u.kind WHEN 'article' THEN 0 WHEN 'page' THEN 1 WHEN 'author' THEN 2 ELSE 3 END AS rank").
		Where("u.picture_id = ANY(ARRAY(SELECT id FROM pictures WHERE id = ? OR merged_into = ?))", id, id)
	all := db.NewSelect().TableExpr("(?) AS u", query).Column("kind", "id", "title", "language", "role", "live").
		OrderExpr("rank, -id, role").Limit(int64(limit))
	if after != nil {
		all.Where("(rank, -id, role) > (CASE ? WHEN 'article' THEN 0 WHEN 'page' THEN 1 WHEN 'author' THEN 2 ELSE 3 END, ?, ?)", after.Kind, -after.ID, after.Role)
	}
	found := []Use{}
	return found, all.Scan(ctx, &found)
}

// shownToReaders tells whether something that readers see shows the picture, or one that was
// merged into the same.
func shownToReaders(ctx context.Context, db bun.IDB, id int64) (live bool, err error) {
	return live, db.NewSelect().
		ColumnExpr("coalesce((SELECT picture_in_use(coalesce(merged_into, id), true) FROM pictures WHERE id = ?), false)", id).Scan(ctx, &live)
}
