package accounts

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
)

// byPasskey is a whole login with a passkey.
func (n node) byPasskey(t *testing.T, device *authenticator) (SignedIn, error) {
	t.Helper()
	ctx := from(t, "192.0.2.1")
	c, err := n.BeginPasskeyLogin(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	return n.LoginWithPasskey(ctx, c.ID, device.get(t, c.Options))
}

func TestPasskeyLoginsThatAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	device, _ := n.withPasskey(t, p)
	marat := n.hire(t, "marat@baq.kz", "editor")
	his, _ := n.withPasskey(t, n.enter(t, "marat@baq.kz").Principal)
	before := n.count(t, "SELECT count(*) FROM sessions")
	for name, change := range map[string]func(a *authenticator){
		"a page of another origin":      func(a *authenticator) { a.origin = "https://evil.example" },
		"a page of the sibling site":    func(a *authenticator) { a.origin = "https://rus.baq.kz" },
		"a page on another port":        func(a *authenticator) { a.origin = "https://baq.kz:8443" },
		"a page without encryption":     func(a *authenticator) { a.origin = "http://baq.kz" },
		"no page":                       func(a *authenticator) { a.origin = "" },
		"another relying party":         func(a *authenticator) { a.rpID = "evil.example" },
		"a relying party beneath ours":  func(a *authenticator) { a.rpID = "rus.baq.kz" },
		"nobody verified":               func(a *authenticator) { a.flags = userPresent },
		"nobody present":                func(a *authenticator) { a.flags = userVerified },
		"another person's handle":       func(a *authenticator) { a.handle = his.keys[0].handle },
		"nobody's handle":               func(a *authenticator) { a.handle = random(16) },
		"a handle that is none":         func(a *authenticator) { a.handle = []byte("aigul@baq.kz") },
		"no handle":                     func(a *authenticator) { a.handle = []byte{} },
		"a key that was never added":    func(a *authenticator) { a.keys[0] = strangeKey(t, a.keys[0]) },
		"another key under the same id": func(a *authenticator) { a.keys[0].private = strangeKey(t, a.keys[0]).private },
	} {
		bad := *device
		key := *device.keys[0]
		bad.keys = []*softKey{&key}
		change(&bad)
		if in, err := n.byPasskey(t, &bad); !errors.Is(err, ErrPasskeyRefused) || in.AccessToken != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx := from(t, "192.0.2.1")
	for name, credential := range map[string]string{
		"nothing": ``, "null": `null`, "an empty object": `{}`, "a list": `[]`, "a text": `"x"`, "half": `{"id":`,
		"a type":    `{"id":"AA","rawId":"AA","type":"password","response":{}}`,
		"a huge id": `{"id":"` + strings.Repeat("A", 100_000) + `","rawId":"AA","type":"public-key","response":{}}`,
	} {
		c, err := n.BeginPasskeyLogin(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.LoginWithPasskey(ctx, c.ID, json.RawMessage(credential)); !errors.Is(err, ErrPasskeyRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n.count(t, "SELECT count(*) FROM sessions") != before {
		t.Error("a refusal left a session")
	}
	if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.refuse_login' AND diff->'reason'->>1 = 'passkey not acceptable' AND object_id = ?::text", id); got != 11 {
		t.Errorf("%d refusals journalled as hers", got)
	}
	if err := n.SetDisabled(t.Context(), marat, true); err != nil {
		t.Fatal(err)
	}
	if _, err := n.byPasskey(t, his); !errors.Is(err, ErrPasskeyRefused) {
		t.Errorf("disabled: %v", err)
	}
	// What is refused is not the passkey's fault.
	if _, err := n.byPasskey(t, device); err != nil {
		t.Error(err)
	}
}

// strangeKey is a key that nobody knows, of the same person and id length.
func strangeKey(t *testing.T, like *softKey) *softKey {
	t.Helper()
	a := newAuthenticator()
	a.create(t, json.RawMessage(`{"challenge":"AA","rp":{"id":"baq.kz"},"user":{"id":"AA"}}`))
	a.keys[0].handle, a.keys[0].count = like.handle, like.count
	return a.keys[0]
}

func TestACeremonyWorksOnceInTimeForItsPurpose(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	elsewhere := n.enter(t, "aigul@baq.kz").Principal
	device, _ := n.withPasskey(t, p)
	ctx := from(t, "192.0.2.1")
	begin := func() Ceremony {
		c, err := n.BeginPasskeyLogin(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	// Two answers at once, on two nodes: one session.
	c, before := begin(), n.sessions(t, id)
	answer, nodes := device.get(t, c.Options), []node{n, another(t, n.deps, n.clock)}
	worked, failures := together(6, func(i int) error {
		_, err := nodes[i%2].LoginWithPasskey(ctx, c.ID, answer)
		return err
	})
	if worked != 1 || n.sessions(t, id) != before+1 {
		t.Errorf("worked %d times: %v", worked, failures)
	}
	// The answer again, to another ceremony.
	if _, err := n.LoginWithPasskey(ctx, begin().ID, answer); !errors.Is(err, ErrPasskeyRefused) {
		t.Errorf("a replayed answer: %v", err)
	}
	late := begin()
	reply := device.get(t, late.Options)
	n.clock.pass(challengeLife)
	if _, err := n.LoginWithPasskey(ctx, late.ID, reply); !errors.Is(err, ErrCeremonyOver) {
		t.Errorf("after five minutes: %v", err)
	}
	// What was begun to confirm a session or to add a passkey is no login, and
	// belongs to its session.
	confirming, err := n.BeginConfirmation(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	reply = device.get(t, confirming.Options)
	if _, err := n.LoginWithPasskey(ctx, confirming.ID, reply); !errors.Is(err, ErrCeremonyOver) {
		t.Errorf("a confirmation as a login: %v", err)
	}
	if err := n.ConfirmSession(ctx, elsewhere, Proof{Ceremony: confirming.ID, Credential: reply}); !errors.Is(err, ErrCeremonyOver) {
		t.Errorf("in another session: %v", err)
	}
	login := begin()
	if err := n.ConfirmSession(ctx, p, Proof{Ceremony: login.ID, Credential: device.get(t, login.Options)}); !errors.Is(err, ErrCeremonyOver) {
		t.Errorf("a login as a confirmation: %v", err)
	}
	if err := n.ConfirmSession(ctx, p, Proof{Ceremony: confirming.ID, Credential: reply}); err != nil {
		t.Errorf("what was asked for elsewhere is spoiled here: %v", err)
	}
	if _, err := n.LoginWithPasskey(ctx, n.half(t, "aigul@baq.kz").Challenge, reply); !errors.Is(err, ErrCeremonyOver) {
		t.Errorf("a challenge as a ceremony: %v", err)
	}
}

func TestACopiedPasskeyIsRefused(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	device, _ := n.withPasskey(t, n.enter(t, "aigul@baq.kz").Principal)
	thief := *device
	stolen := *device.keys[0]
	thief.keys = []*softKey{&stolen}
	for range 3 {
		if _, err := n.byPasskey(t, device); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := n.byPasskey(t, &thief); !errors.Is(err, ErrPasskeyRefused) {
		t.Errorf("the copy: %v", err)
	}
	if n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.refuse_login' AND diff->'reason'->>1 = 'passkey is a copy'") != 1 {
		t.Error("the copy is not in the journal")
	}
	if _, err := n.byPasskey(t, device); err != nil {
		t.Errorf("the owner after the thief: %v", err)
	}
	// Many authenticators count nothing.
	n.hire(t, "marat@baq.kz", "editor")
	still, _ := n.withPasskey(t, n.enter(t, "marat@baq.kz").Principal)
	still.step = 0
	for range 2 {
		if _, err := n.byPasskey(t, still); err != nil {
			t.Errorf("a counter that stands still at 0: %v", err)
		}
	}
}

func TestPasskeysThatAreNotAdded(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	n.hire(t, "marat@baq.kz", "editor")
	p, his := n.enter(t, "aigul@baq.kz").Principal, n.enter(t, "marat@baq.kz").Principal
	elsewhere := n.enter(t, "aigul@baq.kz").Principal
	begin := func(p access.Principal) Ceremony {
		c, err := n.BeginPasskey(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, change := range map[string]func(a *authenticator){
		"another origin":  func(a *authenticator) { a.origin = "https://evil.example" },
		"another party":   func(a *authenticator) { a.rpID = "evil.example" },
		"nobody verified": func(a *authenticator) { a.flags = userPresent },
	} {
		device, c := newAuthenticator(), begin(p)
		change(device)
		if _, err := n.AddPasskey(t.Context(), p, c.ID, "x", device.create(t, c.Options)); !errors.Is(err, ErrPasskeyRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	device, c := newAuthenticator(), begin(p)
	made := device.create(t, c.Options)
	for name, who := range map[string]access.Principal{"another person": his, "another session": elsewhere} {
		if _, err := n.AddPasskey(t.Context(), who, c.ID, "x", made); !errors.Is(err, ErrCeremonyOver) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "  ", "\u200b", "a\x00b", strings.Repeat("қ", 61)} {
		if _, err := n.AddPasskey(t.Context(), p, c.ID, name, made); !errors.Is(err, ErrPasskeyName) {
			t.Errorf("named %q: %v", name, err)
		}
	}
	worked, _ := together(5, func(int) error {
		_, err := n.AddPasskey(t.Context(), p, c.ID, strings.Repeat("қ", 60), made)
		return err
	})
	if worked != 1 {
		t.Errorf("one ceremony added %d passkeys", worked)
	}
	if device.create(t, begin(p).Options) != nil {
		t.Error("the same device is asked for a second passkey")
	}
	// A credential that is somebody's can't become another's.
	forHim := begin(his)
	copied := device.attest(t, device.keys[0], read(t, forHim.Options))
	if _, err := n.AddPasskey(t.Context(), his, forHim.ID, "x", copied); !errors.Is(err, ErrPasskeyTaken) {
		t.Errorf("somebody's credential: %v", err)
	}
	// The answer of a login is no new passkey.
	login, err := n.BeginPasskeyLogin(from(t, "192.0.2.1"), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.AddPasskey(t.Context(), p, begin(p).ID, "x", device.get(t, login.Options)); !errors.Is(err, ErrPasskeyRefused) {
		t.Errorf("a login's answer: %v", err)
	}
	ended := begin(p)
	if err := n.Logout(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if _, err := n.AddPasskey(t.Context(), p, ended.ID, "x", newAuthenticator().create(t, ended.Options)); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("after the logout: %v", err)
	}
	if n.count(t, "SELECT count(*) FROM passkeys") != 1 {
		t.Error("there are other passkeys than the one")
	}
}

func TestThereAreTwentyPasskeysAtTheMost(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	var waiting []Ceremony
	for range 3 {
		c, err := n.BeginPasskey(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		waiting = append(waiting, c)
	}
	for range mostPasskeys - 1 {
		n.withPasskey(t, p)
	}
	var made []json.RawMessage
	for _, c := range waiting {
		made = append(made, newAuthenticator().create(t, c.Options))
	}
	worked, failures := together(len(waiting), func(i int) error {
		_, err := n.AddPasskey(t.Context(), p, waiting[i].ID, "x", made[i])
		return err
	})
	if worked != 1 || !errors.Is(failures[0], ErrTooManyPasskeys) {
		t.Errorf("%d of the last worked: %v", worked, failures)
	}
	if _, err := n.BeginPasskey(t.Context(), p); !errors.Is(err, ErrTooManyPasskeys) {
		t.Error(err)
	}
}

func TestAPasskeyAsSecondStep(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	n.hire(t, "marat@baq.kz", "editor")
	his, _ := n.withPasskey(t, n.enter(t, "marat@baq.kz").Principal)
	n.withApp(t, p)
	ctx := from(t, "192.0.2.1")
	if _, err := n.BeginPasskeyLogin(ctx, n.half(t, "aigul@baq.kz").Challenge); !errors.Is(err, ErrNoPasskey) {
		t.Errorf("without a passkey: %v", err)
	}
	if _, err := n.BeginPasskeyLogin(ctx, "invented"); !errors.Is(err, ErrChallengeOver) {
		t.Errorf("an invented challenge: %v", err)
	}
	device, _ := n.withPasskey(t, p)
	needed, before := n.half(t, "aigul@baq.kz"), n.sessions(t, id)
	for range challengeGuesses { // the passkey of a colleague, as often as a challenge survives it
		c, err := n.BeginPasskeyLogin(ctx, needed.Challenge)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.LoginWithPasskey(ctx, c.ID, his.assert(t, his.keys[0], read(t, c.Options))); !errors.Is(err, ErrPasskeyRefused) {
			t.Errorf("a passkey of another: %v", err)
		}
	}
	if _, err := n.BeginPasskeyLogin(ctx, needed.Challenge); !errors.Is(err, ErrChallengeOver) {
		t.Errorf("a challenge after %d wrong answers: %v", challengeGuesses, err)
	}
	slow := n.half(t, "aigul@baq.kz")
	n.clock.pass(challengeLife - time.Second)
	hasty, err := n.BeginPasskeyLogin(ctx, slow.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	n.clock.pass(time.Second)
	if _, err := n.LoginWithPasskey(ctx, hasty.ID, device.get(t, hasty.Options)); !errors.Is(err, ErrChallengeOver) {
		t.Errorf("after the challenge's five minutes: %v", err)
	}
	needed = n.half(t, "aigul@baq.kz")
	if needed.Methods[0] != ByPasskey {
		t.Errorf("%v", needed.Methods)
	}
	var both []Ceremony
	for range 2 {
		c, err := n.BeginPasskeyLogin(ctx, needed.Challenge)
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, c)
	}
	in, err := n.LoginWithPasskey(ctx, both[0].ID, device.get(t, both[0].Options))
	if err != nil || n.sessions(t, id) != before+1 || n.count(t, "SELECT count(*) FROM sessions WHERE id = ? AND method = 'passkey'", in.Principal.SessionID) != 1 {
		t.Error(err)
	}
	if _, err := n.LoginWithPasskey(ctx, both[1].ID, device.get(t, both[1].Options)); !errors.Is(err, ErrCeremonyOver) {
		t.Errorf("a second session of one challenge: %v", err)
	}
}

func TestStrangersCanNotFillTheDatabaseWithCeremonies(t *testing.T) {
	n := start(t)
	ctx := from(t, "203.0.113.7")
	for range ceremoniesPerAddress {
		if _, err := n.BeginPasskeyLogin(ctx, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := n.BeginPasskeyLogin(ctx, ""); !errors.Is(err, ErrTooManyAttempts) {
		t.Errorf("%v", err)
	}
	if _, err := n.BeginPasskeyLogin(from(t, "203.0.113.8"), ""); err != nil {
		t.Errorf("another address: %v", err)
	}
	n.clock.pass(challengeLife)
	if _, err := n.PurgeSessions(t.Context()); err != nil || n.count(t, "SELECT count(*) FROM login_challenges") != 0 {
		t.Errorf("ceremonies stay: %v", err)
	}
}

func TestASiteWithoutADomainHasNoPasskeys(t *testing.T) {
	n := start(t, func(d *Deps) { d.Issuer = "http://127.0.0.1:8080" })
	n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	_, login := n.BeginPasskeyLogin(from(t, "192.0.2.1"), "")
	_, add := n.BeginPasskey(t.Context(), p)
	_, confirm := n.BeginConfirmation(t.Context(), p)
	_, end := n.LoginWithPasskey(t.Context(), "x", nil)
	for _, err := range []error{login, add, confirm, end} {
		if !errors.Is(err, ErrNoPasskeysHere) {
			t.Error(err)
		}
	}
}

func TestTheRelyingPartyIsTheMainSite(t *testing.T) {
	for site, want := range map[string][2]string{
		"https://baq.kz":        {"baq.kz", "https://baq.kz"},
		"http://localhost:8080": {"localhost", "http://localhost:8080"},
	} {
		party, err := relyingParty(site)
		if err != nil || party.Config.RPID != want[0] || len(party.Config.RPOrigins) != 1 || party.Config.RPOrigins[0] != want[1] {
			t.Errorf("%s: %+v %v", site, party, err)
		}
	}
}

// The panel's way: all through the API, as a browser would.
func TestPasskeyJourney(t *testing.T) {
	n := start(t)
	n.clock.pass(time.Since(n.clock.now())) // the guard asks the real clock whether a proof is fresh
	id := n.hire(t, "aigul@baq.kz", "editor")
	cookies := cookieHeader(jar(n.send(t, "POST", base+"/session", credentialsBody+"}")))
	device := newAuthenticator()
	options := decode[admin.PasskeyCeremony](t, n.send(t, "POST", base+"/account/passkeys/options", "", "Cookie", cookies))
	var creation struct {
		User                   struct{ ID, Name, DisplayName string }
		AuthenticatorSelection struct{ ResidentKey, UserVerification string }
		Attestation            string
	}
	if err := json.Unmarshal(options.Options, &creation); err != nil || creation.AuthenticatorSelection.ResidentKey != "required" ||
		creation.AuthenticatorSelection.UserVerification != "required" || creation.Attestation != "none" || creation.User.Name != "aigul@baq.kz" {
		t.Errorf("%s %v", options.Options, err)
	}
	handle, err := uuid.FromBytes(unb64(t, creation.User.ID))
	if err != nil || n.count(t, "SELECT count(*) FROM users WHERE id = ? AND handle = ?", id, handle) != 1 {
		t.Errorf("the handle is %s: %v", creation.User.ID, err)
	}
	added := n.send(t, "POST", base+"/account/passkeys", withCredential(options.Ceremony, device.create(t, options.Options), `,"name":" Айфон  "`), "Cookie", cookies)
	key := decode[admin.Passkey](t, added)
	if added.StatusCode != http.StatusCreated || key.Name != "Айфон" || key.LastUsedAt != nil {
		t.Fatalf("%d %+v", added.StatusCode, key)
	}
	begun := decode[admin.PasskeyCeremony](t, n.send(t, "POST", base+"/session/passkey/options", `{}`))
	done := n.send(t, "POST", base+"/session/passkey", withCredential(begun.Ceremony, device.get(t, begun.Options), ""), "Sec-Fetch-Site", "same-origin")
	in := decode[admin.SignedIn](t, done)
	if done.StatusCode != http.StatusOK || in.Me.ID != id || len(done.Cookies()) < 2 {
		t.Fatalf("%d %+v", done.StatusCode, in)
	}
	cookies = cookieHeader(jar(done))
	security := decode[admin.Security](t, n.send(t, "GET", base+"/account/security", "", "Cookie", cookies))
	if len(security.Passkeys) != 1 || security.Passkeys[0].LastUsedAt == nil || !security.Confirmed || !security.PasswordSet || security.TotpSince != nil {
		t.Errorf("%+v", security)
	}
	evil := n.send(t, "POST", base+"/session/passkey", withCredential("x", json.RawMessage(`{}`), ""), "Sec-Fetch-Site", "cross-site")
	if problem(t, evil) != "access.cross_site" {
		t.Error("another site logs its visitors in")
	}
}

func withCredential(ceremony string, credential json.RawMessage, more string) string {
	return `{"ceremony":"` + ceremony + `","credential":` + string(credential) + more + `}`
}
