package accounts

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
)

func TestSecondStepsThatAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	a, codes := n.withApp(t, in.Principal)
	marat := n.hire(t, "marat@baq.kz", "editor")
	his, _ := n.withApp(t, n.enter(t, "marat@baq.kz").Principal)
	if err := errors.Join(n.LogoutEverywhere(t.Context(), in.Principal), n.SetPassword(t.Context(), marat, password)); err != nil {
		t.Fatal(err)
	}
	ctx := from(t, "192.0.2.9")
	for name, code := range map[string]string{
		"a wrong code":             a.wrong(t),
		"a code of two steps ago":  a.code(t, -60*time.Second),
		"a code of the day after":  a.code(t, 24*time.Hour),
		"another's code":           his.code(t, 0),
		"an unknown recovery code": "AAAAA-AAAAA",
		"ten thousand letters":     strings.Repeat("1", 10_000),
		"digits of another script": "١٢٣٤٥٦",
		"nothing":                  "",
	} {
		if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, code); !errors.Is(err, ErrWrongCode) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, challenge := range map[string]string{
		"no challenge": "", "an invented one": newChallengeID(), "ten thousand letters": strings.Repeat("x", 10_000),
	} {
		if _, err := n.ProveSecondFactor(ctx, challenge, a.code(t, 0)); !errors.Is(err, ErrChallengeOver) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Her right codes do not open his account, nor the other way round.
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "marat@baq.kz").Challenge, a.code(t, 0)); !errors.Is(err, ErrWrongCode) {
		t.Errorf("another's challenge: %v", err)
	}
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "marat@baq.kz").Challenge, codes[0]); !errors.Is(err, ErrWrongCode) {
		t.Errorf("another's recovery code: %v", err)
	}
	late := n.half(t, "aigul@baq.kz")
	n.clock.pass(challengeLife)
	if _, err := n.ProveSecondFactor(ctx, late.Challenge, a.code(t, 0)); !errors.Is(err, ErrChallengeOver) {
		t.Errorf("after five minutes: %v", err)
	}
	if n.sessions(t, id)+n.sessions(t, marat) != 0 {
		t.Error("a refusal left a session")
	}
	if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.refuse_login' AND diff->'reason'->>1 = 'wrong second factor'"); got != 10 {
		t.Errorf("%d refusals journalled", got)
	}
}

func TestAChallengeDiesOfWrongCodes(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	a, _ := n.withApp(t, n.enter(t, "aigul@baq.kz").Principal)
	ctx, needed := from(t, "192.0.2.1"), n.half(t, "aigul@baq.kz")
	for i := range challengeGuesses {
		want := error(ErrWrongCode)
		if i == challengeGuesses-1 {
			want = ErrChallengeOver
		}
		if _, err := n.ProveSecondFactor(ctx, needed.Challenge, a.wrong(t)); !errors.Is(err, want) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if _, err := n.ProveSecondFactor(ctx, needed.Challenge, a.code(t, 0)); !errors.Is(err, ErrChallengeOver) {
		t.Errorf("a dead challenge: %v", err)
	}
	if n.sessions(t, id) != 1 {
		t.Error("a session was opened")
	}
}

// A right password buys new challenges, not new guesses.
func TestGuessingCodesIsLimitedAcrossChallenges(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	a, _ := n.withApp(t, n.enter(t, "aigul@baq.kz").Principal)
	ctx, tried := from(t, "203.0.113.5"), 0
	for range 100 {
		var needed *SecondFactorNeeded
		_, err := n.Login(ctx, "aigul@baq.kz", password)
		if errors.Is(err, ErrTooManyAttempts) {
			break
		}
		if !errors.As(err, &needed) {
			t.Fatal(err)
		}
		if _, err := n.ProveSecondFactor(ctx, needed.Challenge, a.wrong(t)); errors.Is(err, ErrTooManyAttempts) {
			break
		}
		tried++
	}
	if tried != guessesPerAccount {
		t.Errorf("%d guesses were looked at", tried)
	}
	if n.sessions(t, id) != 1 {
		t.Error("a session was opened")
	}
}

// No session may come of a password that is no longer right, or of rights that
// are no longer held.
func TestAChangeBetweenTheSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	for name, change := range map[string]func(context.Context, node, int64) error{
		"password": func(ctx context.Context, n node, id int64) error {
			return n.SetPassword(ctx, id, "мүлдем басқа құпиясөз")
		},
		"disabling": func(ctx context.Context, n node, id int64) error { return n.SetDisabled(ctx, id, true) },
		"roles":     func(ctx context.Context, n node, id int64) error { return n.SetRoles(ctx, id, []string{"analyst"}) },
	} {
		n := start(t)
		id := n.hire(t, "aigul@baq.kz", "editor")
		in := n.enter(t, "aigul@baq.kz")
		a, codes := n.withApp(t, in.Principal)
		device, _ := n.withPasskey(t, in.Principal)
		ctx := from(t, "192.0.2.1")
		needed := n.half(t, "aigul@baq.kz")
		second, err := n.BeginPasskeyLogin(ctx, needed.Challenge)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(change(t.Context(), n, id), n.LogoutEverywhere(t.Context(), in.Principal)); err != nil {
			t.Fatal(err)
		}
		for kind, code := range map[string]string{"app": a.code(t, 0), "recovery code": codes[0]} {
			if _, err := n.ProveSecondFactor(ctx, needed.Challenge, code); !errors.Is(err, ErrChallengeOver) {
				t.Errorf("%s, %s: %v", name, kind, err)
			}
		}
		if _, err := n.LoginWithPasskey(ctx, second.ID, device.get(t, second.Options)); !errors.Is(err, ErrChallengeOver) {
			t.Errorf("%s, passkey: %v", name, err)
		}
		if n.sessions(t, id) != 0 {
			t.Errorf("%s: a session", name)
		}
	}
}

