package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/keyset"
)

// programRow is a key with its owner and what he may do now; it has no session.
type programRow struct {
	principalRow
	KeyID      int64
	KeyName    string
	Scopes     []access.Permission `bun:",array"`
	ExpiresAt  time.Time
	RevokedAt  *time.Time
	LastUsedAt *time.Time
	Disabled   bool // the owner
}

// programByHash is false for a key that was never made.
func programByHash(ctx context.Context, db bun.IDB, hash []byte) (row programRow, found bool, err error) {
	err = db.NewRaw(`SELECT k.id AS key_id, k.name AS key_name, k.scopes, k.expires_at, k.revoked_at, k.last_used_at, u.disabled,
		`+factorMissing+` AS factor_missing, `+selectRights+`
		FROM api_keys AS k JOIN users AS u ON u.id = k.owner_id WHERE k.hash = ?`, hash).Scan(ctx, &row)
	return row, err == nil, ignoreNoRows(err)
}

// useKey notes the use of a key, once in seenEvery for all nodes.
func useKey(ctx context.Context, db bun.IDB, id int64, now time.Time, from string) error {
	_, err := db.NewRaw("UPDATE api_keys SET last_used_at = ?, last_address = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)",
		now, from, id, now.Add(-seenEvery)).Exec(ctx)
	return err
}

const selectAPIKeys = `SELECT k.id, k.name, k.hint, k.owner_id, u.name AS owner, k.scopes, k.created_at, k.expires_at,
	k.last_used_at, k.last_address, k.revoked_at, u.disabled AS owner_disabled FROM api_keys AS k JOIN users AS u ON u.id = k.owner_id`

type apiKeyRow struct {
	ID            int64
	Name          string
	Hint          string
	OwnerID       int64
	Owner         string
	Scopes        []access.Permission `bun:",array"`
	CreatedAt     time.Time
	ExpiresAt     time.Time
	LastUsedAt    *time.Time
	LastAddress   string
	RevokedAt     *time.Time
	OwnerDisabled bool
}

func pageOfKeys(ctx context.Context, db bun.IDB, after *keyset.ByID, limit int) ([]APIKey, error) {
	query, arguments := selectAPIKeys, []any{}
	if after != nil {
		query, arguments = query+" WHERE k.id < ?", append(arguments, after.ID)
	}
	var rows []apiKeyRow
	err := db.NewRaw(query+" ORDER BY k.id DESC LIMIT ?", append(arguments, limit)...).Scan(ctx, &rows)
	all := make([]APIKey, len(rows))
	for i, row := range rows {
		all[i] = APIKey(row)
	}
	return all, err
}

// lockAPIKey finds a key and holds it. It refuses with ErrKeyNotFound.
func lockAPIKey(ctx context.Context, tx bun.Tx, id int64) (APIKey, error) {
	var row apiKeyRow
	err := tx.NewRaw(selectAPIKeys+" WHERE k.id = ? FOR UPDATE OF k", id).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return APIKey{}, ErrKeyNotFound
	}
	return APIKey(row), err
}

func insertAPIKey(ctx context.Context, tx bun.Tx, k APIKey, hash []byte) (id int64, err error) {
	err = tx.NewRaw(`INSERT INTO api_keys (owner_id, name, hint, hash, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		k.OwnerID, k.Name, k.Hint, hash, pgdialect.Array(k.Scopes), k.CreatedAt, k.ExpiresAt).Scan(ctx, &id)
	return id, err
}

func revokeAPIKey(ctx context.Context, tx bun.Tx, id, by int64, now time.Time) error {
	_, err := tx.NewRaw("UPDATE api_keys SET revoked_at = ?, revoked_by = ? WHERE id = ?", now, by, id).Exec(ctx)
	return err
}
