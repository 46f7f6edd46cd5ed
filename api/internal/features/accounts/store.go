package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// credentials is a user as a login needs him.
type credentials struct {
	ID           int64
	Email        string
	Name         string
	PasswordHash string // "" for who has not chosen one yet
	Disabled     bool
	Version      int64
}

// credentialsByEmail is false for an unknown e-mail.
func credentialsByEmail(ctx context.Context, db bun.IDB, email string) (c credentials, found bool, err error) {
	err = db.NewRaw(`SELECT id, email, name, coalesce(password_hash, '') AS password_hash, disabled, version
		FROM users WHERE email = ?`, email).Scan(ctx, &c)
	return c, err == nil, ignoreNoRows(err)
}

// lockUnchanged holds the user's row until the end of the transaction; false
// when it is no longer what was read before.
func lockUnchanged(ctx context.Context, tx bun.Tx, c credentials) (bool, error) {
	var id int64
	err := tx.NewRaw("SELECT id FROM users WHERE id = ? AND version = ? AND NOT disabled FOR NO KEY UPDATE", c.ID, c.Version).Scan(ctx, &id)
	return err == nil, ignoreNoRows(err)
}

// replaceHash stores the same password's hash at another cost.
func replaceHash(ctx context.Context, tx bun.Tx, id int64, hash string) error {
	_, err := tx.NewRaw("UPDATE users SET password_hash = ? WHERE id = ?", hash, id).Exec(ctx)
	return err
}

const selectUsers = `SELECT u.id, u.version, u.email, u.name, u.position, u.phone, u.disabled, u.languages, u.rubrics,
	u.password_hash IS NOT NULL AS password_set, u.created_at, u.last_login_at,
	ARRAY(SELECT role FROM user_roles WHERE user_id = u.id ORDER BY role) AS roles,
	ARRAY(SELECT DISTINCT unnest(r.permissions) FROM user_roles AS ur JOIN roles AS r ON r.key = ur.role
		WHERE ur.user_id = u.id ORDER BY 1) AS held,
	ARRAY(SELECT 'totp' FROM totps WHERE user_id = u.id AND sealed IS NOT NULL
		UNION ALL SELECT 'passkey' WHERE EXISTS (SELECT FROM passkeys WHERE user_id = u.id)) AS factors FROM users AS u`

type userRow struct {
	ID          int64
	Version     int64
	Email       string
	Name        string
	Position    string
	Phone       string
	Disabled    bool
	Languages   []lang.Code `bun:",array"`
	Rubrics     []int64     `bun:",array"`
	PasswordSet bool
	CreatedAt   time.Time
	LastLoginAt *time.Time
	Roles       []string            `bun:",array"`
	Held        []access.Permission `bun:",array"`
	Factors     []Method            `bun:",array"`
}

func (r userRow) user() User {
	return User{
		ID: r.ID, Version: r.Version, Email: r.Email, Name: r.Name, Position: r.Position, Phone: r.Phone, Disabled: r.Disabled,
		Roles: r.Roles, Held: r.Held, Limits: access.Limits{Languages: r.Languages, Rubrics: r.Rubrics},
		Factors: r.Factors, PasswordSet: r.PasswordSet, CreatedAt: r.CreatedAt, LastLoginAt: r.LastLoginAt,
	}
}

func allUsers(ctx context.Context, db bun.IDB) ([]User, error) {
	var rows []userRow
	err := db.NewRaw(selectUsers+" ORDER BY u.email").Scan(ctx, &rows)
	return users(rows), err
}

func users(rows []userRow) []User {
	all := make([]User, len(rows))
	for i, row := range rows {
		all[i] = row.user()
	}
	return all
}

// Which user oneUser finds. A row that is held stays so until the end of the transaction.
const (
	whereEmail     = " WHERE u.email = ?"
	whereID        = " WHERE u.id = ?"
	whereIDHeld    = whereID + " FOR NO KEY UPDATE"
	whereEmailHeld = whereEmail + " FOR NO KEY UPDATE"
)

// oneUser refuses with ErrUserNotFound.
func oneUser(ctx context.Context, db bun.IDB, where string, key any) (User, error) {
	var row userRow
	err := db.NewRaw(selectUsers+where, key).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrUserNotFound
	}
	return row.user(), err
}

// insertUser refuses with ErrEmailTaken. Without a hash there is no password yet.
func insertUser(ctx context.Context, tx bun.Tx, u NewUser, hash string, now time.Time) (id int64, err error) {
	err = tx.NewRaw(`INSERT INTO users (email, name, password_hash, created_at, updated_at) VALUES (?, ?, nullif(?, ''), ?, ?)
		ON CONFLICT (email) DO NOTHING RETURNING id`, u.Email, u.Name, hash, now, now).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrEmailTaken
	}
	return id, err
}

func updatePassword(ctx context.Context, tx bun.Tx, id int64, hash string, now time.Time) error {
	_, err := tx.NewRaw("UPDATE users SET password_hash = ?, version = version + 1, updated_at = ? WHERE id = ?", hash, now, id).Exec(ctx)
	return err
}

// noteLogin keeps when somebody logged in last.
func noteLogin(ctx context.Context, tx bun.Tx, id int64, now time.Time) error {
	_, err := tx.NewRaw("UPDATE users SET last_login_at = ? WHERE id = ?", now, id).Exec(ctx)
	return err
}

func updateDisabled(ctx context.Context, tx bun.Tx, id int64, disabled bool, now time.Time) error {
	_, err := tx.NewRaw("UPDATE users SET disabled = ?, version = version + 1, updated_at = ? WHERE id = ?", disabled, now, id).Exec(ctx)
	return err
}

// setRoles refuses with ErrUnknownRole.
func setRoles(ctx context.Context, tx bun.Tx, id int64, roles []string) error {
	if _, err := tx.NewRaw("DELETE FROM user_roles WHERE user_id = ?", id).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewRaw("INSERT INTO user_roles (user_id, role) SELECT ?, unnest(?::text[])", id, pgdialect.Array(roles)).Exec(ctx)
	if postgres.Referenced(err) {
		return ErrUnknownRole
	}
	return err
}

// replaceRoles is setRoles for who was there before.
func replaceRoles(ctx context.Context, tx bun.Tx, id int64, roles []string, now time.Time) error {
	if err := setRoles(ctx, tx, id, roles); err != nil {
		return err
	}
	_, err := tx.NewRaw("UPDATE users SET version = version + 1, updated_at = ? WHERE id = ?", now, id).Exec(ctx)
	return err
}

// Advisory locks, held until the end of their transaction.
const (
	rolesLock          = 7_221_011
	keysLock           = 7_221_012
	administratorsLock = 7_221_013
)

func lock(ctx context.Context, tx bun.Tx, number int) error {
	_, err := tx.NewRaw("SELECT pg_advisory_xact_lock(?)", number).Exec(ctx)
	return err
}

func ignoreNoRows(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}
