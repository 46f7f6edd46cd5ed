package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/argon2"
)

// counted makes the node count its hashes.
func counted(n node) *atomic.Int64 {
	var hashes atomic.Int64
	derive := n.hasher.derive
	n.hasher.derive = func(password, salt []byte, time, memory uint32, threads uint8, length uint32) []byte {
		hashes.Add(1)
		return derive(password, salt, time, memory, threads, length)
	}
	return &hashes
}

// A NUL breaks the contract for known and unknown names alike: no name is looked up.
func TestALoginWithANULIsNoLogin(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	hashes := counted(n)
	for _, email := range []string{`aigul@baq.kz\u0000`, `nobody@baq.kz\u0000`} {
		answer := n.send(t, http.MethodPost, base+"/session", `{"email":"`+email+`","password":"`+password+`"}`)
		if answer.StatusCode != http.StatusBadRequest || len(answer.Cookies()) != 0 || hashes.Load() != 0 {
			t.Errorf("%s: %d after %d hashes", email, answer.StatusCode, hashes.Load())
		}
	}
}

func TestRefusedLoginsAreAlike(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	gone := n.hire(t, "gone@baq.kz", "editor")
	if err := n.SetDisabled(t.Context(), gone, true); err != nil {
		t.Fatal(err)
	}
	hashes := counted(n)
	var first string
	for name, login := range map[string][2]string{
		"wrong password":         {"aigul@baq.kz", "not the password"},
		"empty-looking password": {"aigul@baq.kz", " "},
		"unknown":                {"nobody@baq.kz", password},
		"disabled":               {"gone@baq.kz", password},
		"disabled and wrong":     {"gone@baq.kz", "not the password"},
		"a Cyrillic look-alike":  {"аigul@baq.kz", password},
		"a full-width one":       {"ａigul@baq.kz", password},
		"dotless":                {"aıgul@baq.kz", password},
		"an inner blank":         {"aigul @baq.kz", password},
		"no e-mail":              {"aigul", password},
	} {
		body, err := json.Marshal(map[string]string{"email": login[0], "password": login[1]})
		if err != nil {
			t.Fatal(err)
		}
		hashes.Store(0)
		answer := n.send(t, http.MethodPost, base+"/session", string(body))
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusUnauthorized || len(answer.Cookies()) != 0 {
			t.Errorf("%s: %d %s", name, answer.StatusCode, text)
		}
		if hashes.Load() != 1 {
			t.Errorf("%s: %d hashes", name, hashes.Load())
		}
		same := strings.ReplaceAll(string(text), answer.Header.Get("X-Request-Id"), "")
		if first == "" {
			first = same
		}
		if same != first {
			t.Errorf("%s: %s, elsewhere %s", name, same, first)
		}
	}
	if !strings.Contains(first, ErrWrongCredentials.Code) {
		t.Error(first)
	}
	if n.count(t, "SELECT count(*) FROM sessions") != 0 {
		t.Error("a refused login left a session")
	}
	hashes.Store(0)
	n.enter(t, " AIGUL@baq.kz ")
	if hashes.Load() != 1 {
		t.Errorf("a login takes %d hashes", hashes.Load())
	}
}

