package accounts

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/testkit"
)

// stores runs a test on each of the two places where attempts are counted.
func stores(t *testing.T, test func(*testing.T, *guesses, *clock)) {
	for name, client := range map[string]func(*testing.T) rueidis.Client{"redis": dial, "process": func(*testing.T) rueidis.Client { return nil }} {
		t.Run(name, func(t *testing.T) {
			c := &clock{at: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)}
			test(t, &guesses{redis: client(t), local: newWindows(), now: c.now, log: slog.New(slog.DiscardHandler)}, c)
		})
	}
}

func dial(t *testing.T) rueidis.Client {
	t.Helper()
	client, err := cache.Open(testkit.Redis(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func TestAttemptsOfAWindow(t *testing.T) {
	stores(t, func(t *testing.T, g *guesses, c *clock) {
		b := bucket{key: name("test"), limit: 3, window: guessWindow}
		for i := range 3 {
			if v := g.take(t.Context(), b, fmt.Sprint(i)); !v.allowed {
				t.Fatalf("attempt %d: %+v", i, v)
			}
			c.pass(time.Minute)
		}
		if v := g.take(t.Context(), b, "3"); v.allowed || !v.first || v.wait != guessWindow-3*time.Minute {
			t.Errorf("one too many: %+v", v)
		}
		if v := g.take(t.Context(), b, "4"); v.allowed || v.first {
			t.Errorf("one more: %+v", v)
		}
		g.give(t.Context(), b, "1")
		if v := g.take(t.Context(), b, "5"); !v.allowed {
			t.Errorf("after one was given back: %+v", v)
		}
		c.pass(guessWindow - 3*time.Minute)
		if v := g.take(t.Context(), b, "6"); !v.allowed {
			t.Errorf("when the oldest has left the window: %+v", v)
		}
		if v := g.take(t.Context(), b, "7"); v.allowed || !v.first {
			t.Errorf("a new series: %+v", v)
		}
	})
}

func TestParallelGuessesAreCounted(t *testing.T) {
	stores(t, func(t *testing.T, g *guesses, _ *clock) {
		var allowed sync.Map
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				if _, v := g.begin(t.Context(), "aigul@baq.kz", "192.0.2.1", uuid.Nil); v.allowed {
					allowed.Store(i, true)
				}
			})
		}
		all.Wait()
		n := 0
		allowed.Range(func(any, any) bool { n++; return true })
		if n != guessesPerAccount {
			t.Errorf("%d of 60 guesses at once were allowed", n)
		}
	})
}

func TestNetworkOfAnAddress(t *testing.T) {
	for given, want := range map[string]string{
		"192.0.2.1":         "192.0.2.1",
		"::ffff:192.0.2.1":  "192.0.2.1",
		"2001:db8:1:2:3::4": "2001:db8:1:2::/64",
		"fe80::1%eth0":      "fe80::/64",
		"":                  "",
		"not an address":    "not an address",
	} {
		if got := access.Network(given); got != want {
			t.Errorf("%s: %s, not %s", given, got, want)
		}
	}
}

func TestMemoryOfTheProcessIsBounded(t *testing.T) {
	w, now := newWindows(), time.Now()
	for i := range mostWindows + 10 {
		w.take(bucket{key: fmt.Sprint(i), limit: 1, window: guessWindow}, "a", now)
	}
	if len(w.all) > mostWindows {
		t.Errorf("%d windows", len(w.all))
	}
	for i := range mostWindows * 2 { // what is empty makes room, what is full stays
		b := bucket{key: fmt.Sprint("x", i), limit: 1, window: guessWindow}
		w.take(b, "a", now)
		w.give(b, "a")
	}
	if v := w.take(bucket{key: fmt.Sprint(mostWindows), limit: 1, window: guessWindow}, "b", now); v.allowed {
		t.Error("empty windows pushed out a full one")
	}
}

// guess tries a wrong password n times and returns the last answer.
func guess(t *testing.T, at node, ctx context.Context, email string, n int) (err error) { //nolint:revive // t first
	t.Helper()
	for range n {
		_, err = at.Login(ctx, email, "a wrong password")
	}
	return err
}

