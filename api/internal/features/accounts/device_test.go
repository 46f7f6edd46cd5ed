package accounts

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// logInWith posts a login and returns the answer; headers are pairs.
func (n node) logInWith(t *testing.T, email, secret string, headers ...string) *http.Response {
	t.Helper()
	return n.send(t, "POST", base+"/session", fmt.Sprintf(`{"email":%q,"password":%q}`, email, secret), headers...)
}

// mark is the device cookie of a login, as a browser sends it back.
func mark(t *testing.T, answer *http.Response) string {
	t.Helper()
	c := jar(answer)[deviceCookie]
	if answer.StatusCode != http.StatusOK || c == nil {
		t.Fatalf("%d, cookie %v", answer.StatusCode, c)
	}
	return deviceCookie + "=" + c.Value
}

// browsing is the context of a login from an address with a device's mark.
func browsing(t *testing.T, address string, marks ...uuid.UUID) context.Context {
	t.Helper()
	return context.WithValue(withBrowser(from(t, address), false), arrivalKey{}, arrival{marks: marks})
}

// meets logs in with a browser that is not known yet and returns its mark.
func (n node) meets(t *testing.T, email string) uuid.UUID {
	t.Helper()
	in, err := n.Login(browsing(t, "192.0.2.1"), email, password)
	if err != nil || len(in.Marks) != 1 {
		t.Fatal(err, in.Marks)
	}
	return in.Marks[0]
}

func TestABrowserIsKnownAgain(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	first := mark(t, n.logInWith(t, "aigul@baq.kz", password))
	if again := mark(t, n.logInWith(t, "aigul@baq.kz", password, "Cookie", first)); again != first {
		t.Errorf("%s, then %s", first, again)
	}
	if n.count(t, "SELECT count(*) FROM devices WHERE user_id = ?", id) != 1 || n.count(t, "SELECT count(DISTINCT device_id) FROM sessions") != 1 {
		t.Error("one browser is two devices")
	}
	for told, want := range map[string]int{"true": 1, "false": 1} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.login' AND diff->'newDevice'->>1 = ?", told); got != want {
			t.Errorf("%d logins with newDevice %s", got, told)
		}
	}
	if n.count(t, "SELECT count(*) FROM users WHERE last_login_at = ?", n.clock.now()) != 1 {
		t.Error("nobody knows when the user logged in last")
	}
	api := n.send(t, "POST", base+"/session", credentialsBody+`,"delivery":"bearer"}`)
	if api.StatusCode != http.StatusOK || len(api.Cookies()) != 0 || n.count(t, "SELECT count(*) FROM devices") != 1 || n.count(t, "SELECT count(*) FROM sessions WHERE device_id IS NULL") != 1 {
		t.Error("a program that keeps no cookies became a device")
	}
}

func TestADeskOfFive(t *testing.T) {
	n := start(t)
	var cookie string
	for i := range devicesPerBrowser + 1 {
		n.hire(t, fmt.Sprintf("user%d@baq.kz", i))
		cookie = mark(t, n.logInWith(t, fmt.Sprintf("user%d@baq.kz", i), password, "Cookie", cookie))
	}
	if got := strings.Count(cookie, "."); got != devicesPerBrowser-1 {
		t.Errorf("%d marks in %s", got+1, cookie)
	}
	for i := range devicesPerBrowser {
		cookie = mark(t, n.logInWith(t, fmt.Sprintf("user%d@baq.kz", i+1), password, "Cookie", cookie))
	}
	if got := n.count(t, "SELECT count(*) FROM devices"); got != devicesPerBrowser+1 {
		t.Errorf("%d devices: the last five share the browser", got)
	}
}

