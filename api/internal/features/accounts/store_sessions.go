package accounts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// principalRow is a living session with its user and what he may do.
type principalRow struct {
	UserID      int64
	Email       string
	Name        string
	Roles       []string            `bun:",array"`
	Permissions []access.Permission `bun:",array"`
	SessionID   uuid.UUID
	CreatedAt   time.Time
	LastSeenAt  time.Time
	ConfirmedAt time.Time
	Languages   []lang.Code `bun:",array"`
	Rubrics     []int64     `bun:",array"`
	// FactorMissing: see access.Principal.
	FactorMissing bool
}

func (r principalRow) principal() access.Principal {
	return access.Principal{
		UserID: r.UserID, SessionID: r.SessionID, Email: r.Email, Name: r.Name, Roles: r.Roles, Permissions: r.Permissions,
		Limits: access.Limits{Languages: r.Languages, Rubrics: r.Rubrics}, ConfirmedAt: r.ConfirmedAt,
		FactorMissing: r.FactorMissing,
	}
}

// selectRights is what a user may do, and where: the limit to rubrics spans those
// beneath them. A rubric that was deleted still limits: it must not open all others.
const selectRights = `u.id AS user_id, u.email, u.name, u.languages,
	ARRAY(SELECT role FROM user_roles WHERE user_id = u.id ORDER BY role) AS roles,
	ARRAY(SELECT DISTINCT unnest(r.permissions) FROM user_roles AS ur JOIN roles AS r ON r.key = ur.role
		WHERE ur.user_id = u.id ORDER BY 1) AS permissions,
	CASE WHEN u.rubrics = '{}' THEN u.rubrics ELSE rubrics_under(u.rubrics) END AS rubrics`

const selectPrincipal = `SELECT s.id AS session_id, s.created_at, s.last_seen_at, s.confirmed_at, ` + factorMissing + ` AS factor_missing, ` + selectRights + `
	FROM sessions AS s JOIN users AS u ON u.id = s.user_id
	WHERE s.ended_at IS NULL AND NOT u.disabled`

// livingSession finds session and user by their primary keys; false when the
// session is over or the user disabled.
func livingSession(ctx context.Context, db bun.IDB, b bearer, now time.Time) (row principalRow, found bool, err error) {
	err = db.NewRaw(selectPrincipal+" AND s.expires_at > ? AND s.id = ? AND u.id = ?", now, b.sessionID, b.userID).Scan(ctx, &row)
	return row, err == nil, ignoreNoRows(err)
}

// sessionOfRequest is livingSession by a prepared statement, because every request asks it.
func sessionOfRequest(ctx context.Context, db *bun.DB, b bearer, now time.Time) (row principalRow, found bool, err error) {
	rows, err := postgres.PreparedOn(ctx, db, selectPrincipal+" AND s.expires_at > $1 AND s.id = $2 AND u.id = $3", []any{now, b.sessionID, b.userID}, scanPrincipal)
	if err != nil || len(rows) == 0 {
		return row, false, err
	}
	return rows[0], true, nil
}

// scanPrincipal reads what selectPrincipal selects.
func scanPrincipal(rows pgx.Rows, r *principalRow) error {
	return rows.Scan(&r.SessionID, &r.CreatedAt, &r.LastSeenAt, &r.ConfirmedAt, &r.FactorMissing, &r.UserID, &r.Email, &r.Name, &r.Languages, &r.Roles, &r.Permissions, &r.Rubrics)
}

// lockRefreshed finds the living session that a refresh token belongs to and
// holds it: the refreshes of one session go one after the other.
func lockRefreshed(ctx context.Context, tx bun.Tx, hash []byte, now time.Time) (row principalRow, found bool, err error) {
	err = tx.NewRaw(selectPrincipal+" AND s.expires_at > ? AND s.id = (SELECT session_id FROM refresh_tokens WHERE hash = ?) FOR UPDATE OF s", now, hash).Scan(ctx, &row)
	return row, err == nil, ignoreNoRows(err)
}

