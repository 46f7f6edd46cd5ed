package accounts

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

const (
	// recoveryCodes is how many there are at a time.
	recoveryCodes = 10
	// recoveryLetters of five bits each are 50 bits: enough for what may be
	// guessed a few times in a quarter of an hour, short enough to be typed.
	recoveryLetters = 10
)

// recoveryKey codes recovery codes before they are stored. A plain hash of 50
// bits could be searched by who has a copy of the database; without the
// portal's secret this one can't.
type recoveryKey []byte

func newRecoveryKey(secret []byte, environment string) (recoveryKey, error) {
	return hkdf.Key(sha256.New, secret, nil, "baq-portal recovery codes of "+environment, sha256.Size)
}

// code is what is stored of a user's recovery code.
func (k recoveryKey) code(userID int64, code string) []byte {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(strconv.FormatInt(userID, 10) + " " + code))
	return mac.Sum(nil)
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
func (s *Service) RenewRecoveryCodes(ctx context.Context, p access.Principal) (codes []string, err error) {
	err = s.changeFactors(ctx, p, "renew_recovery_codes", func(ctx context.Context, tx bun.Tx, have Factors) (change, error) {
		if !have.second() {
			return change{}, ErrNoFactor
		}
		codes, err = s.renewCodes(ctx, tx, p.UserID)
		return change{before: left(have.RecoveryCodesLeft), after: left(len(codes))}, err
	})
	return codes, err
}

func left(n int) map[string]int { return map[string]int{"recoveryCodesLeft": n} }

// renewCodes replaces the user's codes and returns the new ones as people read
// them: for the only time.
func (s *Service) renewCodes(ctx context.Context, tx bun.Tx, userID int64) ([]string, error) {
	var codes []string
	var stored [][]byte
	for range recoveryCodes {
		code := newRecoveryCode()
		codes, stored = append(codes, shown(code)), append(stored, s.recoveryKey.code(userID, code))
	}
	return codes, replaceRecoveryCodes(ctx, tx, userID, stored)
}
