package accounts

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/postgres"
)

func passwordBody(current, password string) string {
	return `{"current":"` + current + `","password":"` + password + `"}`
}

func TestPasswordChangesThatAreRefused(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	bearer := []string{"Authorization", "Bearer " + in.AccessToken}
	hashes := counted(n)
	for name, c := range map[string]struct {
		body    string
		headers []string
		status  int
		code    string
		hashes  int64
	}{
		"anonymous":          {passwordBody(password, fresh), nil, 401, "access.not_logged_in", 0},
		"from another site":  {passwordBody(password, fresh), []string{"Cookie", accessCookie + "=" + in.AccessToken, "Sec-Fetch-Site", "cross-site"}, 403, "access.cross_site", 0},
		"nothing":            {`{}`, bearer, 400, "request.invalid", 0},
		"10 KB":              {passwordBody(password, strings.Repeat("x", 10<<10)), bearer, 400, "request.invalid", 0},
		"10 KB as current":   {passwordBody(strings.Repeat("x", 10<<10), fresh), bearer, 400, "request.invalid", 0},
		"short":              {passwordBody(password, "short"), bearer, 400, "request.invalid", 0},
		"guessable":          {passwordBody(password, "Password1234"), bearer, 422, ErrInvalidUser.Code, 0},
		"the name":           {passwordBody(password, "Айгүл2026!!!"), bearer, 422, ErrInvalidUser.Code, 0},
		"the same again":     {passwordBody(password, password), bearer, 422, ErrInvalidUser.Code, 0},
		"not the current":    {passwordBody("a wrong guess at it", fresh), bearer, 422, ErrWrongPassword.Code, 1},
		"a NUL":              {passwordBody(password, `жеті қабат\u0000 жер асты`), bearer, 400, "", 0},
		"somebody's in hand": {`{"current":"` + password + `","password":"` + fresh + `","userId":2}`, bearer, 400, "request.invalid", 0},
	} {
		hashes.Store(0)
		answer := n.send(t, http.MethodPut, base+"/account/password", c.body, c.headers...)
		if code := problem(t, answer); answer.StatusCode != c.status || c.code != "" && code != c.code || hashes.Load() != c.hashes {
			t.Errorf("%s: %d %s after %d hashes", name, answer.StatusCode, code, hashes.Load())
		}
	}
	n.enter(t, "aigul@baq.kz")
	if n.journalled(t, "accounts.refuse_password") != 1 || n.journalled(t, "accounts.change_password") != 0 {
		t.Error("the journal tells something else")
	}
	for i := range guessesPerAccount {
		err := n.ChangePassword(from(t, stranger), in.Principal, "a wrong guess at it", fresh)
		if !errors.Is(err, ErrWrongPassword) {
			t.Fatalf("no. %d: %v", i+1, err)
		}
	}
	if err := n.ChangePassword(from(t, stranger), in.Principal, password, fresh); !errors.Is(err, ErrTooManyAttempts) {
		t.Errorf("a robot in a session: %v", err)
	}
	invited := n.invited(t, "dastan@baq.kz")
	for _, none := range []string{"", password} {
		if err := n.ChangePassword(from(t, "192.0.2.2"), access.Principal{UserID: invited, Email: "dastan@baq.kz"}, none, fresh); !errors.Is(err, ErrWrongPassword) {
			t.Errorf("without a current one: %v", err)
		}
	}
	// The session belongs to one person, the e-mail by now to another.
	if err := n.ChangePassword(from(t, "192.0.2.3"), access.Principal{UserID: invited, Email: "aigul@baq.kz"}, password, fresh); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("somebody else's password: %v", err)
	}
}

func TestAPasswordIsChanged(t *testing.T) {
	n, box := posted(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	here, there := n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz")
	link := n.asked(t, box, "aigul@baq.kz")
	answer := n.send(t, http.MethodPut, base+"/account/password", passwordBody(password, fresh), "Authorization", "Bearer "+here.AccessToken)
	if answer.StatusCode != http.StatusNoContent || len(answer.Cookies()) != 0 {
		t.Fatalf("%d", answer.StatusCode)
	}
	if err := n.opens(t, here.AccessToken); err != nil {
		t.Errorf("this session: %v", err)
	}
	if err := n.opens(t, there.AccessToken); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("the other session: %v", err)
	}
	if _, err := n.Refresh(t.Context(), here.RefreshToken); err != nil {
		t.Errorf("this session's refresh: %v", err)
	}
	if _, err := n.LookAtLink(from(t, "192.0.2.1"), link); !errors.Is(err, ErrLinkSpent) {
		t.Errorf("a link from before: %v", err)
	}
	if _, err := n.Login(from(t, "192.0.2.1"), "aigul@baq.kz", fresh); err != nil {
		t.Error(err)
	}
	for query, want := range map[string]int{
		"action = 'accounts.change_password' AND actor_id = 1 AND object_id = '1' AND diff->'sessionsEnded'->>1 = '1'": 1,
		"diff::text LIKE '%құпия%' OR diff::text LIKE '%қабат%' OR diff::text LIKE '%argon%'":                          0,
	} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE "+query); got != want || id != 1 {
			t.Errorf("%d entries, not %d, where %s", got, want, query)
		}
	}
}

// A password that was compared must be the one that is replaced.
func TestTwoChangesAtOnce(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	admin, calls, derive := another(t, n.deps, n.clock), 0, n.hasher.derive
	n.hasher.derive = func(password, salt []byte, time, memory uint32, threads uint8, length uint32) []byte {
		if calls++; calls == 2 {
			if err := admin.SetPassword(t.Context(), id, "әкімші қойған жаңа сөз"); err != nil {
				t.Error(err)
			}
		}
		return derive(password, salt, time, memory, threads, length)
	}
	if err := n.ChangePassword(from(t, "192.0.2.1"), in.Principal, password, fresh); !errors.Is(err, ErrWrongPassword) {
		t.Error(err)
	}
	if _, err := admin.Login(from(t, "192.0.2.1"), "aigul@baq.kz", "әкімші қойған жаңа сөз"); err != nil {
		t.Error(err)
	}
}

// What belongs together with a new password is done with it, or neither is.
func TestAPreparedPassword(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	if _, err := n.PreparePassword(t.Context(), 99, fresh); !errors.Is(err, ErrUserNotFound) {
		t.Error(err)
	}
	if _, err := n.PreparePassword(t.Context(), id, "aigulaigul12"); !errors.Is(err, ErrInvalidUser) {
		t.Error(err)
	}
	set, err := n.PreparePassword(t.Context(), id, fresh)
	if err != nil {
		t.Fatal(err)
	}
	failure := errors.New("the disk is full")
	if err := postgres.InTx(t.Context(), n.db, func(ctx context.Context, tx bun.Tx) error { return errors.Join(set(ctx, tx), failure) }); !errors.Is(err, failure) {
		t.Fatal(err)
	}
	n.enter(t, "aigul@baq.kz")
	if err := postgres.InTx(t.Context(), n.db, set); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Login(from(t, "192.0.2.1"), "aigul@baq.kz", fresh); err != nil {
		t.Error(err)
	}
}
