package httpx_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"log/slog"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/httpx"
)

// watched answers the test contract and keeps the denials.
func watched(t *testing.T) (http.Handler, func() []httpx.Denial) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(spec))
	if err != nil {
		t.Fatal(err)
	}
	contract, err := httpx.NewContract(doc)
	if err != nil {
		t.Fatal(err)
	}
	e, err := httpx.New(httpx.Options{Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var told []httpx.Denial
	note := func(_ context.Context, d httpx.Denial) { mu.Lock(); told = append(told, d); mu.Unlock() }
	refused := fault.New(fault.Unauthenticated, "accounts.token_refused", "no")
	login := func(r *http.Request) (access.Principal, bool, error) {
		switch r.Header.Get("Authorization") {
		case "":
			return access.Principal{}, false, httpx.ErrNotLoggedIn
		case "Bearer good":
			return access.Principal{UserID: 2}, false, nil
		}
		return access.Principal{}, false, refused
	}
	group := e.Group(contract.Base(), contract.Denials(note), contract.Guard(login), contract.Validate)
	group.GET("/things", func(echo.Context) error { return fault.New(fault.Unauthenticated, "accounts.wrong_credentials", "no") })
	group.POST("/things", func(c echo.Context) error { return c.NoContent(http.StatusCreated) })
	group.GET("/things/:id", func(echo.Context) error { return fault.New(fault.Forbidden, "things.not_yours", "no") })
	return e, func() []httpx.Denial { mu.Lock(); defer mu.Unlock(); return told }
}

func ask(h http.Handler, method, path, token, from string) int {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = from + ":1234"
	if token != "" {
		r.Header.Set("Authorization", token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

func TestDenialsAreToldOnceAMinute(t *testing.T) {
	h, told := watched(t)
	for range 5 {
		ask(h, "POST", "/api/v1/things", "Bearer good", "192.0.2.1")  // no right
		ask(h, "GET", "/api/v1/things/1", "Bearer good", "192.0.2.1") // the feature says no
	}
	ask(h, "POST", "/api/v1/things", "", "192.0.2.1") // nobody: ordinary
	ask(h, "GET", "/api/v1/things", "Bearer bad", "192.0.2.1")
	got := told()
	if len(got) != 2 || got[0].Code != "access.forbidden" || got[0].Forged || got[0].Pattern != "/api/v1/things" || got[0].Times != 1 || got[1].Code != "things.not_yours" {
		t.Errorf("%+v", got)
	}
}

func TestAFloodOfTokensIsLimited(t *testing.T) {
	h, told := watched(t)
	statuses := map[int]int{}
	for range 100 {
		statuses[ask(h, "GET", "/api/v1/things/1", "Bearer bad", "192.0.2.1")]++
	}
	if statuses[401] != 60 || statuses[429] != 40 {
		t.Errorf("%v", statuses)
	}
	statuses = map[int]int{}
	for i := range 100 { // as many addresses of one customer
		statuses[ask(h, "GET", "/api/v1/things/1", "Bearer bad", "[2001:db8::"+strconv.Itoa(i)+"]")]++
	}
	if statuses[401] != 60 || statuses[429] != 40 {
		t.Errorf("of one network: %v", statuses)
	}
	if got := told(); len(got) != 2 || !got[0].Forged || got[0].Code != "accounts.token_refused" {
		t.Errorf("%+v", got)
	}
	if s := ask(h, "GET", "/api/v1/things/1", "Bearer good", "192.0.2.1"); s != 403 {
		t.Errorf("a good token from the same address: %d", s)
	}
	if s := ask(h, "GET", "/api/v1/things/1", "Bearer bad", "192.0.2.2"); s != 401 {
		t.Errorf("another address: %d", s)
	}
}

func TestManyStrangersDoNotFillTheJournal(t *testing.T) {
	h, told := watched(t)
	for i := range 20_000 {
		ask(h, "GET", "/api/v1/things/1", "Bearer bad", "10."+strconv.Itoa(i>>16)+"."+strconv.Itoa(i>>8&255)+"."+strconv.Itoa(i&255))
	}
	if got := len(told()); got != 200 {
		t.Errorf("%d are told", got)
	}
	ask(h, "POST", "/api/v1/things", "Bearer good", "192.0.2.1")
	if got := told(); len(got) != 201 || got[200].Forged {
		t.Errorf("strangers hide what a colleague tries: %d are told", len(got))
	}
}
