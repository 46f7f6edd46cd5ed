package news

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
)

func comments(ctx context.Context, db bun.IDB, storyID int64, after *keyset.ByID, limit int) ([]Comment, error) {
	query := db.NewSelect().Table("story_comments").Where("story_id = ?", storyID).Order("id DESC").Limit(int64(limit + 1))
	if after != nil {
		query.Where("id < ?", after.ID)
	}
	var rows []Comment
	return rows, query.Scan(ctx, &rows)
}

func insertComment(ctx context.Context, tx bun.Tx, c *Comment) error {
	_, err := tx.NewInsert().Model(c).ModelTableExpr("story_comments").Returning("id, at").Exec(ctx)
	return err
}

func isVersion(ctx context.Context, db bun.IDB, storyID, articleID int64) (bool, error) {
	return db.NewSelect().Table("articles").Where("id = ? AND story_id = ?", articleID, storyID).Exists(ctx)
}

func resolveComment(ctx context.Context, tx bun.Tx, id, user int64, resolved bool) (c Comment, err error) {
	query := tx.NewUpdate().Table("story_comments").Where("id = ?", id).Returning("*")
	if resolved {
		query.Set("resolved_at = coalesce(resolved_at, now()), resolved_by = coalesce(resolved_by, ?)", user)
	} else {
		query.Set("resolved_at = NULL, resolved_by = NULL")
	}
	if err = query.Scan(ctx, &c); errors.Is(err, sql.ErrNoRows) {
		return c, ErrCommentNotFound
	}
	return c, err
}
