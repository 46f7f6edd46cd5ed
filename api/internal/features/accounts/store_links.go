package accounts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// linkRow is a link with its user.
type linkRow struct {
	Purpose   Purpose
	UserID    int64
	Email     string
	Name      string
	Disabled  bool
	ExpiresAt time.Time
	UsedAt    *time.Time
}

func (r linkRow) link() Link {
	return Link{Purpose: r.Purpose, UserID: r.UserID, Email: r.Email, Name: r.Name, ExpiresAt: r.ExpiresAt}
}

// linkByHash is false for a token that was never given out.
func linkByHash(ctx context.Context, db bun.IDB, hash []byte) (row linkRow, found bool, err error) {
	err = db.NewRaw(`SELECT l.purpose, l.user_id, u.email, u.name, u.disabled, l.expires_at, l.used_at
		FROM account_links AS l JOIN users AS u ON u.id = l.user_id WHERE l.hash = ?`, hash).Scan(ctx, &row)
	return row, err == nil, ignoreNoRows(err)
}

func insertLink(ctx context.Context, tx bun.Tx, hash []byte, userID int64, purpose Purpose, now, expires time.Time) error {
	_, err := tx.NewRaw("INSERT INTO account_links (hash, user_id, purpose, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
		hash, userID, purpose, now, expires).Exec(ctx)
	return err
}

// spendLink marks a living link as used; false when somebody was quicker.
func spendLink(ctx context.Context, tx bun.Tx, hash []byte, now time.Time) (bool, error) {
	var id int64
	err := tx.NewRaw(`UPDATE account_links SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?
		RETURNING user_id`, now, hash, now).Scan(ctx, &id)
	return err == nil, ignoreNoRows(err)
}

// voidLinks ends the living links of a user.
func voidLinks(ctx context.Context, tx bun.Tx, userID int64, now time.Time) error {
	_, err := tx.NewRaw("UPDATE account_links SET expires_at = ? WHERE user_id = ? AND used_at IS NULL AND expires_at > ?", now, userID, now).Exec(ctx)
	return err
}

// removeLink forgets a link whose letter did not go out.
func removeLink(ctx context.Context, db bun.IDB, hash []byte) error {
	_, err := db.NewRaw("DELETE FROM account_links WHERE hash = ? AND used_at IS NULL", hash).Exec(ctx)
	return err
}

// purgeLinks deletes links from before, and says how many.
func purgeLinks(ctx context.Context, tx bun.Tx, before time.Time) (int64, error) {
	result, err := tx.NewRaw("DELETE FROM account_links WHERE created_at < ?", before).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// lettersSince is how many links were mailed to the user since then.
func lettersSince(ctx context.Context, tx bun.Tx, userID int64, since time.Time) (n int, err error) {
	err = tx.NewRaw("SELECT count(*) FROM account_links WHERE user_id = ? AND created_at > ?", userID, since).Scan(ctx, &n)
	return n, err
}

// endOthers ends all living sessions of the user but one (uuid.Nil: all of them)
// and says how many there were.
func endOthers(ctx context.Context, tx bun.Tx, userID int64, but uuid.UUID, now time.Time) (int64, error) {
	result, err := tx.NewRaw("UPDATE sessions SET ended_at = ? WHERE user_id = ? AND id <> ? AND ended_at IS NULL AND expires_at > ?",
		now, userID, but, now).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
