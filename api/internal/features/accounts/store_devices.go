package accounts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// knownDevice is that of the marks which the account of an e-mail knows; zero
// for none.
func knownDevice(ctx context.Context, db bun.IDB, email string, marks []uuid.UUID) (id uuid.UUID, err error) {
	if len(marks) == 0 {
		return uuid.Nil, nil
	}
	err = db.NewRaw(`SELECT d.id FROM devices AS d JOIN users AS u ON u.id = d.user_id
		WHERE d.id = ANY(?::uuid[]) AND u.email = ? ORDER BY d.last_seen_at DESC LIMIT 1`, pgdialect.Array(texts(marks)), email).Scan(ctx, &id)
	return id, ignoreNoRows(err)
}

// seeDevice notes the login with a known device, and says which; zero for none.
func seeDevice(ctx context.Context, tx bun.Tx, userID int64, marks []uuid.UUID, now time.Time) (id uuid.UUID, err error) {
	if len(marks) == 0 {
		return uuid.Nil, nil
	}
	err = tx.NewRaw(`UPDATE devices SET last_seen_at = ? WHERE user_id = ? AND id = ANY(?::uuid[]) RETURNING id`,
		now, userID, pgdialect.Array(texts(marks))).Scan(ctx, &id)
	return id, ignoreNoRows(err)
}

// insertDevice adds a device and forgets those beyond devicesPerUser.
func insertDevice(ctx context.Context, tx bun.Tx, id uuid.UUID, userID int64, now time.Time) error {
	_, err := tx.NewRaw("INSERT INTO devices (id, user_id, created_at, last_seen_at) VALUES (?, ?, ?, ?)", id, userID, now, now).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw(`DELETE FROM devices WHERE id IN
		(SELECT id FROM devices WHERE user_id = ? ORDER BY last_seen_at DESC, created_at DESC, id OFFSET ?)`, userID, devicesPerUser).Exec(ctx)
	return err
}

func texts(ids []uuid.UUID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id.String()
	}
	return out
}
