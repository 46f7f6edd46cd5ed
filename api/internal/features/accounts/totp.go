package accounts

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"image/png"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/config"
)

// Codes as every authenticator app makes them (RFC 6238).
const (
	totpDigits = 6
	totpPeriod = 30 // seconds
	totpSkew   = 1  // steps that the app's clock may be off, either way
	totpSecret = 20 // bytes, as RFC 4226 recommends
	// totpPatience is how long a new secret waits for the app's first code.
	totpPatience = 10 * time.Minute
	// mostTotpFailures in a row shut an app, however slowly they came: NIST SP
	// 800-63B (5.2.2) allows no more. A login with a recovery code or a passkey
	// opens it again. Only who knows the password, or is in a session, gets as far.
	mostTotpFailures = 100
	// pictureSize is the QR code's width and height in pixels.
	pictureSize = 300
)

// issuerOf names the portal in an authenticator app. A test site's entry must not
// look like the real one's.
func issuerOf(environment string) string {
	if environment == config.Production {
		return "BAQ Portal"
	}
	return "BAQ Portal (" + environment + ")"
}

// TotpSetup is what an authenticator app needs, shown once.
type TotpSetup struct {
	Secret  string // base32, to be typed
	URI     string // otpauth://totp/...
	Picture string // the URI as a QR code: a PNG as a data URL
}

// BeginTotp makes a secret that waits for the app's first code. An app that is
// set up already stays in use until then.
func (s *Service) BeginTotp(ctx context.Context, p access.Principal) (TotpSetup, error) {
	secret := random(totpSecret)
	setup, err := s.setup(p.Email, secret)
	if err != nil {
		return TotpSetup{}, err
	}
	err = s.changeFactors(ctx, p, "begin_totp", func(ctx context.Context, tx bun.Tx, _ Factors) (change, error) {
		now := s.now()
		return change{after: map[string]time.Time{"begunAt": now}}, upsertPendingTotp(ctx, tx, p.UserID, s.sealTotp(p.UserID, secret), now)
	})
	return setup, err
}

func (s *Service) setup(email string, secret []byte) (TotpSetup, error) {
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: s.totpIssuer, AccountName: email, Secret: secret,
		Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
	})
	if err != nil {
		return TotpSetup{}, err
	}
	picture, err := key.Image(pictureSize, pictureSize)
	if err != nil {
		return TotpSetup{}, err
	}
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, picture); err != nil {
		return TotpSetup{}, err
	}
	return TotpSetup{
		Secret: key.Secret(), URI: key.URL(),
		Picture: "data:image/png;base64," + base64.StdEncoding.EncodeToString(encoded.Bytes()),
	}, nil
}

// ConfirmTotp takes the new secret into use when the app's first code is right,
// and returns new recovery codes; see endUnproved. It refuses with ErrTotpNotBegun and
// ErrWrongCode. It is not limited: who guesses here sets up an own app wrongly.
func (s *Service) ConfirmTotp(ctx context.Context, p access.Principal, code string) ([]string, error) {
	codes, stored, err := s.newCodes(ctx, p.UserID)
	if err != nil {
		return nil, err
	}
	err = s.changeFactors(ctx, p, "enable_totp", func(ctx context.Context, tx bun.Tx, have Factors) (change, error) {
		now := s.now()
		row, found, err := totpOf(ctx, tx, p.UserID)
		if err != nil {
			return change{}, err
		}
		if !found || row.Pending == nil || now.Sub(row.BegunAt) > totpPatience {
			return change{}, ErrTotpNotBegun
		}
		secret, err := s.openTotp(p.UserID, row.Pending)
		if err != nil {
			return change{}, err
		}
		step, ok := stepOf(secret, code, now)
		if !ok {
			return change{}, ErrWrongCode
		}
		if err := enableTotp(ctx, tx, p.UserID, step, now); err != nil {
			return change{}, err
		}
		ended, err := s.endUnproved(ctx, tx, p, have)
		if err != nil {
			return change{}, err
		}
		done := change{before: since(have.TotpSince), after: map[string]any{"totpSince": &now, "sessionsEnded": ended}}
		return done, replaceRecoveryCodes(ctx, tx, p.UserID, stored)
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// RemoveTotp removes the app of p. It refuses with ErrNoTotp and ErrLastFactor.
func (s *Service) RemoveTotp(ctx context.Context, p access.Principal) error {
	return s.changeFactors(ctx, p, "remove_totp", func(ctx context.Context, tx bun.Tx, have Factors) (change, error) {
		if have.TotpSince == nil {
			return change{}, ErrNoTotp
		}
		if !have.spare() {
			return change{}, ErrLastFactor
		}
		return change{before: since(have.TotpSince), after: since(nil)}, deleteTotp(ctx, tx, p.UserID)
	})
}

func since(at *time.Time) map[string]*time.Time { return map[string]*time.Time{"totpSince": at} }

// takeTotp spends a code of the app; false for a wrong one, and for one that was
// taken before or is older than the last that was: a code works once.
func (s *Service) takeTotp(ctx context.Context, tx bun.Tx, userID int64, code string) (bool, error) {
	row, found, err := totpOf(ctx, tx, userID)
	if err != nil || !found || row.Sealed == nil || row.Failures >= mostTotpFailures {
		return false, err
	}
	secret, err := s.openTotp(userID, row.Sealed)
	if err != nil {
		return false, err
	}
	step, ok := stepOf(secret, code, s.now())
	if !ok {
		return false, nil
	}
	return spendStep(ctx, tx, userID, step)
}

// failTotp counts a wrong code, and says so when it was one too many.
func (s *Service) failTotp(ctx context.Context, tx bun.Tx, userID int64) error {
	failures, err := countTotpFailure(ctx, tx, userID)
	if err != nil || failures != mostTotpFailures {
		return err
	}
	return s.factorsChanged(ctx, tx, userID, "shut_totp", change{after: map[string]int{"failures": failures}})
}

// stepOf is the time step whose code this is, of those that are valid now. Every
// step is compared, in the same time whichever is right.
func stepOf(secret []byte, code string, now time.Time) (step int64, ok bool) {
	encoded := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	present := now.Unix() / totpPeriod
	for s := present - totpSkew; s <= present+totpSkew; s++ {
		want, err := totp.GenerateCodeCustom(encoded, time.Unix(s*totpPeriod, 0), totp.ValidateOpts{
			Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// sealTotp keeps a secret unreadable in the database. The user is authenticated
// with it: nobody's secret can be put into another's row.
func (s *Service) sealTotp(userID int64, secret []byte) []byte {
	return s.keys.seal.close(totpSealed(userID), secret)
}

var errTotpSealed = errors.New("the secret of an authenticator app can't be opened with this secret: give every node " +
	"the one that it was sealed with (PORTAL_SECRET_FILE), or remove the user's second factors")

func (s *Service) openTotp(userID int64, sealed []byte) ([]byte, error) {
	secret, err := s.keys.seal.open(totpSealed(userID), sealed)
	if err != nil {
		return nil, errTotpSealed
	}
	return secret, nil
}

func totpSealed(userID int64) string { return fmt.Sprintf("totp of user %d", userID) }
