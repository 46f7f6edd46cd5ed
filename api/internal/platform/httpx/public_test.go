package httpx_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/platform/httpx"
)

// publicSpec is a contract like the one for apps.
const publicSpec = `
openapi: 3.0.3
info: { title: test, version: '1' }
servers: [{ url: /api/v1 }]
components:
  schemas:
    Head: { type: object, required: [id], properties: { id: { type: integer }, title: { type: string } } }
    Whole: { allOf: [ { $ref: '#/components/schemas/Head' }, { type: object, properties: { body: { type: string }, rubric: { type: object, properties: { name: { type: string } } } } } ] }
  parameters:
    Fields: { name: fields, in: query, schema: { type: string, minLength: 1, pattern: '^[A-Za-z]+(,[A-Za-z]+)*$' } }
paths:
  /things:
    get:
      operationId: list
      x-permission: public
      parameters:
        - { $ref: '#/components/parameters/Fields' }
        - { name: old, in: query, deprecated: true, x-deprecated: 2026-12-01, x-sunset: 2027-06-30, schema: { type: string } }
        - { name: older, in: query, deprecated: true, x-deprecated: 2026-01-01, x-sunset: 2027-01-31, schema: { type: string } }
      responses:
        '200': { description: OK, content: { application/json: { schema: { type: object, properties: { nextCursor: { type: string, nullable: true }, items: { type: array, items: { $ref: '#/components/schemas/Whole' } } } } } } }
  /thing:
    get:
      operationId: get
      x-permission: public
      deprecated: true
      x-deprecated: 2026-12-01
      x-sunset: 2027-06-30
      parameters: [ { $ref: '#/components/parameters/Fields' } ]
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Whole' } } } } }
  /plain:
    get: { operationId: plain, x-permission: public, responses: { '200': { description: OK } } }
    post: { operationId: change, x-permission: public, responses: { '200': { description: OK } } }
  /missing:
    get: { operationId: missing, x-permission: public, responses: { '404': { description: None } } }
`

func publicServer(t *testing.T, before ...echo.MiddlewareFunc) http.Handler {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(publicSpec))
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
	group := e.Group(contract.Base(), append(before, contract.Deprecation("https://baq.test/redoc"), httpx.ETag, contract.Validate, contract.Fields)...)
	whole := map[string]any{"id": 7, "title": "Әлем <b>", "body": "мәтін", "rubric": map[string]any{"name": "Қоғам"}}
	group.GET("/things", func(c echo.Context) error {
		return c.JSON(http.StatusOK, map[string]any{"items": []any{whole, map[string]any{"id": 8}}, "nextCursor": nil})
	})
	group.GET("/thing", func(c echo.Context) error { return c.JSON(http.StatusOK, whole) })
	answer := func(c echo.Context) error { return c.JSON(http.StatusOK, strings.Repeat("ә", 10_000)) }
	group.GET("/plain", answer)
	group.POST("/plain", answer)
	group.GET("/missing", func(echo.Context) error { return echo.ErrNotFound })
	return httpx.AnswerHead(e)
}

