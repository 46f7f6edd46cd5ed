package httpx_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/httpx"
)

type problem struct {
	Status    int
	Code      string
	Detail    string
	RequestID string
	Fields    []fault.Field
}

// server answers the test contract. The header X-Test-Login says who asks:
// "writer" may write, "reader" may not.
func server(t *testing.T, log *slog.Logger) *echo.Echo {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(spec))
	if err != nil {
		t.Fatal(err)
	}
	contract, err := httpx.NewContract(doc)
	if err != nil {
		t.Fatal(err)
	}
	e, err := httpx.New(httpx.Options{Log: log, Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	login := func(r *http.Request) (access.Principal, bool, error) {
		byCookie := r.Header.Get("X-Test-By-Cookie") != ""
		switch r.Header.Get("X-Test-Login") {
		case "writer":
			return access.Principal{UserID: 1, Permissions: []access.Permission{"things.write"}}, byCookie, nil
		case "reader":
			return access.Principal{UserID: 2}, byCookie, nil
		}
		return access.Principal{}, false, httpx.ErrNotLoggedIn
	}
	group := e.Group(contract.Base(), contract.Guard(login), contract.Validate)
	ok := func(c echo.Context) error { return c.String(http.StatusOK, "done") }
	group.GET("/things", ok)
	group.POST("/things", ok)
	group.GET("/things/:id", func(c echo.Context) error {
		switch c.Param("id") {
		case "1":
			panic("secret inside")
		case "2":
			return errors.New("connection to 10.0.0.5 refused")
		case "3":
			return fault.New(fault.Limited, "test.limited", "slowly").With("current", 7)
		case "4":
			limited := *fault.New(fault.Limited, "test.limited", "slowly")
			limited.RetryAfter = 1500 * time.Millisecond
			return fmt.Errorf("wrapped: %w", &limited)
		}
		return ok(c)
	})
	group.GET("/unlisted", ok)
	return e
}

func call(t *testing.T, e *echo.Echo, method, path, login, body string, header ...string) (*httptest.ResponseRecorder, problem) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("X-Test-Login", login)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	var p problem
	if w.Code >= 400 {
		if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %s: a refusal as %q", method, path, got)
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Errorf("%s %s: %v in %s", method, path, err, w.Body)
		}
		if p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") || p.Status != w.Code {
			t.Errorf("%s %s: %+v", method, path, p)
		}
	}
	return w, p
}

func TestGuardComesBeforeValidation(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	for _, c := range []struct {
		name, method, path, login, body string
		status                          int
		code                            string
	}{
		{"a stranger with a bad body", "POST", "/api/v1/things", "", `{"title":7}`, 401, "access.not_logged_in"},
		{"somebody without the right and with a bad body", "POST", "/api/v1/things", "reader", `{"title":7}`, 403, "access.forbidden"},
		{"a stranger where a login suffices", "GET", "/api/v1/things/9", "", "", 401, "access.not_logged_in"},
		{"anybody where a login suffices", "GET", "/api/v1/things/9", "reader", "", 200, ""},
		{"a stranger where all may", "GET", "/api/v1/things", "", "", 200, ""},
		{"a route that the contract does not know", "GET", "/api/v1/unlisted", "writer", "", 404, "http.not_found"},
		{"no route at all", "GET", "/api/v1/nowhere", "writer", "", 404, "http.not_found"},
		{"a good request", "POST", "/api/v1/things", "writer", `{"title":"мәтін","size":1}`, 200, ""},
	} {
		w, p := call(t, e, c.method, c.path, c.login, c.body)
		if w.Code != c.status || p.Code != c.code {
			t.Errorf("%s: %d %q, want %d %q", c.name, w.Code, p.Code, c.status, c.code)
		}
	}
}

