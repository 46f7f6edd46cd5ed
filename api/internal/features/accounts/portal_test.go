package accounts

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/rueidis"
	"golang.org/x/crypto/argon2"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/testkit"
)

const password = "жеті қабат жер асты"

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// node is one process of the portal: the service, and its routes as they are
// mounted in the program.
type node struct {
	*Service
	deps  Deps
	clock *clock
	web   http.Handler
}

// start runs a node on a fresh database with the built-in roles.
func start(t *testing.T, change ...func(*Deps)) node {
	t.Helper()
	c := &clock{at: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)}
	db := testkit.DB(t)
	events, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	deps := Deps{
		DB: db, Journal: testkit.Journal(t), Outbox: events, Secret: []byte(strings.Repeat("s", 32)), Issuer: "https://baq.kz", Environment: "test",
		Now: c.now, AccessLife: 10 * time.Minute, SessionLife: 14 * 24 * time.Hour,
	}
	for _, f := range change {
		f(&deps)
	}
	n := another(t, deps, c)
	if err := n.EnsureRoles(t.Context()); err != nil {
		t.Fatal(err)
	}
	return n
}

// another runs one more node on the same databases and clock.
func another(t *testing.T, deps Deps, c *clock) node {
	t.Helper()
	s, err := New(deps)
	if err != nil {
		t.Fatal(err)
	}
	cheap(s)
	return node{Service: s, deps: deps, clock: c, web: routes(t, s)}
}

// cheap makes hashes quick where a test is not about them.
func cheap(s *Service) {
	s.hasher.derive = func(password, salt []byte, _, _ uint32, _ uint8, n uint32) []byte {
		return argon2.IDKey(password, salt, 1, 8, 1, n)
	}
}

func withRedis(client rueidis.Client) func(*Deps) { return func(d *Deps) { d.Redis = client } }

// rest stands for the operations of the other features.
type rest struct{ admin.StrictServerInterface }

type server struct {
	rest
	AdminAPI
}

func routes(t *testing.T, s *Service) http.Handler {
	t.Helper()
	spec, err := admin.Spec()
	if err != nil {
		t.Fatal(err)
	}
	contract, err := httpx.NewContract(spec)
	if err != nil {
		t.Fatal(err)
	}
	e, err := httpx.New(httpx.Options{Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	e.GET("/.well-known/jwks.json", s.ServeKeys)
	var none []echo.MiddlewareFunc
	group := e.Group(contract.Base(), append(none, contract.Guard(s.Authenticate), contract.Validate, s.Arrive)...)
	admin.RegisterHandlers(group, admin.NewStrictHandler(server{AdminAPI: AdminAPI{Service: s}}, nil))
	return e
}

// hire makes a user with the password of all tests.
func (n node) hire(t *testing.T, email string, roles ...string) int64 {
	t.Helper()
	id, err := n.CreateUser(t.Context(), NewUser{Email: email, Name: "Айгүл Сейітова", Password: password, Roles: roles})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// from is the context of a request from an address.
func from(t *testing.T, address string) context.Context {
	return access.WithRequest(t.Context(), access.Request{ID: "request-1", Address: address, UserAgent: "tester"})
}

// enter logs in and fails the test if it does not work.
func (n node) enter(t *testing.T, email string) SignedIn {
	t.Helper()
	in, err := n.Login(from(t, "192.0.2.1"), email, password)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// opens says what Authenticate makes of an access token.
func (n node) opens(t *testing.T, token string) error {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	_, _, err := n.Authenticate(r)
	return err
}

// count is a number from the database.
func (n node) count(t *testing.T, query string, arguments ...any) (number int) {
	t.Helper()
	if err := n.db.NewRaw(query, arguments...).Scan(t.Context(), &number); err != nil {
		t.Fatal(err)
	}
	return number
}

// journalled is how many entries of an action there are.
func (n node) journalled(t *testing.T, action string) int {
	t.Helper()
	return n.count(t, "SELECT count(*) FROM journal_entries WHERE action = ?", action)
}

const base = "/api/admin/v1"

// send makes a request with a JSON body ("" for none) and pairs of headers.
func (n node) send(t *testing.T, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Body = http.NoBody
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	n.web.ServeHTTP(w, r)
	return w.Result()
}

// problem is the code of a refusal.
func problem(t *testing.T, r *http.Response) string {
	t.Helper()
	var body struct{ Code string }
	text, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(text, &body) != nil {
		t.Fatalf("%d is no problem document: %s", r.StatusCode, text)
	}
	return body.Code
}
