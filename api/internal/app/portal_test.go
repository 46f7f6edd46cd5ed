package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

const password = "a long enough password"

// portal is a whole portal on a database of its own.
type portal struct {
	*app.App
	t       *testing.T
	handler http.Handler
	redis   testkit.RedisServer
	from    string // the address that requests come from; "" is httptest's
}

// newPortal makes one; more is environment that differs, as name and value.
func newPortal(t *testing.T, more ...string) *portal {
	t.Helper()
	return newPortalOn(t, testkit.DB(t), more...)
}

func newPortalOn(t *testing.T, db *postgres.Databases, more ...string) *portal {
	t.Helper()
	environment := map[string]string{
		"PORTAL_ENVIRONMENT": "test", "PORTAL_DATA_DIR": t.TempDir(), "PORTAL_MEDIA_DIR": t.TempDir(),
		"PORTAL_SITES":    "kk=http://baq.test,ru=http://rus.baq.test",
		"PORTAL_API_RATE": "1000000",
	}
	for i := 0; i+1 < len(more); i += 2 {
		environment[more[i]] = more[i+1]
	}
	c, err := config.Load(environment)
	if err != nil {
		t.Fatal(err)
	}
	server := testkit.Redis(t)
	a := newNode(t, c, db, server)
	if err := a.Accounts.EnsureRoles(t.Context()); err != nil {
		t.Fatal(err)
	}
	handler, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &portal{App: a, t: t, handler: handler, redis: server}
}

// newNode is a process on the databases of a portal.
func newNode(t testing.TB, c config.Config, db *postgres.Databases, server testkit.RedisServer) *app.App {
	t.Helper()
	redis, err := cache.Open(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Close)
	a, err := app.Assemble(c, slog.New(slog.DiscardHandler), db, redis)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// another is a second process of the portal.
func (p *portal) another() *portal {
	p.t.Helper()
	a := newNode(p.t, p.Config, p.DB, p.redis)
	handler, err := a.Handler()
	if err != nil {
		p.t.Fatal(err)
	}
	return &portal{App: a, t: p.t, handler: handler, redis: p.redis}
}

// answer is what a request brought.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) text() string { return string(a.body) }

// code is the problem document's.
func (a answer) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal(a.body, &p)
	return p.Code
}

func read[T any](t *testing.T, a answer, status int) T {
	t.Helper()
	var out T
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	if err := json.Unmarshal(a.body, &out); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
	return out
}

// send makes a request; body is text, or encoded as JSON. Headers come in pairs.
func (p *portal) send(method, url string, body any, header ...string) answer {
	p.t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			p.t.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	r := httptest.NewRequestWithContext(p.t.Context(), method, url, in)
	if p.from != "" {
		r.RemoteAddr = p.from + ":1234"
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.Bytes()}
}

// user is somebody who is logged in as an API client.
type user struct {
	p       *portal
	id      int64
	bearer  string
	refresh string
}

func (p *portal) user(role string) user {
	p.t.Helper()
	email := role + "@baq.test"
	id, err := p.Accounts.CreateUser(p.t.Context(), accounts.NewUser{Email: email, Name: "Сынақ " + role, Password: password, Roles: []string{role}})
	if err != nil {
		p.t.Fatal(err)
	}
	in := read[struct {
		Tokens struct{ AccessToken, RefreshToken string }
	}](p.t, p.send("POST", "/api/admin/v1/session", map[string]string{"email": email, "password": password, "delivery": "bearer"}), 200)
	return user{p, id, in.Tokens.AccessToken, in.Tokens.RefreshToken}
}

func (u user) send(method, path string, body any) answer {
	u.p.t.Helper()
	return u.p.send(method, "/api/admin/v1"+path, body, "Authorization", "Bearer "+u.bearer)
}

// page asks a site for a page.
func (p *portal) page(url string, header ...string) answer {
	p.t.Helper()
	return p.send("GET", url, nil, header...)
}
