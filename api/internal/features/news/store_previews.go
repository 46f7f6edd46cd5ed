package news

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

const previewColumns = "id, article_id, created_by, created_at, expires_at, revoked_at, last_opened_at"

func insertPreview(ctx context.Context, tx bun.Tx, article, user int64, hash []byte, life time.Duration) (l PreviewLink, err error) {
	return l, tx.NewRaw(`INSERT INTO preview_links (article_id, token_hash, created_by, expires_at)
		VALUES (?, ?, ?, now() + make_interval(secs => ?)) RETURNING `+previewColumns, article, hash, user, life.Seconds()).Scan(ctx, &l)
}

func previews(ctx context.Context, db bun.IDB, article int64) ([]PreviewLink, error) {
	var rows []PreviewLink
	return rows, db.NewSelect().Table("preview_links").ColumnExpr(previewColumns).Where("article_id = ?", article).
		Order("id DESC").Limit(previewLimit).Scan(ctx, &rows)
}

func workingPreviews(ctx context.Context, db bun.IDB, article int64) (n int, err error) {
	return n, db.NewSelect().Table("preview_links").ColumnExpr("count(*)").
		Where("article_id = ? AND revoked_at IS NULL AND expires_at > now()", article).Scan(ctx, &n)
}

func revokePreview(ctx context.Context, tx bun.Tx, id int64) (l PreviewLink, err error) {
	err = tx.NewUpdate().Table("preview_links").Set("revoked_at = coalesce(revoked_at, now())").Where("id = ?", id).
		Returning(previewColumns).Scan(ctx, &l)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrPreviewNotFound
	}
	return l, err
}

func revokePreviews(ctx context.Context, tx bun.Tx, article int64) error {
	_, err := tx.NewUpdate().Table("preview_links").Set("revoked_at = now()").Where("article_id = ? AND revoked_at IS NULL", article).Exec(ctx)
	return err
}

// openPreview finds what a token opens and notes that it was opened. Embargo and
// state are asked in the same statement, by the database's clock.
func openPreview(ctx context.Context, db bun.IDB, hash []byte) (article int64, err error) {
	opened, err := postgres.Changed(db.NewRaw(`UPDATE preview_links AS l SET last_opened_at = now() FROM articles AS a
		WHERE l.token_hash = ? AND l.revoked_at IS NULL AND l.expires_at > now() AND a.id = l.article_id
			AND a.state NOT IN ('killed', 'trashed') AND (a.embargo_until IS NULL OR a.embargo_until <= now())`, hash).Exec(ctx))
	if err != nil {
		return 0, err
	}
	if !opened {
		return 0, ErrPreviewNotFound
	}
	return article, db.NewSelect().Table("preview_links").Column("article_id").Where("token_hash = ?", hash).Scan(ctx, &article)
}
