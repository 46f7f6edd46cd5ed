package accounts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

// challengeRow is what has been begun and waits for its second step.
type challengeRow struct {
	Hash      []byte
	Purpose   string
	UserID    *int64     // nil: a passkey will say who
	Version   *int64     // of the user, when the password was right
	SessionID *uuid.UUID // where it was begun, when somebody is logged in
	Parent    []byte     // the login that a ceremony is the second step of
	Ceremony  []byte     // JSON; nil for a login that waits
	ExpiresAt time.Time
}

func insertChallenge(ctx context.Context, tx bun.Tx, r challengeRow) error {
	var ceremony *string
	if r.Ceremony != nil {
		text := string(r.Ceremony)
		ceremony = &text
	}
	_, err := tx.NewRaw(`INSERT INTO login_challenges (hash, purpose, user_id, version, session_id, parent, ceremony, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, r.Hash, r.Purpose, r.UserID, r.Version, r.SessionID, r.Parent, ceremony, r.ExpiresAt).Exec(ctx)
	return err
}

// challenged is the user whose login waits for its second step, as he was when
// the password was right; false when no such login waits.
func challenged(ctx context.Context, db bun.IDB, hash []byte, now time.Time) (c credentials, found bool, err error) {
	err = db.NewRaw(`SELECT u.id, u.email, u.name, u.disabled, c.version FROM login_challenges AS c JOIN users AS u ON u.id = c.user_id
		WHERE c.hash = ? AND c.purpose = ? AND c.expires_at > ? AND c.failures < ?`, hash, forSecondFactor, now, challengeGuesses).Scan(ctx, &c)
	return c, err == nil, ignoreNoRows(err)
}

// holdChallenge holds a login that waits and says how many wrong answers are
// left to it: 0 when it waits no longer.
func holdChallenge(ctx context.Context, tx bun.Tx, hash []byte, now time.Time) (left int, err error) {
	err = tx.NewRaw(`SELECT ? - failures FROM login_challenges
		WHERE hash = ? AND purpose = ? AND expires_at > ? AND failures < ? FOR UPDATE`,
		challengeGuesses, hash, forSecondFactor, now, challengeGuesses).Scan(ctx, &left)
	return left, ignoreNoRows(err)
}

func countFailure(ctx context.Context, tx bun.Tx, hash []byte) error {
	_, err := tx.NewRaw("UPDATE login_challenges SET failures = failures + 1 WHERE hash = ?", hash).Exec(ctx)
	return err
}

func deleteChallenge(ctx context.Context, tx bun.Tx, hash []byte) error {
	_, err := tx.NewRaw("DELETE FROM login_challenges WHERE hash = ?", hash).Exec(ctx)
	return err
}

// takeChallenge removes a ceremony that was begun for a purpose and in a session
// (zero: in none) and returns it; false for any other.
func takeChallenge(ctx context.Context, db bun.IDB, hash []byte, purpose string, session uuid.UUID, now time.Time) (r challengeRow, found bool, err error) {
	err = db.NewRaw(`DELETE FROM login_challenges
		WHERE hash = ? AND purpose = ? AND session_id IS NOT DISTINCT FROM ? AND expires_at > ?
		RETURNING hash, purpose, user_id, version, session_id, parent, ceremony, expires_at`,
		hash, purpose, uuid.NullUUID{UUID: session, Valid: session != uuid.Nil}, now).Scan(ctx, &r)
	return r, err == nil, ignoreNoRows(err)
}

// purgeChallenges deletes what waits no longer, and says how many rows went.
func purgeChallenges(ctx context.Context, tx bun.Tx, now time.Time) (int64, error) {
	result, err := tx.NewRaw("DELETE FROM login_challenges WHERE expires_at <= ?", now).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

const selectOwner = "SELECT id, email, name, disabled, version, handle FROM users"

func ownerByID(ctx context.Context, db bun.IDB, id int64) (o owner, found bool, err error) {
	err = db.NewRaw(selectOwner+" WHERE id = ?", id).Scan(ctx, &o)
	return o, err == nil, ignoreNoRows(err)
}

func ownerByHandle(ctx context.Context, db bun.IDB, handle uuid.UUID) (o owner, found bool, err error) {
	err = db.NewRaw(selectOwner+" WHERE handle = ?", handle).Scan(ctx, &o)
	return o, err == nil, ignoreNoRows(err)
}

// confirmSession keeps when the person in a living session proved who it is.
func confirmSession(ctx context.Context, tx bun.Tx, id uuid.UUID, now time.Time) (bool, error) {
	return postgres.Changed(tx.NewRaw("UPDATE sessions SET confirmed_at = ? WHERE id = ? AND ended_at IS NULL AND expires_at > ?", now, id, now).Exec(ctx))
}
