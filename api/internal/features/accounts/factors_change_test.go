package accounts

import (
	"encoding/base64"
	"errors"
	"image/png"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/access"
)

// demand makes a role ask for a second factor.
func (n node) demand(t *testing.T, role string) {
	t.Helper()
	if _, err := n.db.NewRaw("UPDATE roles SET second_factor = true WHERE key = ?", role).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// now is the principal as the next request would find it.
func (n node) now(t *testing.T, p access.Principal) access.Principal {
	t.Helper()
	row, found, err := livingSession(t.Context(), n.db, bearer{userID: p.UserID, sessionID: p.SessionID}, n.clock.now())
	if err != nil || !found {
		t.Fatalf("no session: %v", err)
	}
	return row.principal()
}

func TestWhatAnAppIsGiven(t *testing.T) {
	n := start(t)
	email := strings.Repeat("a", 60) + "@" + strings.Repeat("b.", 90) + "kz" // as long as one can be
	n.hire(t, email, "editor")
	setup, err := n.BeginTotp(t.Context(), n.enter(t, email).Principal)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(setup.URI)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/BAQ Portal (test):"+email {
		t.Errorf("%s: %v", setup.URI, err)
	}
	for name, want := range map[string]string{"secret": setup.Secret, "issuer": "BAQ Portal (test)", "period": "30", "digits": "6", "algorithm": "SHA1"} {
		if got := u.Query().Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	encoded, ok := strings.CutPrefix(setup.Picture, "data:image/png;base64,")
	picture, err := png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(encoded)))
	if !ok || err != nil || picture.Bounds().Dx() != pictureSize {
		t.Errorf("%.40s: %v", setup.Picture, err)
	}
	if issuerOf("production") != "BAQ Portal" {
		t.Error(issuerOf("production"))
	}
}

func TestANewAppReplacesTheOldOneWithItsFirstCode(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	ctx := from(t, "192.0.2.1")
	if _, err := n.ConfirmTotp(t.Context(), p, "123456"); !errors.Is(err, ErrTotpNotBegun) {
		t.Errorf("before it was begun: %v", err)
	}
	setup, err := n.BeginTotp(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	waiting := app{secret: setup.Secret, clock: n.clock}
	if _, err := n.Login(ctx, "aigul@baq.kz", password); err != nil {
		t.Errorf("an app that was never confirmed is asked for: %v", err)
	}
	if err := n.RemoveTotp(t.Context(), p); !errors.Is(err, ErrNoTotp) {
		t.Errorf("an app that waits: %v", err)
	}
	for range 3 {
		if _, err := n.ConfirmTotp(t.Context(), p, waiting.wrong(t)); !errors.Is(err, ErrWrongCode) {
			t.Errorf("a wrong first code: %v", err)
		}
	}
	n.clock.pass(totpPatience + time.Second)
	if _, err := n.ConfirmTotp(t.Context(), p, waiting.code(t, 0)); !errors.Is(err, ErrTotpNotBegun) {
		t.Errorf("after ten minutes: %v", err)
	}
	old, codes := n.withApp(t, p)
	if setup, err = n.BeginTotp(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	fresh := app{secret: setup.Secret, clock: n.clock}
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, fresh.code(t, 0)); !errors.Is(err, ErrWrongCode) {
		t.Errorf("the new app before its first code: %v", err)
	}
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, old.code(t, 0)); err != nil {
		t.Errorf("the old app before the new one's first code: %v", err)
	}
	first := fresh.code(t, 0)
	if _, err := n.ConfirmTotp(t.Context(), p, first); err != nil {
		t.Fatal(err)
	}
	for name, code := range map[string]string{"the first code": first, "the old app": old.code(t, 30*time.Second), "an old recovery code": codes[0]} {
		if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, code); !errors.Is(err, ErrWrongCode) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, fresh.code(t, 30*time.Second)); err != nil {
		t.Errorf("the new app: %v", err)
	}
}

