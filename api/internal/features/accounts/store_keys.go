package accounts

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type keyRow struct {
	KID       string `bun:"kid"`
	Sealed    []byte
	CreatedAt time.Time
	RetiresAt time.Time `bun:",nullzero"`
}

// lockKeys lets one node make or rotate keys at a time.
func lockKeys(ctx context.Context, tx bun.Tx) error { return lock(ctx, tx, keysLock) }

// signingKeys are the keys that have not retired, oldest first.
func signingKeys(ctx context.Context, db bun.IDB, now time.Time) ([]keyRow, error) {
	var rows []keyRow
	err := db.NewRaw(`SELECT kid, sealed, created_at, retires_at FROM signing_keys
		WHERE retires_at IS NULL OR retires_at > ? ORDER BY created_at, kid`, now).Scan(ctx, &rows)
	return rows, err
}

func insertKey(ctx context.Context, tx bun.Tx, row keyRow) error {
	_, err := tx.NewRaw("INSERT INTO signing_keys (kid, sealed, created_at) VALUES (?, ?, ?)", row.KID, row.Sealed, row.CreatedAt).Exec(ctx)
	return err
}

func retireKey(ctx context.Context, tx bun.Tx, kid string, at time.Time) error {
	_, err := tx.NewRaw("UPDATE signing_keys SET retires_at = ? WHERE kid = ?", at, kid).Exec(ctx)
	return err
}

func deleteRetired(ctx context.Context, tx bun.Tx, now time.Time) error {
	_, err := tx.NewRaw("DELETE FROM signing_keys WHERE retires_at <= ?", now).Exec(ctx)
	return err
}
