package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/postgres"
)

// factorMissing tells of a user u whether a role asks for a second factor that
// is not there.
const factorMissing = `(EXISTS (SELECT FROM user_roles AS ur JOIN roles AS r ON r.key = ur.role WHERE ur.user_id = u.id AND r.second_factor)
	AND NOT EXISTS (SELECT FROM totps WHERE user_id = u.id AND sealed IS NOT NULL)
	AND NOT EXISTS (SELECT FROM passkeys WHERE user_id = u.id))`

// factorsOf is what a user can prove with who it is.
func factorsOf(ctx context.Context, db bun.IDB, userID int64) (Factors, error) {
	var row struct {
		PasswordSet bool
		TotpSince   *time.Time
		Failures    int
		CodesLeft   int
		Required    bool
	}
	err := db.NewRaw(`SELECT u.password_hash IS NOT NULL AS password_set, t.since AS totp_since, coalesce(t.failures, 0) AS failures,
		(SELECT count(*) FROM recovery_codes WHERE user_id = u.id AND used_at IS NULL) AS codes_left,
		EXISTS (SELECT FROM user_roles AS ur JOIN roles AS r ON r.key = ur.role WHERE ur.user_id = u.id AND r.second_factor) AS required
		FROM users AS u LEFT JOIN totps AS t ON t.user_id = u.id WHERE u.id = ?`, userID).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return Factors{}, ErrUserNotFound
	}
	if err != nil {
		return Factors{}, err
	}
	keys, err := passkeysOf(ctx, db, userID)
	f := Factors{PasswordSet: row.PasswordSet, TotpSince: row.TotpSince, TotpShut: row.Failures >= mostTotpFailures, RecoveryCodesLeft: row.CodesLeft, Required: row.Required}
	for _, k := range keys {
		f.Passkeys = append(f.Passkeys, k.passkey())
	}
	return f, err
}

