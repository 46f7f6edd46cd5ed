package accounts

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// again refreshes and fails the test if it does not work.
func (n node) again(t *testing.T, in SignedIn) SignedIn {
	t.Helper()
	out, err := n.Refresh(from(t, "192.0.2.9"), in.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRefreshIsRefused(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	for name, token := range map[string]string{
		"nothing": "", "a word": "token", "an access token": in.AccessToken, "a NUL": "\x00", "shortened": in.RefreshToken[1:],
	} {
		if _, err := n.Refresh(t.Context(), token); !errors.Is(err, ErrRefreshRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	n.again(t, in)
}

func TestRefreshTokenIsNotStored(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz")
	in := n.enter(t, "aigul@baq.kz")
	if n.count(t, "SELECT count(*) FROM refresh_tokens WHERE hash = ?", []byte(in.RefreshToken)) != 0 {
		t.Error("the token itself is in the database")
	}
	if n.count(t, "SELECT count(*) FROM refresh_tokens WHERE hash = sha256(?)", []byte(in.RefreshToken)) != 1 {
		t.Error("its hash is not")
	}
	if len(in.RefreshToken) != 43 { // 256 bits in base64
		t.Errorf("%d characters", len(in.RefreshToken))
	}
}

func TestReuseEndsTheSession(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	robbed, elsewhere := n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz")
	n.clock.pass(time.Minute)
	fresh := n.again(t, robbed)
	n.clock.pass(reuseGrace + time.Millisecond)
	if _, err := n.Refresh(t.Context(), robbed.RefreshToken); !errors.Is(err, ErrRefreshReused) {
		t.Fatalf("a token used 10.001 s ago: %v", err)
	}
	for name, token := range map[string]string{"the thief's": robbed.RefreshToken, "the robbed one's": fresh.RefreshToken} {
		if _, err := n.Refresh(t.Context(), token); !errors.Is(err, ErrRefreshRefused) {
			t.Errorf("%s refresh token: %v", name, err)
		}
	}
	if err := n.opens(t, fresh.AccessToken); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("the access token: %v", err)
	}
	if n.journalled(t, "accounts.refresh_reused") != 1 {
		t.Error("the reuse is not in the journal once")
	}
	if err := n.opens(t, elsewhere.AccessToken); err != nil {
		t.Errorf("the other session: %v", err)
	}
}

func TestTwoTabsMayRefreshAtOnce(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	one := n.again(t, in)
	n.clock.pass(reuseGrace)
	two := n.again(t, in)
	if one.RefreshToken == two.RefreshToken {
		t.Error("both tabs got one token")
	}
	n.again(t, one)
	n.again(t, two)
}

func TestTwentyRefreshAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	nodes := []node{n, another(t, n.deps, n.clock)}
	var mu sync.Mutex
	var all sync.WaitGroup
	var got []SignedIn
	for i := range 20 {
		all.Go(func() {
			out, err := nodes[i%2].Refresh(t.Context(), in.RefreshToken)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			got = append(got, out)
		})
	}
	all.Wait()
	if tokens := n.count(t, "SELECT count(*) FROM refresh_tokens"); tokens != 21 || len(got) != 20 {
		t.Fatalf("%d tokens, %d answers", tokens, len(got))
	}
	if used := n.count(t, "SELECT count(*) FROM refresh_tokens WHERE used_at IS NOT NULL"); used != 1 {
		t.Errorf("%d tokens are used", used)
	}
	for _, out := range got {
		n.again(t, out)
	}
	n.clock.pass(reuseGrace + time.Second)
	var reused int
	for range 20 { // and twenty thieves at once end the session once
		all.Go(func() {
			_, err := n.Refresh(t.Context(), in.RefreshToken)
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, ErrRefreshReused) {
				reused++
			} else if !errors.Is(err, ErrRefreshRefused) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if reused != 1 || n.journalled(t, "accounts.refresh_reused") != 1 {
		t.Errorf("%d reuses were found", reused)
	}
}

func TestSessionSlidesToItsEnd(t *testing.T) {
	n := start(t, func(d *Deps) { d.SessionLife = 40 * 24 * time.Hour })
	n.hire(t, "aigul@baq.kz", "editor")
	in, idle := n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz")
	begun := n.clock.now()
	for range 2 {
		n.clock.pass(n.deps.SessionLife - time.Second)
		in = n.again(t, in)
		if err := n.opens(t, in.AccessToken); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := n.Refresh(t.Context(), idle.RefreshToken); !errors.Is(err, ErrRefreshRefused) {
		t.Errorf("a session that nobody used: %v", err)
	}
	if want := begun.Add(longestSession); !in.ExpiresAt.Equal(want) {
		t.Errorf("the session ends at %s, not at %s", in.ExpiresAt, want)
	}
	n.clock.pass(longestSession - n.clock.now().Sub(begun) - time.Second)
	last := n.again(t, in)
	n.clock.pass(time.Second)
	if err := n.opens(t, last.AccessToken); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("after 90 days: %v", err)
	}
	if _, err := n.Refresh(t.Context(), last.RefreshToken); !errors.Is(err, ErrRefreshRefused) {
		t.Errorf("a refresh after 90 days: %v", err)
	}
}

func TestPurge(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	ended, used, living := n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz")
	if err := n.Logout(t.Context(), ended.Principal); err != nil {
		t.Fatal(err)
	}
	used = n.again(t, used)
	for range 3 {
		n.clock.pass(10 * 24 * time.Hour)
		living = n.again(t, living)
	}
	if _, err := n.PurgeSessions(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n.count(t, "SELECT count(*) FROM sessions") != 3 {
		t.Error("what ended 30 days ago is gone already")
	}
	n.clock.pass(time.Second)
	rows, err := n.PurgeSessions(t.Context())
	if err != nil || rows != 1 {
		t.Errorf("%d rows, %v", rows, err)
	}
	// living used 4 tokens, of which those of the last 14 days are kept.
	if n.count(t, "SELECT count(*) FROM sessions WHERE id = ?", ended.Principal.SessionID) != 0 {
		t.Error("the ended session is kept")
	}
	if got := n.count(t, "SELECT count(*) FROM refresh_tokens WHERE session_id = ?", living.Principal.SessionID); got != 3 {
		t.Errorf("%d tokens of the living session are kept", got)
	}
	if n.again(t, living); used.RefreshToken == "" {
		t.Error("no token")
	}
}