func TestTheOldestDeviceIsForgotten(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	first := n.meets(t, "aigul@baq.kz")
	for range devicesPerUser {
		n.clock.pass(guessWindow)
		n.meets(t, "aigul@baq.kz")
	}
	if got := n.count(t, "SELECT count(*) FROM devices WHERE user_id = ?", id); got != devicesPerUser {
		t.Errorf("%d devices", got)
	}
	if n.count(t, "SELECT count(*) FROM devices WHERE id = ?", first) != 0 {
		t.Error("the oldest is still there")
	}
	n.clock.pass(deviceLife + time.Second)
	if _, err := n.PurgeSessions(t.Context()); err != nil || n.count(t, "SELECT count(*) FROM devices") != 0 {
		t.Error("devices outlive their cookies", err)
	}
}

// A thousand addresses guess at an account: the user gets in where he is known.
func TestGuessingFromEverywhereLocksNobodyOut(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	stores(t, func(t *testing.T, g *guesses, _ *clock) {
		n := start(t, withRedis(g.redis))
		n.hire(t, "aigul@baq.kz", "editor")
		n.hire(t, "dastan@baq.kz", "editor")
		hers, his := n.meets(t, "aigul@baq.kz"), n.meets(t, "dastan@baq.kz")
		for _, email := range []string{"aigul@baq.kz", "nobody@baq.kz"} { // one is known, one is not
			for i := range guessesPerTarget {
				if err := guess(t, n, browsing(t, fmt.Sprintf("203.0.113.%d", i)), email, 1); !errors.Is(err, ErrWrongCredentials) {
					t.Fatalf("%s, guess %d: %v", email, i, err)
				}
			}
			if err := guess(t, n, browsing(t, "198.51.100.1"), email, 1); !errors.Is(err, ErrTooManyAttempts) {
				t.Errorf("%s, one too many: %v", email, err)
			}
		}
		if _, err := n.Login(browsing(t, "198.51.100.2", his), "aigul@baq.kz", password); !errors.Is(err, ErrTooManyAttempts) {
			t.Errorf("with somebody else's browser: %v", err)
		}
		if _, err := n.Login(browsing(t, "203.0.113.1", hers), "aigul@baq.kz", password); err != nil {
			t.Errorf("with her own browser, even from an address that guessed: %v", err)
		}
		if _, err := n.Login(browsing(t, "203.0.113.1"), "dastan@baq.kz", password); err != nil {
			t.Errorf("a colleague: %v", err)
		}
	})
}

func TestAKnownDeviceIsLimitedToo(t *testing.T) {
	stores(t, func(t *testing.T, g *guesses, _ *clock) {
		n := start(t, withRedis(g.redis))
		n.hire(t, "aigul@baq.kz", "editor")
		hers := n.meets(t, "aigul@baq.kz")
		for i := range guessesPerDevice {
			if err := guess(t, n, browsing(t, fmt.Sprintf("203.0.113.%d", i), hers), "aigul@baq.kz", 1); !errors.Is(err, ErrWrongCredentials) {
				t.Fatalf("guess %d: %v", i, err)
			}
		}
		if err := guess(t, n, browsing(t, "198.51.100.1", hers), "aigul@baq.kz", 1); !errors.Is(err, ErrTooManyAttempts) {
			t.Errorf("one too many, from another address: %v", err)
		}
		if _, err := n.Login(browsing(t, "198.51.100.1"), "aigul@baq.kz", password); err != nil {
			t.Errorf("another browser: %v", err)
		}
		n.clock.pass(guessWindow)
		if _, err := n.Login(browsing(t, "198.51.100.1", hers), "aigul@baq.kz", password); err != nil {
			t.Errorf("after a quarter of an hour: %v", err)
		}
	})
}

