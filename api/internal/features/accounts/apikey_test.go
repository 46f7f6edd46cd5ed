package accounts

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/keyset"
)

const day = 24 * time.Hour

// as is what somebody with these roles may do, logged in from anywhere.
func (n node) as(t *testing.T, email string, roles ...string) access.Principal {
	t.Helper()
	n.hire(t, email, roles...)
	in, err := n.Login(from(t, "198.51.100.200"), email, password)
	if err != nil {
		t.Fatal(err)
	}
	return in.Principal
}

// makes is a key of somebody's and its text.
func (n node) makes(t *testing.T, by access.Principal, scopes ...access.Permission) (APIKey, string) {
	t.Helper()
	key, text, err := n.CreateAPIKey(access.WithPrincipal(from(t, "192.0.2.1"), by), by, NewAPIKey{Name: "Телеграм боты", Scopes: scopes, Days: 30})
	if err != nil {
		t.Fatal(err)
	}
	return key, text
}

// bearing is what Authenticate makes of an Authorization header.
func (n node) bearing(t *testing.T, header string) (access.Principal, error) {
	t.Helper()
	r := httptest.NewRequestWithContext(from(t, "192.0.2.44"), http.MethodGet, "/", nil)
	r.Header.Set("Authorization", header)
	p, byCookie, err := n.Authenticate(r)
	if byCookie {
		t.Error("a key came by cookie")
	}
	return p, err
}