// together runs f so many times at once and says how often it worked.
func together(n int, f func(i int) error) (worked int, failures []error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-begin
			err := f(i)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				worked++
			} else {
				failures = append(failures, err)
			}
		})
	}
	close(begin)
	all.Wait()
	return worked, failures
}

func TestACodeWorksOnceAlsoAtOnce(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	a, codes := n.withApp(t, n.enter(t, "aigul@baq.kz").Principal)
	second := another(t, n.deps, n.clock)
	nodes := []node{n, second}
	for name, code := range map[string]string{"app": a.code(t, 0), "recovery code": codes[3]} {
		before := n.sessions(t, id)
		var challenges []string
		for range 6 {
			challenges = append(challenges, n.half(t, "aigul@baq.kz").Challenge)
		}
		worked, failures := together(len(challenges), func(i int) error {
			_, err := nodes[i%2].ProveSecondFactor(from(t, "192.0.2.1"), challenges[i], code)
			return err
		})
		if worked != 1 || n.sessions(t, id) != before+1 {
			t.Errorf("%s: worked %d times, %d sessions", name, worked, n.sessions(t, id)-before)
		}
		for _, err := range failures {
			if !errors.Is(err, ErrWrongCode) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	// And one challenge gives one session, to however many who answer it rightly.
	needed := n.half(t, "aigul@baq.kz")
	worked, _ := together(6, func(i int) error {
		_, err := nodes[i%2].ProveSecondFactor(from(t, "192.0.2.1"), needed.Challenge, codes[4+i%6])
		return err
	})
	if worked != 1 {
		t.Errorf("one challenge opened %d sessions", worked)
	}
}

func TestACodeDoesNotWorkAgainLater(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	a, codes := n.withApp(t, p)
	ctx := from(t, "192.0.2.1")
	early := a.code(t, -30*time.Second)
	for _, code := range []string{a.code(t, 0), codes[0]} {
		if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, code); err != nil {
			t.Fatal(err)
		}
		if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, code); !errors.Is(err, ErrWrongCode) {
			t.Errorf("a replayed code: %v", err)
		}
	}
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, early); !errors.Is(err, ErrWrongCode) {
		t.Errorf("a code older than the last: %v", err)
	}
	if err := n.ConfirmSession(ctx, p, Proof{Code: a.code(t, 0)}); !errors.Is(err, ErrNotConfirmed) {
		t.Errorf("a code of the login as a confirmation: %v", err)
	}
	// New recovery codes void the old ones, also the unused.
	fresh, err := n.RenewRecoveryCodes(t.Context(), p)
	if err != nil || len(fresh) != recoveryCodes || slices.Contains(fresh, codes[1]) {
		t.Fatalf("%v: %v", fresh, err)
	}
	if _, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, codes[1]); !errors.Is(err, ErrWrongCode) {
		t.Errorf("a void code: %v", err)
	}
	in, err := n.ProveSecondFactor(ctx, n.half(t, "aigul@baq.kz").Challenge, fresh[1])
	if err != nil || n.count(t, "SELECT count(*) FROM sessions WHERE id = ? AND method = 'recovery_code'", in.Principal.SessionID) != 1 {
		t.Error(err)
	}
}

