package accounts

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

const (
	// recoveryCodes is how many there are at a time.
	recoveryCodes = 10
	// recoveryLetters of five bits each are 50 bits: enough for what may be
	// guessed a few times in a quarter of an hour, short enough to be typed. They
	// are hashed like passwords, as ASVS 5.0 (6.5.2) asks of less than 112 bits.
	recoveryLetters = 10
)

// recoveryKey codes recovery codes before they are hashed: who has a copy of the
// database and not the portal's secret can't even begin to search them.
type recoveryKey []byte

func newRecoveryKey(secret []byte, environment string) (recoveryKey, error) {
	return hkdf.Key(sha256.New, secret, nil, "baq-portal recovery codes of "+environment, sha256.Size)
}

// code is a user's recovery code as it is hashed.
func (k recoveryKey) code(userID int64, code string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(strconv.FormatInt(userID, 10) + " " + code))
	return hex.EncodeToString(mac.Sum(nil))
}

// storable is what is stored of a user's recovery code: a salt and the argon2id
// hash under it. The codes of one set share their salt, so that what somebody
// types costs one hash and not ten.
func (s *Service) storable(ctx context.Context, userID int64, code string, salt []byte) ([]byte, error) {
	hash, err := s.hasher.key(ctx, s.recoveryKey.code(userID, code), salt, present)
	return append(bytes.Clone(salt), hash...), err
}

// newRecoveryCode is ten letters of base32, "ABCDEFGHIJ".
func newRecoveryCode() string {
	return base32.StdEncoding.EncodeToString(random(recoveryLetters))[:recoveryLetters]
}

// shown is a recovery code as people read it: "ABCDE-FGHIJ".
func shown(code string) string { return code[:recoveryLetters/2] + "-" + code[recoveryLetters/2:] }

// lookAlikes are signs that base32 leaves out and people read into it.
var lookAlikes = strings.NewReplacer("0", "O", "1", "I", "8", "B")

// readCode tells what somebody typed as second factor, and brings it to the form
// in which it is compared; "" for what can be neither kind. Blanks and hyphens
// are how apps and we ourselves group codes. Digits of other scripts are none.
func readCode(text string) (Method, string) {
	if len(text) > 40 { // the contract's limit
		return "", ""
	}
	code := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(text))
	if len(code) == totpDigits && strings.Trim(code, "0123456789") == "" {
		return ByTotp, code
	}
	code = lookAlikes.Replace(code)
	if len(code) == recoveryLetters && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == "" {
		return ByRecoveryCode, code
	}
	return "", ""
}

// RenewRecoveryCodes makes new codes for p; the old ones are void. It refuses
// with ErrNoFactor: codes stand in for a factor that got lost.
func (s *Service) RenewRecoveryCodes(ctx context.Context, p access.Principal) ([]string, error) {
	codes, stored, err := s.newCodes(ctx, p.UserID)
	if err != nil {
		return nil, err
	}
	err = s.changeFactors(ctx, p, "renew_recovery_codes", func(ctx context.Context, tx bun.Tx, have Factors) (change, error) {
		if !have.second() {
			return change{}, ErrNoFactor
		}
		return change{before: left(have.RecoveryCodesLeft), after: left(len(codes))}, replaceRecoveryCodes(ctx, tx, p.UserID, stored)
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

func left(n int) map[string]int { return map[string]int{"recoveryCodesLeft": n} }

// newCodes is a set of new codes, as people read them and as they are stored.
func (s *Service) newCodes(ctx context.Context, userID int64) (codes []string, stored [][]byte, err error) {
	salt := random(saltBytes)
	for range recoveryCodes {
		code := newRecoveryCode()
		row, err := s.storable(ctx, userID, code, salt)
		if err != nil {
			return nil, nil, err
		}
		codes, stored = append(codes, shown(code)), append(stored, row)
	}
	return codes, stored, nil
}

// typed is a second factor that somebody typed.
type typed struct {
	method Method // "": it can be none
	code   string // of the app
	stored []byte // as a recovery code is stored
}

// read makes of a text what can be compared with what the user has.
func (s *Service) read(ctx context.Context, userID int64, text string) (t typed, err error) {
	t.method, t.code = readCode(text)
	if t.method != ByRecoveryCode {
		return t, nil
	}
	row, found, err := oneRecoveryCode(ctx, s.db, userID)
	if err != nil || !found {
		return typed{}, err
	}
	t.stored, err = s.storable(ctx, userID, t.code, row[:saltBytes])
	return t, err
}