func TestAllViolationsAtOnce(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	for _, c := range []struct{ name, method, path, body, fields string }{
		{"parameters", "GET", "/api/v1/things?limit=0&kind=c", "", "limit:minimum kind:enum"},
		{"a parameter of another type", "GET", "/api/v1/things?limit=many", "", "limit:syntax"},
		{"a path parameter", "GET", "/api/v1/things/0", "", "id:minimum"},
		{"a body", "POST", "/api/v1/things", `{"title":"тақырып","size":0,"inner":{"name":"x"},"extra":1}`, "extra:unknown inner.name:min_length size:minimum title:max_length"},
		{"missing members", "POST", "/api/v1/things", `{}`, "size:required title:required"},
		{"no body", "POST", "/api/v1/things", ``, ":required"},
		{"no JSON", "POST", "/api/v1/things", `{"title":`, ":syntax"},
	} {
		w, p := call(t, e, c.method, c.path, "writer", c.body)
		if w.Code != 400 || p.Code != "request.invalid" {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
			continue
		}
		found := map[string]bool{}
		for _, f := range p.Fields {
			found[f.Field+":"+f.Code] = true
			if f.Message == "" {
				t.Errorf("%s: no message in %+v", c.name, f)
			}
		}
		for _, want := range strings.Split(c.fields, " ") {
			if !found[want] {
				t.Errorf("%s: %q is missing in %+v", c.name, want, p.Fields)
			}
		}
	}
}

func TestFailuresKeepTheirSecrets(t *testing.T) {
	var log strings.Builder
	e := server(t, slog.New(slog.NewTextHandler(&log, nil)))
	for id, inside := range map[string]string{"1": "secret inside", "2": "10.0.0.5"} {
		w, p := call(t, e, "GET", "/api/v1/things/"+id, "reader", "")
		if w.Code != 500 || p.Code != "internal" {
			t.Errorf("%d %q", w.Code, p.Code)
		}
		if strings.Contains(w.Body.String(), inside) || strings.Contains(w.Body.String(), ".go") {
			t.Errorf("the answer tells what is inside: %s", w.Body)
		}
		if !strings.Contains(log.String(), inside) || !strings.Contains(log.String(), p.RequestID) {
			t.Errorf("the log does not: %s", log.String())
		}
	}
}

func TestFaultsKeepWhatTheyCarry(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	w, _ := call(t, e, "GET", "/api/v1/things/3", "reader", "")
	if w.Code != 429 || !strings.Contains(w.Body.String(), `"current":7`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w, p := call(t, e, "GET", "/api/v1/things/4", "reader", "")
	if w.Code != 429 || p.Code != "test.limited" || w.Header().Get("Retry-After") != "2" {
		t.Errorf("%d %q Retry-After %q", w.Code, p.Code, w.Header().Get("Retry-After"))
	}
}

func TestAnotherSitesPageCannotWriteByCookie(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	body := `{"title":"a","size":1}`
	for _, c := range []struct {
		name   string
		header []string
		status int
	}{
		{"from another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"from a sibling host", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"an old browser from another site", []string{"Origin", "https://evil.example"}, 403},
		{"an opaque origin, as of anybody's sandboxed frame", []string{"Origin", "null"}, 403},
		{"from the panel", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"an old browser from the panel", []string{"Origin", "http://example.com"}, 200},
	} {
		w, _ := call(t, e, "POST", "/api/v1/things", "writer", body, append(c.header, "X-Test-By-Cookie", "1")...)
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.status)
		}
	}
	if w, _ := call(t, e, "POST", "/api/v1/things", "writer", body, "Sec-Fetch-Site", "cross-site"); w.Code != 200 {
		t.Errorf("a token in the header is no cookie: %d", w.Code)
	}
}

func TestHeadHasGetsLengthAndNoBody(t *testing.T) {
	site := httptest.NewServer(httpx.AnswerHead(server(t, slog.New(slog.DiscardHandler))))
	defer site.Close()
	answer, err := http.Head(site.URL + "/api/v1/things")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 || len(body) != 0 || answer.ContentLength != int64(len("done")) {
		t.Errorf("%d, %d bytes, length %d, %v", answer.StatusCode, len(body), answer.ContentLength, err)
	}
}

func TestAContractWithoutPermissionIsRefused(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(strings.Replace(spec, "x-permission: things.write", "x-nothing: 1", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := httpx.NewContract(doc); err == nil {
		t.Error("an operation without x-permission was taken")
	}
}