func fetch(t *testing.T, h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, nil)
	r.RemoteAddr = "203.0.113.9:1"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestFieldsThatAreNotThereAreRefused(t *testing.T) {
	h := publicServer(t)
	for path, code := range map[string]string{
		"/things?fields=titel": "request.unknown_fields", "/things?fields=items": "request.unknown_fields", "/things?fields=title,nextCursor,name": "request.unknown_fields",
		"/thing?fields=Title": "request.unknown_fields", "/thing?fields=": "request.invalid", "/thing?fields=a,": "request.invalid", "/thing?fields=rubric.name": "request.invalid",
		"/thing?fields=%D3%99": "request.invalid",
	} {
		w := fetch(t, h, "GET", path)
		var p problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 400 || p.Code != code || len(p.Fields) == 0 || p.Fields[0].Field != "fields" {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestOnlyTheFieldsAskedFor(t *testing.T) {
	h := publicServer(t)
	for path, want := range map[string]string{
		"/things?fields=title":        `{"items":[{"title":"Әлем \u003cb\u003e"},{}],"nextCursor":null}`,
		"/things?fields=rubric,id,id": `{"items":[{"id":7,"rubric":{"name":"Қоғам"}},{"id":8}],"nextCursor":null}`,
		"/thing?fields=body,id":       `{"body":"мәтін","id":7}`,
	} {
		w := fetch(t, h, "GET", path)
		if w.Code != 200 || w.Body.String() != want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if all, some := fetch(t, h, "GET", "/thing"), fetch(t, h, "GET", "/thing?fields=id"); all.Header().Get("ETag") == some.Header().Get("ETag") {
		t.Error("one tag for two answers")
	}
}

func TestConditionalRequests(t *testing.T) {
	h := publicServer(t)
	first := fetch(t, h, "GET", "/plain")
	tag := first.Header().Get("ETag")
	if first.Code != 200 || !strings.HasPrefix(tag, `"`) || first.Header().Get("Cache-Control") != "public, no-cache" || first.Body.Len() < 20_000 {
		t.Fatalf("%d %v", first.Code, first.Header())
	}
	for _, held := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		w := fetch(t, h, "GET", "/plain", "If-None-Match", held)
		if w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("ETag") != tag || w.Header().Get("Cache-Control") == "" {
			t.Errorf("%s: %d %v", held, w.Code, w.Header())
		}
	}
	for _, held := range []string{`"other"`, strings.Trim(tag, `"`), "", "\x00"} {
		if w := fetch(t, h, "GET", "/plain", "If-None-Match", held); w.Code != 200 {
			t.Errorf("%q: %d", held, w.Code)
		}
	}
	if w := fetch(t, h, "POST", "/plain", "If-None-Match", "*"); w.Code != 200 || w.Header().Get("ETag") != "" {
		t.Errorf("POST: %d %v", w.Code, w.Header())
	}
	if w := fetch(t, h, "GET", "/missing", "If-None-Match", "*"); w.Code != 404 || w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a refusal: %d %v", w.Code, w.Header())
	}
}

// TestHead asks a real server, which is what drops the body.
func TestHead(t *testing.T) {
	server := httptest.NewServer(publicServer(t))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodHead, server.URL+"/api/v1/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if got.StatusCode != 200 || got.Header.Get("ETag") == "" || got.ContentLength != 20_003 {
		t.Errorf("%d, %d bytes, %v", got.StatusCode, got.ContentLength, got.Header)
	}
}

func TestWhatIsGoingToEndIsTold(t *testing.T) {
	h := publicServer(t)
	for path, want := range map[string][2]string{
		"/thing":               {"@1796083200", "Wed, 30 Jun 2027 00:00:00 GMT"},
		"/things?old=1":        {"@1796083200", "Wed, 30 Jun 2027 00:00:00 GMT"},
		"/things?old=1&older=": {"@1767225600", "Sun, 31 Jan 2027 00:00:00 GMT"},
		"/things":              {}, "/plain": {},
	} {
		header := fetch(t, h, "GET", path).Header()
		if got := [2]string{header.Get("Deprecation"), header.Get("Sunset")}; got != want {
			t.Errorf("%s: %v", path, got)
		}
		if link := header.Get("Link"); (link == "") != (want[0] == "") || link != "" && link != `<https://baq.test/redoc>; rel="deprecation"; type="text/html"` {
			t.Errorf("%s: %s", path, link)
		}
	}
	if w := fetch(t, h, "GET", "/things?old=1&fields=none"); w.Code != 400 || w.Header().Get("Sunset") == "" {
		t.Errorf("a refusal: %v", w.Header())
	}
}

func TestAnEndNeedsADay(t *testing.T) {
	for _, text := range []string{
		strings.Replace(publicSpec, "x-sunset: 2027-06-30, ", "", 1),
		strings.Replace(publicSpec, "x-deprecated: 2026-01-01, ", "", 1),
		strings.Replace(publicSpec, "x-sunset: 2027-01-31", "x-sunset: soon", 1),
		strings.Replace(publicSpec, "x-sunset: 2027-01-31", "x-sunset: 2025-01-31", 1),
		strings.Replace(publicSpec, "      x-sunset: 2027-06-30\n", "", 1),
	} {
		doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
		if err != nil || text == publicSpec {
			t.Fatal("the test's contract is broken", err)
		}
		if _, err := httpx.NewContract(doc); err == nil || !strings.Contains(err.Error(), "x-") {
			t.Errorf("accepted: %v", err)
		}
	}
}

func TestWhoAsksTooOftenIsRefused(t *testing.T) {
	seen := map[string]int{}
	var names []string
	h := publicServer(t, httpx.Rate(3, func(_ context.Context, client string) (int, time.Duration) {
		seen[client]++
		names = append(names, client)
		return seen[client], 1500 * time.Millisecond
	}))
	for i, want := range []int{200, 304, 404, 429, 429} {
		path, held := []string{"/plain", "/plain", "/missing", "/plain", "/plain"}[i], []string{"", "*", "", "", ""}[i]
		w := fetch(t, h, "GET", path, "If-None-Match", held)
		left := []string{"2", "1", "0", "0", "0"}[i]
		if header := w.Header(); w.Code != want || header.Get("RateLimit-Limit") != "3" || header.Get("RateLimit-Remaining") != left || header.Get("RateLimit-Reset") != "2" {
			t.Errorf("request %d: %d %v", i, w.Code, header)
		}
		if want == 429 && (w.Header().Get("Retry-After") != "2" || w.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(w.Body.String(), "api.too_many_requests") || w.Header().Get("Cache-Control") != "no-store") {
			t.Errorf("%v %s", w.Header(), w.Body)
		}
	}
	names = nil
	for _, address := range []string{"[2001:db8:1:2::1]:5", "[2001:db8:1:2:ffff::9]:5", "[2001:db8:1:3::1]:5", "203.0.113.9:5"} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/plain", nil)
		r.RemoteAddr = address
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	if want := []string{"2001:db8:1:2::/64", "2001:db8:1:2::/64", "2001:db8:1:3::/64", "203.0.113.9"}; !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}