func TestKeysThatCannotBeMade(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n := start(t)
	editor := n.as(t, "aigul@baq.kz", "editor")
	root := n.as(t, "root@baq.kz", Administrator)
	program := root
	program.KeyID = 1
	long := strings.Repeat("ә", 101)
	for name, c := range map[string]struct {
		by   access.Principal
		key  NewAPIKey
		want error
	}{
		"by a program":            {program, NewAPIKey{"бот", []access.Permission{"news.read"}, 1}, ErrBeyondRights},
		"beyond one's rights":     {editor, NewAPIKey{"бот", []access.Permission{"news.read", "news.kill"}, 1}, ErrBeyondRights},
		"to make people":          {root, NewAPIKey{"бот", []access.Permission{"users.write"}, 1}, ErrInvalidKey},
		"to read people":          {root, NewAPIKey{"бот", []access.Permission{"news.read", "users.read"}, 1}, ErrInvalidKey},
		"to make roles":           {root, NewAPIKey{"бот", []access.Permission{"roles.write"}, 1}, ErrInvalidKey},
		"to make keys":            {root, NewAPIKey{"бот", []access.Permission{"api_keys.write"}, 1}, ErrInvalidKey},
		"as a second person":      {root, NewAPIKey{"бот", []access.Permission{"approvals.grant"}, 1}, ErrInvalidKey},
		"for what does not exist": {root, NewAPIKey{"бот", []access.Permission{"news.invent"}, 1}, ErrInvalidKey},
		"for everybody's things":  {root, NewAPIKey{"бот", []access.Permission{access.Authenticated}, 1}, ErrInvalidKey},
		"for nothing":             {root, NewAPIKey{"бот", nil, 1}, ErrInvalidKey},
		"for something twice":     {root, NewAPIKey{"бот", []access.Permission{"news.read", "news.read"}, 1}, ErrInvalidKey},
		"for no time":             {root, NewAPIKey{"бот", []access.Permission{"news.read"}, 0}, ErrInvalidKey},
		"for longer than a year":  {root, NewAPIKey{"бот", []access.Permission{"news.read"}, 366}, ErrInvalidKey},
		"without a name":          {root, NewAPIKey{"  ", []access.Permission{"news.read"}, 1}, ErrInvalidKey},
		"with a long name":        {root, NewAPIKey{long, []access.Permission{"news.read"}, 1}, ErrInvalidKey},
		"with an unseen letter":   {root, NewAPIKey{"бот\u202eтоб", []access.Permission{"news.read"}, 1}, ErrInvalidKey},
	} {
		if _, text, err := n.CreateAPIKey(t.Context(), c.by, c.key); !errors.Is(err, c.want) || text != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n.count(t, "SELECT count(*) FROM api_keys") != 0 || n.journalled(t, "accounts.create_key") != 0 {
		t.Error("a refusal left something")
	}
}

func TestAKeyActsForItsOwner(t *testing.T) {
	n := start(t)
	other := another(t, n.deps, n.clock)
	owner := n.as(t, "aigul@baq.kz", "editor")
	key, text := n.makes(t, owner, "news.write", "news.read")
	if len(text) != 56 || !strings.HasPrefix(text, "baq_") || key.Hint != text[:12] {
		t.Errorf("%q, %q", text, key.Hint)
	}
	if n.count(t, "SELECT count(*) FROM api_keys WHERE hash = sha256(?::bytea)", text) != 1 {
		t.Error("it is not its SHA-256 that is kept")
	}
	for _, table := range []string{"api_keys", "journal_entries"} {
		if n.count(t, fmt.Sprintf("SELECT count(*) FROM %s AS r WHERE r::text LIKE '%%' || ? || '%%'", table), text[13:]) != 0 {
			t.Errorf("%s hold the secret", table)
		}
	}
	p, err := other.bearing(t, "Bearer "+text)
	if err != nil {
		t.Fatal(err)
	}
	if p.UserID != owner.UserID || p.KeyID != key.ID || p.Name != "Айгүл Сейітова (Телеграм боты)" || len(p.Roles) != 0 ||
		!slices.Equal(p.Permissions, []access.Permission{"news.read", "news.write"}) || p.May(access.Authenticated) || p.May("news.publish") {
		t.Errorf("%+v", p)
	}
	if _, err := n.db.ExecContext(t.Context(), "UPDATE users SET languages = '{kk}' WHERE id = ?", owner.UserID); err != nil {
		t.Fatal(err)
	}
	if err := n.SetRoles(t.Context(), owner.UserID, []string{"photo_editor"}); err != nil {
		t.Fatal(err)
	}
	if p, err = other.bearing(t, "bearer  "+text); err != nil || !slices.Equal(p.Permissions, []access.Permission{"news.read"}) || len(p.Limits.Languages) != 1 {
		t.Errorf("when the owner may do less: %+v %v", p, err)
	}
}

func TestTheUseOfAKeyIsNotedByTheMinute(t *testing.T) {
	n := start(t)
	_, text := n.makes(t, n.as(t, "aigul@baq.kz", "editor"), "news.read")
	used := func() string {
		var at string
		if err := n.db.NewRaw("SELECT last_address || ' ' || coalesce(last_used_at::text, '') || ' ' || xmin FROM api_keys").Scan(t.Context(), &at); err != nil {
			t.Fatal(err)
		}
		return at
	}
	use := func() {
		if _, err := n.bearing(t, "Bearer "+text); err != nil {
			t.Fatal(err)
		}
	}
	use()
	first := used()
	if !strings.HasPrefix(first, "192.0.2.44 2026-11-21 10:00:00") {
		t.Error(first)
	}
	n.clock.pass(seenEvery - time.Second)
	if use(); used() != first {
		t.Error("each request writes")
	}
	n.clock.pass(time.Second)
	if use(); used() == first {
		t.Error("a minute later nothing is noted")
	}
}

func TestKeysThatAreOver(t *testing.T) {
	n := start(t)
	other := another(t, n.deps, n.clock)
	root := n.as(t, "root@baq.kz", Administrator)
	owner := n.as(t, "aigul@baq.kz", "editor")
	revoked, one := n.makes(t, owner, "news.read")
	_, two := n.makes(t, owner, "news.read")
	// Nobody who may do less can take it away, and nobody finds what is not there.
	reader := n.as(t, "reader@baq.kz", "analyst")
	reader.Permissions = []access.Permission{"api_keys.write"}
	if err := n.RevokeAPIKey(t.Context(), reader, revoked.ID); !errors.Is(err, ErrBeyondRights) {
		t.Error(err)
	}
	if err := n.RevokeAPIKey(t.Context(), root, 99); !errors.Is(err, ErrKeyNotFound) {
		t.Error(err)
	}
	for range 2 { // the second time changes nothing
		if err := n.RevokeAPIKey(access.WithPrincipal(t.Context(), root), root, revoked.ID); err != nil {
			t.Fatal(err)
		}
	}
	if n.journalled(t, "accounts.revoke_key") != 1 || n.count(t, "SELECT count(*) FROM api_keys WHERE revoked_by = ?", root.UserID) != 1 {
		t.Error("the journal does not tell of one revocation")
	}
	if _, err := other.bearing(t, "Bearer "+one); !errors.Is(err, ErrKeyRefused) {
		t.Errorf("revoked: %v", err)
	}
	if err := n.SetDisabled(t.Context(), owner.UserID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := other.bearing(t, "Bearer "+two); !errors.Is(err, ErrKeyRefused) {
		t.Errorf("the owner is shut out: %v", err)
	}
	if err := n.SetDisabled(t.Context(), owner.UserID, false); err != nil {
		t.Fatal(err)
	}
	n.clock.pass(30*day - time.Second)
	if _, err := other.bearing(t, "Bearer "+two); err != nil {
		t.Errorf("a second before its end: %v", err)
	}
	n.clock.pass(time.Second)
	if _, err := other.bearing(t, "Bearer "+two); !errors.Is(err, ErrKeyExpired) {
		t.Errorf("at its end: %v", err)
	}
}

func TestStatesOfAKey(t *testing.T) {
	now := time.Now()
	past, alive := now.Add(-day), now.Add(day)
	for want, k := range map[string]APIKey{
		KeyActive:        {ExpiresAt: alive},
		KeyExpired:       {ExpiresAt: now, OwnerDisabled: true},
		KeyRevoked:       {ExpiresAt: past, RevokedAt: &past},
		KeyOwnerDisabled: {ExpiresAt: alive, OwnerDisabled: true},
	} {
		if got := k.State(now); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}

// refusedCleanly tells whether an error is a 401 that says so.
func refusedCleanly(err error) bool {
	f, ok := fault.As(err)
	return ok && f.Kind == fault.Unauthenticated
}

// None of these reaches the database, but for what looks like a key.
func TestOddKeysAreRefused(t *testing.T) {
	n := start(t)
	_, text := n.makes(t, n.as(t, "aigul@baq.kz", "editor"), "news.read")
	for name, header := range map[string]string{
		"nothing behind":       "Bearer baq_",
		"cut":                  "Bearer " + text[:55],
		"one letter more":      "Bearer " + text + "A",
		"another secret":       "Bearer " + text[:13] + strings.Repeat("A", 43),
		"a wrong separator":    "Bearer " + text[:12] + "." + text[13:],
		"not base64url":        "Bearer " + text[:13] + strings.Repeat("+", 43),
		"loose ends of base64": "Bearer " + text[:55] + string(text[55]+1),
		"upper case":           "Bearer " + strings.ToUpper(text),
		"two keys":             "Bearer " + text + "," + text,
		"a NUL":                "Bearer " + text[:20] + "\x00" + text[21:],
		"a Cyrillic а":         "Bearer bаq" + text[3:],
		"a megabyte":           "Bearer baq_" + strings.Repeat("A", 1<<20),
		"an injection":         "Bearer baq_' OR '1'='1",
	} {
		if _, err := n.bearing(t, header); !refusedCleanly(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// confirmed logs in and has just proved who it is; the value of Authorization.
func (n node) confirmed(t *testing.T, email string) string {
	t.Helper()
	in, err := n.Login(from(t, "198.51.100.200"), email, password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.db.ExecContext(t.Context(), "UPDATE sessions SET confirmed_at = now() WHERE id = ?", in.Principal.SessionID); err != nil {
		t.Fatal(err)
	}
	return "Bearer " + in.AccessToken
}

func TestKeysOverHTTP(t *testing.T) {
	n := start(t)
	other := another(t, n.deps, n.clock)
	n.hire(t, "root@baq.kz", Administrator)
	bearer := n.confirmed(t, "root@baq.kz")
	send := func(method, path, body string) *http.Response {
		return n.send(t, method, base+path, body, "Authorization", bearer)
	}
	if r := send("POST", "/api-keys", `{"name":"бот","scopes":["users.write"],"days":3}`); r.StatusCode != http.StatusUnprocessableEntity || problem(t, r) != ErrInvalidKey.Code {
		t.Error(r.StatusCode)
	}
	if r := send("POST", "/api-keys", `{"name":"бот","scopes":["news.read"],"days":3,"ownerId":9}`); r.StatusCode != http.StatusBadRequest {
		t.Error(r.StatusCode)
	}
	made := send("POST", "/api-keys", `{"name":"Телеграм боты","scopes":["rubrics.read","news.read"],"days":3}`)
	body := decode[admin.APIKeyMade](t, made)
	if made.StatusCode != http.StatusCreated || made.Header.Get("Cache-Control") != "no-store" || body.APIKey.State != KeyActive || body.APIKey.Owner.Name == "" {
		t.Fatalf("%d %+v", made.StatusCode, body)
	}
	key := "Bearer " + body.Key
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/session", "", http.StatusForbidden}, // a program has no session
		{"GET", "/users", "", http.StatusForbidden},
		{"GET", "/api-keys", "", http.StatusForbidden},
		{"POST", "/api-keys", `{"name":"бот","scopes":["news.read"],"days":3}`, http.StatusForbidden},
		{"DELETE", fmt.Sprintf("/api-keys/%d", body.APIKey.ID), "", http.StatusForbidden},
	} {
		if r := other.send(t, c.method, base+c.path, c.body, "Authorization", key); r.StatusCode != c.want {
			t.Errorf("%s %s by a program: %d", c.method, c.path, r.StatusCode)
		}
	}
	list := decode[admin.APIKeyPage](t, send("GET", "/api-keys?limit=1", ""))
	if len(list.Items) != 1 || list.NextCursor != nil || list.Items[0].Hint != body.Key[:12] || list.Items[0].LastUsedAt == nil {
		t.Errorf("%+v", list)
	}
	if r := send("DELETE", fmt.Sprintf("/api-keys/%d", body.APIKey.ID), ""); r.StatusCode != http.StatusNoContent {
		t.Error(r.StatusCode)
	}
	if r := other.send(t, "GET", base+"/session", "", "Authorization", key); r.StatusCode != http.StatusUnauthorized || problem(t, r) != ErrKeyRefused.Code {
		t.Error(r.StatusCode)
	}
	if r := send("DELETE", "/api-keys/99", ""); r.StatusCode != http.StatusNotFound {
		t.Error(r.StatusCode)
	}
	// A key in the cookie of a token, or beside another header, is none.
	if r := other.send(t, "GET", base+"/api-keys", "", "Cookie", accessCookie+"="+body.Key); r.StatusCode != http.StatusUnauthorized {
		t.Error(r.StatusCode)
	}
	if r := other.send(t, "GET", base+"/api-keys", "", "Authorization", key, "Authorization", bearer); r.StatusCode != http.StatusUnauthorized {
		t.Error(r.StatusCode)
	}
}

func TestKeysByPage(t *testing.T) {
	n := start(t)
	owner := n.as(t, "aigul@baq.kz", "editor")
	var made []int64
	for range 5 {
		key, _ := n.makes(t, owner, "news.read")
		made = append(made, key.ID)
	}
	slices.Reverse(made)
	var read []int64
	cursor := ""
	for {
		page, next, err := n.APIKeys(t.Context(), cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range page {
			read = append(read, k.ID)
		}
		if next == nil {
			break
		}
		cursor = *next
	}
	if !slices.Equal(read, made) {
		t.Errorf("%v, not %v", read, made)
	}
	if _, _, err := n.APIKeys(t.Context(), "???", 2); !errors.Is(err, keyset.ErrBadCursor) {
		t.Error(err)
	}
}