// The panel's way: a 202 with nothing that opens anything, then the session.
func TestSecondFactorJourney(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	a, _ := n.withApp(t, n.enter(t, "aigul@baq.kz").Principal)
	half := n.send(t, "POST", base+"/session", credentialsBody+"}", "Sec-Fetch-Site", "same-origin")
	needed := decode[admin.SecondFactorNeeded](t, half)
	if half.StatusCode != http.StatusAccepted || len(half.Cookies()) != 0 || len(needed.Methods) != 2 || !needed.ExpiresAt.Equal(n.clock.now().Add(challengeLife)) {
		t.Fatalf("%d %+v %v", half.StatusCode, needed, half.Cookies())
	}
	if n.count(t, "SELECT count(*) FROM login_challenges WHERE position(? in hash) > 0", []byte(needed.Challenge)) != 0 {
		t.Error("the challenge can be read in the database")
	}
	body := func(code string) string { return `{"challenge":"` + needed.Challenge + `","code":"` + code + `"}` }
	for name, c := range map[string]struct {
		body    string
		headers []string
		status  int
		code    string
	}{
		"another site":         {body(a.code(t, 0)), []string{"Sec-Fetch-Site", "cross-site"}, 403, "access.cross_site"},
		"a wrong code":         {body(a.wrong(t)), nil, 422, ErrWrongCode.Code},
		"ten thousand letters": {body(strings.Repeat("1", 10_000)), nil, 400, "request.invalid"},
		"a long challenge":     {`{"challenge":"` + strings.Repeat("x", 10_000) + `","code":"123456"}`, nil, 400, "request.invalid"},
		"no challenge":         {`{"code":"123456"}`, nil, 400, "request.invalid"},
		"an invented one":      {`{"challenge":"invented","code":"123456"}`, nil, 401, ErrChallengeOver.Code},
	} {
		answer := n.send(t, "POST", base+"/session/second-factor", c.body, c.headers...)
		if code := problem(t, answer); answer.StatusCode != c.status || code != c.code || len(answer.Cookies()) != 0 {
			t.Errorf("%s: %d %s", name, answer.StatusCode, code)
		}
	}
	done := n.send(t, "POST", base+"/session/second-factor", body(a.code(t, 0)), "Sec-Fetch-Site", "same-origin")
	in := decode[admin.SignedIn](t, done)
	if done.StatusCode != http.StatusOK || in.Me.Email != "aigul@baq.kz" || len(done.Cookies()) < 2 || done.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %+v", done.StatusCode, in)
	}
	list := decode[admin.SessionList](t, n.send(t, "GET", base+"/sessions", "", "Cookie", cookieHeader(jar(done))))
	for _, s := range list.Items {
		if want := map[bool]admin.LoginMethod{true: "totp", false: "password"}[s.Current]; s.Method != want {
			t.Errorf("%+v", s)
		}
	}
}

// However slowly the codes are guessed, and from however many addresses.
func TestAHundredWrongCodesShutTheApp(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	a, codes := n.withApp(t, p)
	device, _ := n.withPasskey(t, p)
	lastTen := func() {
		for range 10 {
			if _, err := n.ProveSecondFactor(from(t, "203.0.113.5"), n.half(t, "aigul@baq.kz").Challenge, a.wrong(t)); !errors.Is(err, ErrWrongCode) {
				t.Fatal(err)
			}
			n.clock.pass(guessWindow / 5)
		}
		if _, err := n.ProveSecondFactor(from(t, "192.0.2.1"), n.half(t, "aigul@baq.kz").Challenge, a.code(t, 0)); !errors.Is(err, ErrWrongCode) {
			t.Errorf("a shut app: %v", err)
		}
		if needed := n.half(t, "aigul@baq.kz"); slices.Contains(needed.Methods, ByTotp) || len(needed.Methods) != 2 {
			t.Errorf("%v are offered", needed.Methods)
		}
	}
	opens := func() {
		t.Helper()
		n.clock.pass(guessWindow)
		if _, err := n.ProveSecondFactor(from(t, "192.0.2.1"), n.half(t, "aigul@baq.kz").Challenge, a.code(t, 0)); err != nil {
			t.Errorf("the app stays shut: %v", err)
		}
	}
	if _, err := n.db.NewRaw("UPDATE totps SET failures = ?", mostTotpFailures-10).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	lastTen()
	if n.journalled(t, "accounts.shut_totp") != 1 {
		t.Error("nothing tells that the app was shut")
	}
	if _, err := n.ProveSecondFactor(from(t, "192.0.2.1"), n.half(t, "aigul@baq.kz").Challenge, codes[0]); err != nil {
		t.Fatal(err)
	}
	opens()
	if _, err := n.db.NewRaw("UPDATE totps SET failures = ? WHERE user_id = ?", mostTotpFailures, id).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := n.byPasskey(t, device); err != nil {
		t.Fatal(err)
	}
	opens()
}