func insertSession(ctx context.Context, tx bun.Tx, s Session) error {
	_, err := tx.NewRaw(`INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at, address, user_agent, method, confirmed_at, device_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.ID, s.UserID, s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.Address, s.UserAgent, s.Method, s.CreatedAt,
		uuid.NullUUID{UUID: s.DeviceID, Valid: s.DeviceID != uuid.Nil}).Exec(ctx)
	return err
}

func prolongSession(ctx context.Context, tx bun.Tx, id uuid.UUID, now, expires time.Time, from access.Request) error {
	_, err := tx.NewRaw("UPDATE sessions SET last_seen_at = ?, expires_at = ?, address = ?, user_agent = ? WHERE id = ?",
		now, expires, from.Address, from.UserAgent, id).Exec(ctx)
	return err
}

// seeSession notes the use of a session, once in seenEvery for all nodes.
func seeSession(ctx context.Context, db bun.IDB, id uuid.UUID, now time.Time, from string) error {
	_, err := db.NewRaw("UPDATE sessions SET last_seen_at = ?, address = ? WHERE id = ? AND last_seen_at <= ?",
		now, from, id, now.Add(-seenEvery)).Exec(ctx)
	return err
}

// endOne ends a living session of the user; false when there is none.
func endOne(ctx context.Context, tx bun.Tx, userID int64, id uuid.UUID, now time.Time) (bool, error) {
	return postgres.Changed(tx.NewRaw(`UPDATE sessions SET ended_at = ?
		WHERE id = ? AND user_id = ? AND ended_at IS NULL AND expires_at > ?`, now, id, userID, now).Exec(ctx))
}

// endAll ends all living sessions of the user and says how many there were.
func endAll(ctx context.Context, tx bun.Tx, userID int64, now time.Time) (int64, error) {
	result, err := tx.NewRaw("UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL AND expires_at > ?", now, userID, now).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// sessionsShown is how many sessions a person sees; the contract's limit.
const sessionsShown = 200

func livingSessions(ctx context.Context, db bun.IDB, userID int64, now time.Time) ([]Session, error) {
	var all []Session
	err := db.NewRaw(`SELECT id, user_id, created_at, last_seen_at, expires_at, address, user_agent, method FROM sessions
		WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY created_at DESC, id LIMIT ?`, userID, now, sessionsShown).Scan(ctx, &all)
	return all, err
}

func insertRefreshToken(ctx context.Context, tx bun.Tx, hash []byte, session uuid.UUID, now time.Time) error {
	_, err := tx.NewRaw("INSERT INTO refresh_tokens (hash, session_id, issued_at) VALUES (?, ?, ?)", hash, session, now).Exec(ctx)
	return err
}

// useRefreshToken marks the token as used and says when it was used first.
func useRefreshToken(ctx context.Context, tx bun.Tx, hash []byte, now time.Time) (usedAt time.Time, err error) {
	err = tx.NewRaw("UPDATE refresh_tokens SET used_at = coalesce(used_at, ?) WHERE hash = ? RETURNING used_at", now, hash).Scan(ctx, &usedAt)
	return usedAt, err
}

// purgeSessions deletes sessions that were over before sessionsOver, used
// refresh tokens from before tokensUsed, and devices not seen since devicesSeen,
// and says how many rows went.
func purgeSessions(ctx context.Context, tx bun.Tx, sessionsOver, tokensUsed, devicesSeen time.Time) (int64, error) {
	var all int64
	for query, before := range map[string]time.Time{
		"DELETE FROM sessions WHERE least(ended_at, expires_at) < ?": sessionsOver,
		"DELETE FROM refresh_tokens WHERE used_at < ?":               tokensUsed,
		"DELETE FROM devices WHERE last_seen_at < ?":                 devicesSeen,
	} {
		result, err := tx.NewRaw(query, before).Exec(ctx)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		all += n
	}
	return all, nil
}