func TestGuessingIsLimited(t *testing.T) {
	client := dial(t)
	n := start(t, withRedis(client))
	other := another(t, n.deps, n.clock)
	n.hire(t, "aigul@baq.kz", "editor")
	n.hire(t, "dastan@baq.kz", "editor")
	here, there := from(t, "192.0.2.1"), from(t, "198.51.100.7")
	if err := guess(t, n, here, "aigul@baq.kz", 5); !errors.Is(err, ErrWrongCredentials) {
		t.Fatal(err)
	}
	if err := guess(t, other, here, "AIGUL@baq.kz", 5); !errors.Is(err, ErrWrongCredentials) {
		t.Fatal(err)
	}
	_, err := n.Login(here, "aigul@baq.kz", password)
	if f, ok := fault.As(err); !ok || f.Code != ErrTooManyAttempts.Code || f.RetryAfter != guessWindow {
		t.Errorf("the eleventh, even with the password: %v", err)
	}
	for range 5 {
		if _, err = other.Login(here, "aigul@baq.kz", password); !errors.Is(err, ErrTooManyAttempts) {
			t.Error(err)
		}
	}
	if got := n.journalled(t, "accounts.refuse_login"); got != 10 {
		t.Errorf("%d refusals in the journal", got)
	}
	if got := n.journalled(t, "accounts.limit_login"); got != 1 {
		t.Errorf("%d entries of a series of limited logins", got)
	}
	if _, err := n.Login(there, "aigul@baq.kz", password); err != nil {
		t.Errorf("the real one, from elsewhere: %v", err)
	}
	if _, err := n.Login(here, "dastan@baq.kz", password); err != nil {
		t.Errorf("a colleague at the same address: %v", err)
	}
	n.clock.pass(guessWindow)
	if _, err := n.Login(here, "aigul@baq.kz", password); err != nil {
		t.Errorf("after a quarter of an hour: %v", err)
	}
}

func TestSprayFromOneAddressIsLimited(t *testing.T) {
	n := start(t, withRedis(dial(t)))
	n.hire(t, "aigul@baq.kz", "editor")
	here := from(t, "2001:db8:1:2::1")
	for i := range guessesPerAddress {
		if err := guess(t, n, here, fmt.Sprintf("user%d@baq.kz", i), 1); !errors.Is(err, ErrWrongCredentials) {
			t.Fatalf("guess %d: %v", i, err)
		}
	}
	if err := guess(t, n, from(t, "2001:db8:1:2:ffff::9"), "one.more@baq.kz", 1); !errors.Is(err, ErrTooManyAttempts) {
		t.Errorf("the 51st, from the same network: %v", err)
	}
	if _, err := n.Login(from(t, "2001:db8:1:3::1"), "aigul@baq.kz", password); err != nil {
		t.Errorf("from the next network: %v", err)
	}
}

func TestSuccessForgivesFailures(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	stores(t, func(t *testing.T, g *guesses, _ *clock) {
		n := start(t, withRedis(g.redis))
		n.hire(t, "aigul@baq.kz", "editor")
		for range 4 { // 4 times 9 failures: never 10 in a row
			if err := guess(t, n, from(t, "192.0.2.1"), "aigul@baq.kz", guessesPerAccount-1); !errors.Is(err, ErrWrongCredentials) {
				t.Fatal(err)
			}
			n.enter(t, "aigul@baq.kz")
		}
		// The address has 36 failures still: a robot with an account of its own gains nothing.
		if err := guess(t, n, from(t, "192.0.2.1"), "nobody@baq.kz", 10); !errors.Is(err, ErrWrongCredentials) {
			t.Fatal(err)
		}
		if err := guess(t, n, from(t, "192.0.2.1"), "other@baq.kz", 5); !errors.Is(err, ErrTooManyAttempts) {
			t.Error(err)
		}
	})
}

func TestLimitOutlivesRedis(t *testing.T) {
	redis := testkit.Redis(t)
	client, err := cache.Open(redis.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	var logged strings.Builder
	n := start(t, withRedis(client), func(d *Deps) { d.Log = slog.New(slog.NewTextHandler(&logged, nil)) })
	n.hire(t, "aigul@baq.kz", "editor")
	redis.Stop()
	begun := time.Now()
	if err := guess(t, n, from(t, "192.0.2.1"), "aigul@baq.kz", guessesPerAccount); !errors.Is(err, ErrWrongCredentials) {
		t.Errorf("without Redis: %v", err)
	}
	if err := guess(t, n, from(t, "192.0.2.1"), "aigul@baq.kz", 1); !errors.Is(err, ErrTooManyAttempts) {
		t.Errorf("one too many, without Redis: %v", err)
	}
	if _, err := n.Login(from(t, "198.51.100.7"), "aigul@baq.kz", password); err != nil {
		t.Errorf("the real one, without Redis: %v", err)
	}
	if spent := time.Since(begun); spent > 20*time.Second {
		t.Errorf("12 logins without Redis took %s", spent)
	}
	if told := strings.Count(logged.String(), "Redis does not answer"); told != 1 {
		t.Errorf("the log tells %d times that Redis is gone", told)
	}
}

func TestLoginThatWasNotLookedAtDoesNotCount(t *testing.T) {
	stores(t, func(t *testing.T, g *guesses, _ *clock) {
		n := start(t, withRedis(g.redis))
		n.hire(t, "aigul@baq.kz", "editor")
		gone, cancel := context.WithCancel(from(t, "192.0.2.1"))
		cancel()
		if err := guess(t, n, gone, "aigul@baq.kz", 2*guessesPerAccount); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		n.enter(t, "aigul@baq.kz")
	})
}