func TestTheLastFactorStaysWhileARoleAsksForOne(t *testing.T) {
	n := start(t)
	n.demand(t, "editor")
	n.hire(t, "aigul@baq.kz", "editor", "analyst")
	p := n.enter(t, "aigul@baq.kz").Principal
	if !p.FactorMissing || !n.now(t, p).FactorMissing {
		t.Error("nothing says that a factor is missing")
	}
	if _, err := n.BeginTotp(t.Context(), p); err != nil || !n.now(t, p).FactorMissing {
		t.Errorf("an app that waits counts for one: %v", err)
	}
	n.withApp(t, p)
	if n.now(t, p).FactorMissing {
		t.Error("the app does not count")
	}
	if err := n.RemoveTotp(t.Context(), p); !errors.Is(err, ErrLastFactor) {
		t.Errorf("the app: %v", err)
	}
	_, key := n.withPasskey(t, p)
	// Both at once: one of them stays.
	worked, failures := together(2, func(i int) error {
		if i == 0 {
			return n.RemoveTotp(t.Context(), p)
		}
		return n.RemovePasskey(t.Context(), p, key.ID)
	})
	if worked != 1 || !errors.Is(failures[0], ErrLastFactor) || n.now(t, p).FactorMissing {
		t.Errorf("%d removals worked: %v", worked, failures)
	}
	if n.count(t, "SELECT count(*) FROM recovery_codes") != recoveryCodes {
		t.Error("the codes went with one of two factors")
	}
	if err := n.SetRoles(t.Context(), p.UserID, []string{"analyst"}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(n.RemoveTotp(t.Context(), p), n.RemovePasskey(t.Context(), p, key.ID)); !errors.Is(err, ErrNoTotp) && !errors.Is(err, ErrPasskeyNotFound) {
		t.Errorf("%v", err)
	}
	if n.count(t, "SELECT count(*) FROM totps")+n.count(t, "SELECT count(*) FROM passkeys")+n.count(t, "SELECT count(*) FROM recovery_codes") != 0 {
		t.Error("factors are left, or codes that stand in for none")
	}
	if _, err := n.RenewRecoveryCodes(t.Context(), p); !errors.Is(err, ErrNoFactor) {
		t.Errorf("codes in place of nothing: %v", err)
	}
	n.enter(t, "aigul@baq.kz") // with the password alone
}

func TestPasskeysOfOthersAreNone(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	n.hire(t, "marat@baq.kz", "administrator")
	p, his := n.enter(t, "aigul@baq.kz").Principal, n.enter(t, "marat@baq.kz").Principal
	_, key := n.withPasskey(t, p)
	_, renaming := n.RenamePasskey(t.Context(), his, key.ID, "менікі")
	for _, err := range []error{renaming, n.RemovePasskey(t.Context(), his, key.ID), n.RemovePasskey(t.Context(), p, 1<<62), n.RemovePasskey(t.Context(), p, -1)} {
		if !errors.Is(err, ErrPasskeyNotFound) {
			t.Error(err)
		}
	}
	renamed, err := n.RenamePasskey(t.Context(), p, key.ID, " Үйдегі  ноутбук ")
	if err != nil || renamed.Name != "Үйдегі ноутбук" {
		t.Errorf("%+v %v", renamed, err)
	}
	have, err := n.Security(t.Context(), p)
	if err != nil || len(have.Passkeys) != 1 || have.Passkeys[0].Name != "Үйдегі ноутбук" {
		t.Errorf("%+v %v", have, err)
	}
}

func TestAnAdministratorRemovesLostFactors(t *testing.T) {
	n := start(t)
	chief := n.hire(t, "chief@baq.kz", "chief_editor")
	id := n.hire(t, "aigul@baq.kz", "editor")
	n.hire(t, "admin@baq.kz", "administrator")
	boss, p, he := n.enter(t, "admin@baq.kz").Principal, n.enter(t, "aigul@baq.kz").Principal, n.enter(t, "chief@baq.kz").Principal
	if err := n.RemoveSecondFactors(t.Context(), boss, id); !errors.Is(err, ErrNoFactor) {
		t.Errorf("there are none: %v", err)
	}
	a, codes := n.withApp(t, p)
	device, _ := n.withPasskey(t, p)
	n.withApp(t, boss)
	program := boss
	program.KeyID, program.SessionID = 7, uuid.Nil
	for name, c := range map[string]struct {
		by   access.Principal
		id   int64
		want error
	}{
		"her own":              {p, id, ErrNotManageable},
		"without the right":    {he, id, ErrNotManageable},
		"of who may do more":   {he, boss.UserID, ErrNotManageable},
		"the administrator's":  {boss, boss.UserID, ErrNotManageable},
		"by a program":         {program, id, ErrNotManageable},
		"of nobody":            {boss, 1 << 62, ErrUserNotFound},
		"of who has no factor": {boss, chief, ErrNoFactor},
	} {
		if err := n.RemoveSecondFactors(t.Context(), c.by, c.id); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	waiting := n.half(t, "aigul@baq.kz")
	begun, err := n.BeginPasskeyLogin(from(t, "192.0.2.1"), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := n.RemoveSecondFactors(t.Context(), boss, id); err != nil {
		t.Fatal(err)
	}
	if n.sessions(t, id) != 0 || n.journalled(t, "accounts.remove_second_factors") != 1 {
		t.Error("sessions are left, or no entry")
	}
	ctx := from(t, "192.0.2.1")
	for _, code := range []string{a.code(t, 0), codes[0]} {
		if _, err := n.ProveSecondFactor(ctx, waiting.Challenge, code); !errors.Is(err, ErrChallengeOver) {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := n.LoginWithPasskey(ctx, begun.ID, device.get(t, begun.Options)); !errors.Is(err, ErrPasskeyRefused) {
		t.Errorf("the lost passkey: %v", err)
	}
	n.enter(t, "aigul@baq.kz") // with the password alone
	if have, err := n.Security(t.Context(), boss); err != nil || have.TotpSince == nil {
		t.Errorf("the administrator lost his own: %v", err)
	}
	// By the command, also the only administrator's.
	if err := n.ForgetFactors(t.Context(), 1<<62); !errors.Is(err, ErrUserNotFound) {
		t.Errorf("of nobody: %v", err)
	}
	if err := n.ForgetFactors(t.Context(), boss.UserID); err != nil || n.sessions(t, boss.UserID) != 0 {
		t.Errorf("by the command: %v", err)
	}
	if n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.remove_second_factors' AND actor_name = 'system' AND object_id = ?::text", boss.UserID) != 1 {
		t.Error("the command is not in the journal")
	}
	n.enter(t, "admin@baq.kz")
}

func TestChangesOfFactorsAreJournalled(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	ctx := access.WithPrincipal(from(t, "192.0.2.1"), p)
	setup, err := n.BeginTotp(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.ConfirmTotp(ctx, p, (app{secret: setup.Secret, clock: n.clock}).code(t, 0)); err != nil {
		t.Fatal(err)
	}
	_, key := n.withPasskey(t, p)
	_, rename := n.RenamePasskey(ctx, p, key.ID, "Жаңа")
	_, renew := n.RenewRecoveryCodes(ctx, p)
	if err := errors.Join(rename, renew, n.RemovePasskey(ctx, p, key.ID), n.RemoveTotp(ctx, p)); err != nil {
		t.Fatal(err)
	}
	for _, action := range []string{"begin_totp", "enable_totp", "add_passkey", "rename_passkey", "renew_recovery_codes", "remove_passkey", "remove_totp"} {
		if n.journalled(t, "accounts."+action) != 1 {
			t.Errorf("%s is not in the journal", action)
		}
	}
	if n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.remove_totp' AND actor_id = ? AND address = '192.0.2.1'", p.UserID) != 1 {
		t.Error("nobody removed the app")
	}
}

// A session that the password alone has opened must not gain by a factor that its
// owner sets up elsewhere: it may be a thief's.
func TestTheFirstFactorEndsOtherSessions(t *testing.T) {
	for name, set := range map[string]func(node, *testing.T, SignedIn){
		"app":     func(n node, t *testing.T, in SignedIn) { n.withApp(t, in.Principal) },
		"passkey": func(n node, t *testing.T, in SignedIn) { n.withPasskey(t, in.Principal) },
	} {
		n := start(t)
		id := n.hire(t, "aigul@baq.kz", Administrator)
		n.demand(t, Administrator)
		thief, own := n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz")
		set(n, t, own)
		if err := n.opens(t, thief.AccessToken); !errors.Is(err, ErrSessionEnded) {
			t.Errorf("%s: the session of before: %v", name, err)
		}
		if _, err := n.Refresh(t.Context(), thief.RefreshToken); !errors.Is(err, ErrRefreshRefused) {
			t.Errorf("%s: its refresh: %v", name, err)
		}
		if err := n.opens(t, own.AccessToken); err != nil || n.sessions(t, id) != 1 {
			t.Errorf("%s: the own session: %v", name, err)
		}
		// A further factor ends none.
		n.withPasskey(t, own.Principal)
		if err := n.opens(t, own.AccessToken); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
