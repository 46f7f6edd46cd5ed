package accounts

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
)

// confirmedAgo is how long ago the session's person proved who it is.
func (n node) confirmedAgo(t *testing.T, in SignedIn) time.Duration {
	t.Helper()
	row, found, err := livingSession(t.Context(), n.db, bearer{userID: in.Principal.UserID, sessionID: in.Principal.SessionID}, n.clock.now())
	if err != nil || !found {
		t.Fatal(err)
	}
	return n.clock.now().Sub(row.principal().ConfirmedAt).Round(time.Second)
}

func TestConfirmationsThatAreRefused(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	ctx, p := from(t, "192.0.2.1"), in.Principal
	n.clock.pass(time.Hour)
	for name, c := range map[string]struct {
		proof Proof
		want  error
	}{
		"nothing":                    {Proof{}, ErrProofIncomplete},
		"two at once":                {Proof{Password: password, Code: "123456"}, ErrProofIncomplete},
		"a password and a passkey":   {Proof{Password: password, Ceremony: "x", Credential: json.RawMessage("{}")}, ErrProofIncomplete},
		"half a passkey":             {Proof{Ceremony: "x"}, ErrProofIncomplete},
		"the other half":             {Proof{Credential: json.RawMessage("{}")}, ErrProofIncomplete},
		"a wrong password":           {Proof{Password: "not the password"}, ErrNotConfirmed},
		"a code without an app":      {Proof{Code: "123456"}, ErrNotConfirmed},
		"a passkey that was not had": {Proof{Ceremony: "invented", Credential: json.RawMessage("{}")}, ErrCeremonyOver},
	} {
		if err := n.ConfirmSession(ctx, p, c.proof); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n.confirmedAgo(t, in) != time.Hour {
		t.Error("a refusal confirmed the session")
	}
	if err := n.ConfirmSession(ctx, p, Proof{Password: password}); err != nil || n.confirmedAgo(t, in) != 0 {
		t.Errorf("the right password: %v", err)
	}
	// With a second factor the password is no proof, right or wrong.
	a, codes := n.withApp(t, p)
	for _, word := range []string{password, "not the password"} {
		if err := n.ConfirmSession(ctx, p, Proof{Password: word}); !errors.Is(err, ErrFactorNeeded) {
			t.Errorf("%q: %v", word, err)
		}
	}
	for name, code := range map[string]string{"a wrong code": a.wrong(t), "an old code": a.code(t, -time.Minute), "a recovery code": codes[0]} {
		if err := n.ConfirmSession(ctx, p, Proof{Code: code}); !errors.Is(err, ErrNotConfirmed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	code := a.code(t, 0)
	if err := n.ConfirmSession(ctx, p, Proof{Code: code}); err != nil || n.confirmedAgo(t, in) != 0 {
		t.Errorf("the right code: %v", err)
	}
	if err := n.ConfirmSession(ctx, p, Proof{Code: code}); !errors.Is(err, ErrNotConfirmed) {
		t.Errorf("the code again: %v", err)
	}
	for query, want := range map[string]int{
		"action = 'accounts.confirm_session'":                                                     2,
		"action = 'accounts.refuse_confirmation'":                                                 6,
		"action = 'accounts.refuse_confirmation' AND diff->'reason'->>1 = 'wrong password'":       1,
		"diff::text LIKE '%" + password + "%' OR position('" + code + "' in diff::text) > 0":      0,
		"action = 'accounts.refuse_confirmation' AND object_id <> '" + p.SessionID.String() + "'": 0,
	} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE "+query); got != want {
			t.Errorf("%d entries, not %d, where %s", got, want, query)
		}
	}
}

func TestAPasskeyConfirmsItsSessionAlone(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	ctx, p := from(t, "192.0.2.1"), in.Principal
	if _, err := n.BeginConfirmation(ctx, p); !errors.Is(err, ErrNoPasskey) {
		t.Errorf("without a passkey: %v", err)
	}
	device, _ := n.withPasskey(t, p)
	elsewhere, err := n.byPasskey(t, device)
	if err != nil {
		t.Fatal(err)
	}
	n.clock.pass(time.Hour)
	c, err := n.BeginConfirmation(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	device.flags = userPresent
	if err := n.ConfirmSession(ctx, p, Proof{Ceremony: c.ID, Credential: device.get(t, c.Options)}); !errors.Is(err, ErrNotConfirmed) {
		t.Errorf("nobody verified: %v", err)
	}
	device.flags |= userVerified
	if err := n.ConfirmSession(ctx, p, Proof{Ceremony: c.ID, Credential: device.get(t, c.Options)}); !errors.Is(err, ErrCeremonyOver) {
		t.Errorf("a spent ceremony: %v", err)
	}
	if c, err = n.BeginConfirmation(ctx, p); err != nil {
		t.Fatal(err)
	}
	if err := n.ConfirmSession(ctx, p, Proof{Ceremony: c.ID, Credential: device.get(t, c.Options)}); err != nil {
		t.Fatal(err)
	}
	if n.confirmedAgo(t, in) != 0 || n.confirmedAgo(t, elsewhere) != time.Hour {
		t.Error("another session than this one was confirmed")
	}
	if err := n.Logout(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := n.ConfirmSession(ctx, p, Proof{Password: password}); !errors.Is(err, ErrFactorNeeded) {
		t.Errorf("%v", err)
	}
	if c, err = n.BeginConfirmation(ctx, p); err != nil {
		t.Fatal(err)
	}
	if err := n.ConfirmSession(ctx, p, Proof{Ceremony: c.ID, Credential: device.get(t, c.Options)}); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("a session that has ended: %v", err)
	}
}

// A thief of a session can't guess the password with it.
func TestConfirmationsAreLimitedLikeLogins(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	ctx := from(t, "203.0.113.5")
	for range guessesPerAccount {
		if err := n.ConfirmSession(ctx, p, Proof{Password: "not the password"}); !errors.Is(err, ErrNotConfirmed) {
			t.Fatal(err)
		}
	}
	if err := n.ConfirmSession(ctx, p, Proof{Password: password}); !errors.Is(err, ErrTooManyAttempts) {
		t.Errorf("%v", err)
	}
}

// The guard's view: what needs a proof is refused until there is a fresh one.
func TestConfirmationJourney(t *testing.T) {
	n := start(t)
	n.clock.pass(time.Since(n.clock.now()) - time.Hour) // the guard asks the real clock
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	n.clock.pass(time.Hour)
	if in, err := n.Refresh(t.Context(), in.RefreshToken); err != nil || n.confirmedAgo(t, in) != time.Hour {
		t.Fatalf("a refresh is no proof: %v", err)
	}
	fresh := n.issue(t, in.Principal)
	headers := []string{"Authorization", "Bearer " + fresh}
	for _, path := range []string{"/account/totp", "/account/recovery-codes", "/account/passkeys/options"} {
		answer := n.send(t, "POST", base+path, "", headers...)
		if code := problem(t, answer); answer.StatusCode != http.StatusForbidden || code != "access.confirm" {
			t.Errorf("%s: %d %s", path, answer.StatusCode, code)
		}
	}
	security := decode[admin.Security](t, n.send(t, "GET", base+"/account/security", "", headers...))
	if security.Confirmed {
		t.Error("an old proof is shown as a fresh one")
	}
	for body, code := range map[string]string{
		`{"password":"not the password"}`: ErrNotConfirmed.Code, `{}`: ErrProofIncomplete.Code, `{"pin":"1"}`: "request.invalid",
	} {
		if got := problem(t, n.send(t, "POST", base+"/session/confirm", body, headers...)); got != code {
			t.Errorf("%s: %s", body, got)
		}
	}
	if answer := n.send(t, "POST", base+"/session/confirm", `{"password":"`+password+`"}`, headers...); answer.StatusCode != http.StatusNoContent {
		t.Fatalf("%d", answer.StatusCode)
	}
	setup := decode[admin.TotpSetup](t, n.send(t, "POST", base+"/account/totp", "", headers...))
	a := app{secret: setup.Secret, clock: n.clock}
	if got := problem(t, n.send(t, "POST", base+"/account/totp/confirm", `{"code":"`+a.wrong(t)+`"}`, headers...)); got != ErrWrongCode.Code {
		t.Error(got)
	}
	codes := decode[admin.RecoveryCodes](t, n.send(t, "POST", base+"/account/totp/confirm", `{"code":"`+a.code(t, 0)+`"}`, headers...))
	security = decode[admin.Security](t, n.send(t, "GET", base+"/account/security", "", headers...))
	if len(codes.Codes) != recoveryCodes || security.TotpSince == nil || security.RecoveryCodesLeft != recoveryCodes || !security.Confirmed {
		t.Errorf("%v %+v", codes, security)
	}
	if answer := n.send(t, "DELETE", base+"/account/totp", "", headers...); answer.StatusCode != http.StatusNoContent {
		t.Errorf("%d", answer.StatusCode)
	}
}

// issue is a token of a living session, as a refresh would give now.
func (n node) issue(t *testing.T, p access.Principal) string {
	t.Helper()
	token, err := n.tokens.issue(t.Context(), bearer{userID: p.UserID, sessionID: p.SessionID})
	if err != nil {
		t.Fatal(err)
	}
	return token
}
