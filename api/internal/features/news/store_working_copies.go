package news

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"
)

func putWorkingCopy(ctx context.Context, db bun.IDB, w *WorkingCopy, content json.RawMessage) error {
	return db.NewRaw(`INSERT INTO article_working_copies (article_id, user_id, base_version, content) VALUES (?, ?, ?, ?::jsonb)
		ON CONFLICT (article_id, user_id) DO UPDATE
			SET base_version = excluded.base_version, content = excluded.content, saved_at = clock_timestamp()
		RETURNING saved_at`, w.ArticleID, w.UserID, w.BaseVersion, string(content)).Scan(ctx, &w.SavedAt)
}

func dropWorkingCopy(ctx context.Context, db bun.IDB, id, user int64) error {
	_, err := db.NewDelete().Table("article_working_copies").Where("article_id = ? AND user_id = ?", id, user).Exec(ctx)
	return err
}

const workingCopyColumns = "w.article_id, w.user_id, w.base_version, w.saved_at, a.language, w.content->>'title' AS title"

func workingCopies(ctx context.Context, db bun.IDB, condition string, id int64) ([]WorkingCopy, error) {
	var rows []WorkingCopy
	return rows, db.NewSelect().TableExpr("article_working_copies AS w").Join("JOIN articles AS a ON a.id = w.article_id").
		ColumnExpr(workingCopyColumns).Where(condition, id).OrderExpr("w.saved_at DESC, w.article_id DESC").Limit(workingCopyLimit).Scan(ctx, &rows)
}

func workingCopy(ctx context.Context, db bun.IDB, id, user int64) (WorkingCopy, json.RawMessage, error) {
	var row struct {
		WorkingCopy
		Content json.RawMessage
	}
	err := db.NewSelect().TableExpr("article_working_copies AS w").Join("JOIN articles AS a ON a.id = w.article_id").
		ColumnExpr(workingCopyColumns+", w.content").Where("w.article_id = ? AND w.user_id = ?", id, user).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return row.WorkingCopy, nil, ErrNoWorkingCopy
	}
	return row.WorkingCopy, row.Content, err
}
