package accounts

import (
	"encoding/base32"
	"errors"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"baq.kz/portal/api/internal/platform/access"
)

// app is somebody's authenticator app.
type app struct {
	secret string // base32
	clock  *clock
}

// code is the code that the app shows, ahead of or behind the portal's clock.
func (a app) code(t *testing.T, ahead time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(a.secret, a.clock.now().Add(ahead))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// wrong is a code that is not valid now, nor a step before or after.
func (a app) wrong(t *testing.T) string {
	t.Helper()
	for _, code := range []string{"000000", "111111", "222222", "333333"} {
		if code != a.code(t, 0) && code != a.code(t, 30*time.Second) && code != a.code(t, -30*time.Second) {
			return code
		}
	}
	t.Fatal("four codes are valid at once")
	return ""
}

// withApp sets up an app for who is logged in, and lets its first code go by.
func (n node) withApp(t *testing.T, p access.Principal) (app, []string) {
	t.Helper()
	setup, err := n.BeginTotp(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	a := app{secret: setup.Secret, clock: n.clock}
	codes, err := n.ConfirmTotp(t.Context(), p, a.code(t, 0))
	if err != nil {
		t.Fatal(err)
	}
	n.clock.pass(2 * time.Minute)
	return a, codes
}

// withPasskey adds a passkey for who is logged in.
func (n node) withPasskey(t *testing.T, p access.Principal) (*authenticator, Passkey) {
	t.Helper()
	device := newAuthenticator()
	c, err := n.BeginPasskey(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	added, err := n.AddPasskey(t.Context(), p, c.ID, "Қызметтік телефон", device.create(t, c.Options))
	if err != nil {
		t.Fatal(err)
	}
	return device, added
}

// half logs in with the password and returns the challenge.
func (n node) half(t *testing.T, email string) *SecondFactorNeeded {
	t.Helper()
	in, err := n.Login(from(t, "192.0.2.1"), email, password)
	var needed *SecondFactorNeeded
	if !errors.As(err, &needed) || in.AccessToken != "" || in.RefreshToken != "" || needed.Challenge == "" {
		t.Fatalf("no second factor is asked for: %v", err)
	}
	return needed
}

// sessions is how many sessions somebody has that are not over.
func (n node) sessions(t *testing.T, userID int64) int {
	t.Helper()
	return n.count(t, "SELECT count(*) FROM sessions WHERE user_id = ? AND ended_at IS NULL", userID)
}

// RFC 6238, appendix B, by the last six of its eight digits.
func TestCodesAreThoseOfTheRFC(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if step, ok := stepOf(secret, code, time.Unix(at, 0)); !ok || step != at/30 {
			t.Errorf("%d: %v %d", at, ok, step)
		}
		for _, off := range []int64{-30, 30} {
			if _, ok := stepOf(secret, code, time.Unix(at/30*30+off, 0)); !ok {
				t.Errorf("%d: refused %d seconds off", at, off)
			}
		}
		for _, off := range []int64{-60, 60} {
			if _, ok := stepOf(secret, code, time.Unix(at/30*30+off, 0)); ok {
				t.Errorf("%d: taken %d seconds off", at, off)
			}
		}
	}
}

func TestWhatPeopleTypeAsASecondFactor(t *testing.T) {
	for typed, want := range map[string]struct {
		method Method
		code   string
	}{
		"123456":                        {ByTotp, "123456"},
		" 123 456 ":                     {ByTotp, "123456"},
		"ABCDE-FGHIJ":                   {ByRecoveryCode, "ABCDEFGHIJ"},
		"abcde fghij":                   {ByRecoveryCode, "ABCDEFGHIJ"},
		"0bcd1-8ghij":                   {ByRecoveryCode, "OBCDIBGHIJ"},
		"":                              {},
		"12345":                         {},
		"1234567":                       {},
		"١٢٣٤٥٦":                        {}, // Arabic-Indic digits
		"１２３４５６":                        {}, // full-width ones
		"12345б":                        {},
		"АBCDE-FGHIJ":                   {}, // a Cyrillic А
		"ABCDE-FGHI9":                   {},
		"123456\x00":                    {},
		"'; DROP TABLE totps; -- 12345": {},
		string(make([]byte, 10_000)):    {},
	} {
		if method, code := readCode(typed); method != want.method || code != want.code {
			t.Errorf("%.40q: %s %q", typed, method, code)
		}
	}
}

// What a copy of the database tells: nothing that opens an account.
func TestFactorsAreStoredSealed(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in, other := n.enter(t, "aigul@baq.kz"), n.hire(t, "marat@baq.kz", "editor")
	a, codes := n.withApp(t, in.Principal)
	plain, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(a.secret)
	if err != nil || len(plain) != 20 {
		t.Fatalf("%d bytes: %v", len(plain), err)
	}
	if n.count(t, "SELECT count(*) FROM totps WHERE position(? in sealed) > 0 OR position(? in sealed) > 0", plain, []byte(a.secret)) != 0 {
		t.Error("the secret can be read in the database")
	}
	if len(codes) != recoveryCodes {
		t.Fatalf("%d codes", len(codes))
	}
	for _, code := range codes {
		_, folded := readCode(code)
		if n.count(t, "SELECT count(*) FROM recovery_codes WHERE position(? in code) > 0", []byte(folded)) != 0 {
			t.Error("a code can be read in the database")
		}
	}
	if n.count(t, "SELECT count(*) FROM recovery_codes WHERE octet_length(code) = ?", saltBytes+hashBytes) != recoveryCodes {
		t.Error("a code is not stored as a salted hash")
	}
	// A row moved by hand to another user does not make his codes right.
	for _, query := range []string{
		"INSERT INTO totps (user_id, sealed, since) SELECT ?, sealed, since FROM totps",
		"INSERT INTO recovery_codes (user_id, code) SELECT ?, code FROM recovery_codes",
	} {
		if _, err := n.db.NewRaw(query, other).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ctx := from(t, "192.0.2.1")
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "marat@baq.kz").Challenge, a.code(t, 0)); !errors.Is(err, errTotpSealed) {
		t.Errorf("a moved secret: %v", err)
	}
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "marat@baq.kz").Challenge, codes[0]); !errors.Is(err, ErrWrongCode) {
		t.Errorf("a moved recovery code: %v", err)
	}
	if n.sessions(t, other) != 0 {
		t.Error("a session")
	}
	if found := n.count(t, "SELECT count(*) FROM journal_entries WHERE position(? in diff::text) > 0 OR position(? in diff::text) > 0", a.secret, codes[0]); found != 0 {
		t.Error("the journal holds a secret")
	}
}