func TestLoginsAreJournalled(t *testing.T) {
	n := start(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	for _, email := range []string{"aigul@baq.kz", "nobody@baq.kz", "my secret passphrase"} {
		if _, err := n.Login(from(t, "192.0.2.1"), email, "a wrong guess at it"); !errors.Is(err, ErrWrongCredentials) {
			t.Fatal(err)
		}
	}
	in := n.enter(t, "aigul@baq.kz")
	if err := n.Logout(t.Context(), in.Principal); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		"action = 'accounts.refuse_login' AND actor_name = 'stranger' AND actor_id IS NULL AND address = '192.0.2.1' AND user_agent = 'tester' AND request_id = 'request-1'": 3,
		"action = 'accounts.refuse_login' AND object_id = '1' AND diff->'reason'->>1 = 'wrong password'":                                                                     1,
		"action = 'accounts.refuse_login' AND object_id = '' AND diff->'reason'->>1 = 'unknown user'":                                                                        2,
		"diff->'email'->>1 = 'nobody@baq.kz'": 1,
		"action = 'accounts.login' AND actor_id = 1 AND actor_name = 'Айгүл Сейітова' AND object_id = '" + in.Principal.SessionID.String() + "'": 1,
		"action = 'accounts.logout'":  1,
		"diff::text LIKE '%secret%'":  0,
		"diff::text LIKE '%wrong g%'": 0,
		"diff::text LIKE '%argon%'":   0,
	} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE "+query); got != want {
			t.Errorf("%d entries, not %d, where %s", got, want, query)
		}
	}
	if id != 1 {
		t.Errorf("the user's id is %d", id)
	}
}

func TestOldHashIsReplacedAtLogin(t *testing.T) {
	n := start(t)
	n.hasher.derive = argon2.IDKey
	id := n.hire(t, "aigul@baq.kz", "editor")
	old, salt := cost{memory: 64, passes: 1, threads: 1}, random(saltBytes)
	weak := phc(old, salt, argon2.IDKey([]byte(password), salt, old.passes, old.memory, old.threads, hashBytes))
	if _, err := n.db.NewRaw("UPDATE users SET password_hash = ? WHERE id = ?", weak, id).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := guess(t, n, t.Context(), "aigul@baq.kz", 1); !errors.Is(err, ErrWrongCredentials) {
		t.Fatal(err)
	}
	if n.count(t, "SELECT count(*) FROM users WHERE password_hash = ?", weak) != 1 {
		t.Error("a wrong password replaced the hash")
	}
	hashes := counted(n)
	n.enter(t, "aigul@baq.kz")
	if n.count(t, "SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'") != 1 || hashes.Load() != 2 {
		t.Errorf("the hash was not replaced; %d hashes", hashes.Load())
	}
	n.enter(t, "aigul@baq.kz")
	if hashes.Load() != 3 {
		t.Errorf("the new hash was replaced again; %d hashes", hashes.Load())
	}
}

// A login that has compared the old password must not survive the new one.
func TestLoginDuringAChange(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	for name, change := range map[string]func(context.Context, *Service, int64) error{
		"password": func(ctx context.Context, s *Service, id int64) error {
			return s.SetPassword(ctx, id, "мүлдем басқа құпиясөз")
		},
		"disabling": func(ctx context.Context, s *Service, id int64) error { return s.SetDisabled(ctx, id, true) },
	} {
		n := start(t)
		id := n.hire(t, "aigul@baq.kz", "editor")
		admin := another(t, n.deps, n.clock)
		derive := n.hasher.derive
		n.hasher.derive = func(password, salt []byte, time, memory uint32, threads uint8, length uint32) []byte {
			key := derive(password, salt, time, memory, threads, length)
			if err := change(t.Context(), admin.Service, id); err != nil {
				t.Error(err)
			}
			return key
		}
		if _, err := n.Login(t.Context(), "aigul@baq.kz", password); !errors.Is(err, ErrWrongCredentials) {
			t.Errorf("%s: %v", name, err)
		}
		if n.count(t, "SELECT count(*) FROM sessions WHERE ended_at IS NULL") != 0 {
			t.Errorf("%s: a session survived", name)
		}
	}
}

func TestARefusalIsJournalledThoughNobodyWaits(t *testing.T) {
	n := start(t)
	ctx, leave := context.WithCancel(from(t, "192.0.2.1"))
	leave()
	if err := n.refuse(ctx, "aigul@baq.kz", 0, "wrong password"); !errors.Is(err, ErrWrongCredentials) {
		t.Error(err)
	}
	if n.journalled(t, "accounts.refuse_login") != 1 {
		t.Error("the refusal is not in the journal")
	}
}
