package photobank

import (
	"context"

	"github.com/uptrace/bun"
)

// deleteRow removes a picture's row with all that hangs on it, and takes it out of
// the collections' counts.
func deleteRow(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewRaw(`WITH gone AS (DELETE FROM collected_pictures WHERE picture_id = ? RETURNING collection_id)
		UPDATE picture_collections SET pictures = pictures - 1 WHERE id IN (SELECT collection_id FROM gone)`, id).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Table("pictures").Where("id = ?", id).Exec(ctx)
	return err
}

// holdAddress keeps a picture from coming to an address until tx ends, and tells
// whether one is there.
func holdAddress(ctx context.Context, tx bun.Tx, hash string) (there bool, err error) {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended('picture ' || ?, 0))", hash).Exec(ctx); err != nil {
		return false, err
	}
	return there, tx.NewRaw("SELECT EXISTS (SELECT FROM pictures WHERE hash = ?)", hash).Scan(ctx, &there)
}

// longTrashed holds pictures whose time in the trash is over. One whose last use is
// an old one's of an article can't be in the trash.
func longTrashed(ctx context.Context, tx bun.Tx, limit int) (ids []int64, err error) {
	return ids, tx.NewRaw(`SELECT id FROM pictures WHERE trashed_at < now() - (SELECT trash_days FROM picture_settings) * interval '1 day'
		ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`, limit).Scan(ctx, &ids)
}