func TestAKnownDeviceGetsInWithoutRedis(t *testing.T) {
	redis := testkit.Redis(t)
	client, err := cache.Open(redis.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	n := start(t, withRedis(client))
	n.hire(t, "aigul@baq.kz", "editor")
	hers := n.meets(t, "aigul@baq.kz")
	redis.Stop()
	for i := range guessesPerTarget {
		if err := guess(t, n, browsing(t, fmt.Sprintf("203.0.113.%d", i)), "aigul@baq.kz", 1); !errors.Is(err, ErrWrongCredentials) {
			t.Fatalf("guess %d: %v", i, err)
		}
	}
	if err := guess(t, n, browsing(t, "198.51.100.1"), "aigul@baq.kz", 1); !errors.Is(err, ErrTooManyAttempts) {
		t.Errorf("one too many: %v", err)
	}
	if _, err := n.Login(browsing(t, "198.51.100.1", hers), "aigul@baq.kz", password); err != nil {
		t.Errorf("the known one: %v", err)
	}
}

// The answer is the same whether the account and the device are known or not.
func TestRefusalsTellNothingOfDevices(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	hers := mark(t, n.logInWith(t, "aigul@baq.kz", password))
	var answers []string
	for _, try := range [][2]string{{"aigul@baq.kz", hers}, {"aigul@baq.kz", ""}, {"nobody@baq.kz", hers}, {"nobody@baq.kz", ""}} {
		hashes := counted(n)
		answer := n.logInWith(t, try[0], "a wrong password", "Cookie", try[1])
		if hashes.Load() != 1 || len(answer.Cookies()) != 0 {
			t.Errorf("%v: %d hashes, cookies %v", try, hashes.Load(), answer.Cookies())
		}
		answers = append(answers, fmt.Sprint(answer.StatusCode, problem(t, answer)))
	}
	if len(slices.Compact(answers)) != 1 {
		t.Error(answers)
	}
}

func TestStrangeMarksAreNone(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	for _, value := range []string{
		"x", "..", "' OR 1=1 --", strings.Repeat("a.", 2000), uuid.NewString(), strings.Repeat(uuid.NewString()+".", 100), uuid.Nil.String(),
	} {
		if answer := n.logInWith(t, "aigul@baq.kz", password, "Cookie", deviceCookie+`="`+value+`"`); answer.StatusCode != http.StatusOK {
			t.Errorf("%.50s: %d", value, answer.StatusCode)
		} else if !strings.HasPrefix(mark(t, answer), deviceCookie+"=") || len(readMarks(jar(answer)[deviceCookie].Value)) > devicesPerBrowser {
			t.Errorf("%.50s: %v", value, answer.Cookies())
		}
	}
}

// The peer of these requests is no proxy of ours: what it says of where it
// passes requests on from is not believed.
func TestAForgedAddressEvadesNoLimit(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	for i := range guessesPerAccount {
		forged := []string{"X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i), "X-Real-Ip", fmt.Sprintf("203.0.113.%d", i), "Forwarded", fmt.Sprintf("for=203.0.113.%d", i)}
		if answer := n.logInWith(t, "aigul@baq.kz", "a wrong password", forged...); answer.StatusCode != http.StatusUnauthorized {
			t.Fatalf("guess %d: %d", i, answer.StatusCode)
		}
	}
	answer := n.logInWith(t, "aigul@baq.kz", password, "X-Forwarded-For", "198.51.100.1")
	if code := problem(t, answer); answer.StatusCode != http.StatusTooManyRequests || code != ErrTooManyAttempts.Code {
		t.Errorf("%d %s", answer.StatusCode, code)
	}
	if n.count(t, "SELECT count(*) FROM journal_entries WHERE action LIKE 'accounts.%login' AND address LIKE '203.%'") != 0 {
		t.Error("a forged address stands in the journal")
	}
}

func TestWhoWasInvitedCannotGuess(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	if _, err := n.db.ExecContext(t.Context(), "UPDATE users SET password_hash = NULL"); err != nil {
		t.Fatal(err)
	}
	hashes := counted(n)
	for _, secret := range []string{"", " ", password, strings.Repeat("x", 200)} {
		hashes.Store(0)
		if _, err := n.Login(from(t, "192.0.2.1"), "aigul@baq.kz", secret); !errors.Is(err, ErrWrongCredentials) || hashes.Load() != 1 {
			t.Errorf("%q: %v after %d hashes", secret, err, hashes.Load())
		}
	}
	if n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.refuse_login' AND object_id = ? AND diff->'reason'->>1 = 'no password yet'", fmt.Sprint(id)) != 4 {
		t.Error("the journal does not say why")
	}
}