// deleteFactors takes everything from a user that a login could be proved with
// besides the password, and what was begun with it.
func deleteFactors(ctx context.Context, tx bun.Tx, userID int64) error {
	for _, query := range []string{
		"DELETE FROM totps WHERE user_id = ?", "DELETE FROM passkeys WHERE user_id = ?",
		"DELETE FROM recovery_codes WHERE user_id = ?", "DELETE FROM login_challenges WHERE user_id = ?",
	} {
		if _, err := tx.NewRaw(query, userID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

type totpRow struct {
	Sealed   []byte // nil: none is in use
	LastStep int64
	Failures int       // since the last proof of a second factor
	Pending  []byte    // nil: none waits
	BegunAt  time.Time `bun:",nullzero"`
}

func totpOf(ctx context.Context, tx bun.Tx, userID int64) (row totpRow, found bool, err error) {
	err = tx.NewRaw("SELECT sealed, last_step, failures, pending, begun_at FROM totps WHERE user_id = ? FOR UPDATE", userID).Scan(ctx, &row)
	return row, err == nil, ignoreNoRows(err)
}

func upsertPendingTotp(ctx context.Context, tx bun.Tx, userID int64, sealed []byte, now time.Time) error {
	_, err := tx.NewRaw(`INSERT INTO totps (user_id, pending, begun_at) VALUES (?, ?, ?)
		ON CONFLICT (user_id) DO UPDATE SET pending = excluded.pending, begun_at = excluded.begun_at`, userID, sealed, now).Exec(ctx)
	return err
}

// enableTotp takes the secret that waited into use; step is that of its first code.
func enableTotp(ctx context.Context, tx bun.Tx, userID, step int64, now time.Time) error {
	_, err := tx.NewRaw(`UPDATE totps SET sealed = pending, since = ?, last_step = ?, failures = 0, pending = NULL, begun_at = NULL
		WHERE user_id = ?`, now, step, userID).Exec(ctx)
	return err
}

// spendStep notes the time step of a code that was right; false when that one or
// a later one was spent before.
func spendStep(ctx context.Context, tx bun.Tx, userID, step int64) (bool, error) {
	return postgres.Changed(tx.NewRaw("UPDATE totps SET last_step = ? WHERE user_id = ? AND last_step < ?", step, userID, step).Exec(ctx))
}

// countTotpFailure says how many there are in a row now; 0 where there is no app.
func countTotpFailure(ctx context.Context, tx bun.Tx, userID int64) (failures int, err error) {
	err = tx.NewRaw("UPDATE totps SET failures = failures + 1 WHERE user_id = ? AND sealed IS NOT NULL RETURNING failures", userID).Scan(ctx, &failures)
	return failures, ignoreNoRows(err)
}

// forgiveTotp begins the count anew.
func forgiveTotp(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.NewRaw("UPDATE totps SET failures = 0 WHERE user_id = ? AND failures > 0", userID).Exec(ctx)
	return err
}

func deleteTotp(ctx context.Context, tx bun.Tx, userID int64) error {
	if _, err := tx.NewRaw("DELETE FROM totps WHERE user_id = ?", userID).Exec(ctx); err != nil {
		return err
	}
	return dropUselessCodes(ctx, tx, userID)
}

// dropUselessCodes removes the recovery codes of who has no second factor left.
func dropUselessCodes(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.NewRaw(`DELETE FROM recovery_codes WHERE user_id = ?
		AND NOT EXISTS (SELECT FROM totps WHERE user_id = ? AND sealed IS NOT NULL)
		AND NOT EXISTS (SELECT FROM passkeys WHERE user_id = ?)`, userID, userID, userID).Exec(ctx)
	return err
}

func replaceRecoveryCodes(ctx context.Context, tx bun.Tx, userID int64, codes [][]byte) error {
	if _, err := tx.NewRaw("DELETE FROM recovery_codes WHERE user_id = ?", userID).Exec(ctx); err != nil {
		return err
	}
	for _, code := range codes {
		if _, err := tx.NewRaw("INSERT INTO recovery_codes (user_id, code) VALUES (?, ?)", userID, code).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// oneRecoveryCode is any unspent code of a user, which begins with the salt of
// them all; false when there is none.
func oneRecoveryCode(ctx context.Context, db bun.IDB, userID int64) (code []byte, found bool, err error) {
	err = db.NewRaw("SELECT code FROM recovery_codes WHERE user_id = ? AND used_at IS NULL LIMIT 1", userID).Scan(ctx, &code)
	return code, err == nil && len(code) > saltBytes, ignoreNoRows(err)
}

// useRecoveryCode spends a code; false for one that is unknown or spent. Of two
// at once one finds it unspent.
func useRecoveryCode(ctx context.Context, tx bun.Tx, userID int64, code []byte, now time.Time) (bool, error) {
	return postgres.Changed(tx.NewRaw(`UPDATE recovery_codes SET used_at = ?
		WHERE user_id = ? AND code = ? AND used_at IS NULL`, now, userID, code).Exec(ctx))
}

type passkeyRow struct {
	ID             int64
	UserID         int64
	Name           string
	CredentialID   []byte
	PublicKey      []byte
	AAGUID         []byte   `bun:"aaguid"`
	Transports     []string `bun:",array"`
	SignCount      int64
	BackupEligible bool
	BackupState    bool
	CreatedAt      time.Time
	LastUsedAt     *time.Time
}

func (r passkeyRow) passkey() Passkey {
	return Passkey{ID: r.ID, Name: r.Name, CreatedAt: r.CreatedAt, LastUsedAt: r.LastUsedAt}
}

// passkeysOf are the passkeys of a user, oldest first.
func passkeysOf(ctx context.Context, db bun.IDB, userID int64) ([]passkeyRow, error) {
	var rows []passkeyRow
	err := db.NewRaw(`SELECT id, user_id, name, credential_id, public_key, aaguid, transports, sign_count, backup_eligible, backup_state,
		created_at, last_used_at FROM passkeys WHERE user_id = ? ORDER BY id LIMIT ?`, userID, mostPasskeys).Scan(ctx, &rows)
	return rows, err
}

// insertPasskey refuses with ErrPasskeyTaken a credential that somebody has.
func insertPasskey(ctx context.Context, tx bun.Tx, r passkeyRow) (id int64, err error) {
	err = tx.NewRaw(`INSERT INTO passkeys (user_id, name, credential_id, public_key, aaguid, transports, sign_count, backup_eligible, backup_state, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
		r.UserID, r.Name, r.CredentialID, r.PublicKey, r.AAGUID, pgdialect.Array(r.Transports), r.SignCount, r.BackupEligible, r.BackupState,
		r.CreatedAt).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrPasskeyTaken
	}
	return id, err
}

// notePasskey keeps what a passkey's use tells about it.
func notePasskey(ctx context.Context, tx bun.Tx, r passkeyRow) error {
	_, err := tx.NewRaw("UPDATE passkeys SET sign_count = ?, backup_state = ?, last_used_at = ? WHERE user_id = ? AND credential_id = ?",
		r.SignCount, r.BackupState, r.CreatedAt, r.UserID, r.CredentialID).Exec(ctx)
	return err
}

func updatePasskeyName(ctx context.Context, tx bun.Tx, id int64, name string) error {
	_, err := tx.NewRaw("UPDATE passkeys SET name = ? WHERE id = ?", name, id).Exec(ctx)
	return err
}

func deletePasskey(ctx context.Context, tx bun.Tx, userID, id int64) error {
	if _, err := tx.NewRaw("DELETE FROM passkeys WHERE user_id = ? AND id = ?", userID, id).Exec(ctx); err != nil {
		return err
	}
	return dropUselessCodes(ctx, tx, userID)
}
