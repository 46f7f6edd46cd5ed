package httpx_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

func TestABodyHasOneReading(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	for _, c := range []struct{ name, body, field, code string }{
		{"a member twice, of which the validator sees the second", `{"title":"far too long","size":1,"title":"ok"}`, "title", "duplicate"},
		{"twice further in", `{"title":"ok","size":1,"inner":{"name":"ab","name":"cd"}}`, "inner.name", "duplicate"},
		{"twice in an array's object", `{"title":[{"a":[{}],"b":1,"a":2}]}`, "title.a", "duplicate"},
		{"something after the value", `{"title":"ok","size":1} {}`, "", "syntax"},
		{"NUL", `{"title":"a\u0000b","size":1}`, "title", "nul"},
		{"NUL in a name", `{"a\u0000b":1}`, "", "nul"},
		{"no UTF-8", "{\"title\":\"\xff\",\"size\":1}", "", "encoding"},
	} {
		w, p := call(t, e, "POST", "/api/v1/things", "writer", c.body)
		if w.Code != 400 || len(p.Fields) != 1 || p.Fields[0].Field != c.field || p.Fields[0].Code != c.code {
			t.Errorf("%s: %d %+v", c.name, w.Code, p)
		}
	}
	for _, body := range []string{`{"title":"a","size":1,"inner":{"name":"title"}}`, `{"title":"size","size":2}`} {
		if w, _ := call(t, e, "POST", "/api/v1/things", "writer", body); w.Code != 200 {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

func TestAnotherTypeOfBodyIsNoWayAroundTheContract(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	for _, media := range []string{"multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain", "application/xml", ";"} {
		w, p := call(t, e, "POST", "/api/v1/things", "writer", "--x--\r\n", "Content-Type", media)
		if w.Code != 400 || p.Code != "request.invalid" {
			t.Errorf("%s: %d %s", media, w.Code, w.Body)
		}
	}
}

func TestParametersAreText(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	for _, path := range []string{"/api/v1/things?q=%00", "/api/v1/things?q=%ff"} {
		w, p := call(t, e, "GET", path, "", "")
		if w.Code != 400 || len(p.Fields) != 1 || p.Fields[0].Field != "q" {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestAnotherMethodIsNotAllowed(t *testing.T) {
	e := server(t, slog.New(slog.DiscardHandler))
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"DELETE", "/api/v1/things", 405, "GET, POST"},
		{"POST", "/api/v1/things/1", 405, "GET"},
		{"POST", "/api/v1/things/", 404, ""},
		{"POST", "/api/v1/things/1/2", 404, ""},
		{"POST", "/api/v1/nothing", 404, ""},
	} {
		w, _ := call(t, e, c.method, c.path, "writer", "")
		if w.Code != c.status || w.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s: %d, Allow %q", c.method, c.path, w.Code, w.Header().Get("Allow"))
		}
	}
}

// Only an operation whose contract has a form may have the larger body, and
// gets it unread.
func TestOnlyAFormMayBeLarge(t *testing.T) {
	form := strings.Replace(spec, "application/json:", "multipart/form-data:", 1)
	for _, c := range []struct {
		spec, media string
		status      int
	}{
		{spec, "application/json", 413},
		{spec, "multipart/form-data; boundary=x", 413},
		{form, "multipart/form-data; boundary=x", 200},
	} {
		doc, err := openapi3.NewLoader().LoadFromData([]byte(c.spec))
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
		anybody := func(*http.Request) (access.Principal, bool, error) {
			return access.Principal{Permissions: []access.Permission{"things.write"}}, false, nil
		}
		e.Group(contract.Base(), contract.Guard(anybody), contract.LimitBody(10, 100), contract.Validate).POST("/things", func(c echo.Context) error {
			n, err := io.Copy(io.Discard, c.Request().Body)
			if err != nil || n != 50 {
				t.Errorf("%d bytes, %v", n, err)
			}
			return c.NoContent(http.StatusOK)
		})
		if w, _ := call(t, e, "POST", "/api/v1/things", "", strings.Repeat("x", 50), "Content-Type", c.media); w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.media, w.Code, c.status)
		}
	}
}

const streamSpec = `
openapi: 3.0.3
info: { title: test, version: '1' }
servers: [{ url: /api/v1 }]
paths:
  /parts/{id}:
    head:
      operationId: headPart
      x-permission: public
      responses: { '200': { description: OK } }
    get:
      operationId: getPart
      x-permission: public
      responses: { '200': { description: OK } }
    patch:
      operationId: append
      x-permission: public
      x-body-limit: 1000
      requestBody:
        required: true
        content: { application/offset+octet-stream: { schema: { type: string, format: binary } } }
      responses: { '204': { description: OK } }
`

// streaming is a server whose PATCH says how much it could read, and why no more.
func streaming(t *testing.T) *echo.Echo {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(streamSpec))
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
	login := func(*http.Request) (access.Principal, bool, error) { return access.Principal{}, false, nil }
	group := e.Group(contract.Base(), contract.Guard(login), contract.LimitBody(10, 20), contract.Validate)
	group.PATCH("/parts/:id", func(c echo.Context) error {
		first := make([]byte, 1)
		if _, err := io.ReadFull(c.Request().Body, first); err != nil {
			return err
		}
		c.Response().Header().Set("X-First-Seen", string(first))
		if _, err := io.Copy(io.Discard, c.Request().Body); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	})
	group.GET("/parts/:id", func(c echo.Context) error { return c.String(http.StatusOK, "whole") })
	group.HEAD("/parts/:id", func(c echo.Context) error {
		c.Response().Header().Set("Upload-Offset", "7")
		return c.NoContent(http.StatusOK)
	})
	return e
}

// TestPartsAreStreamed: a part is read by its feature while it comes in, up to the
// limit that the contract sets for the operation.
func TestPartsAreStreamed(t *testing.T) {
	site := httptest.NewServer(streaming(t))
	defer site.Close()
	body, rest := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, site.URL+"/api/v1/parts/1", io.MultiReader(strings.NewReader("x"), body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/offset+octet-stream")
	go func() { _, _ = rest.Write(make([]byte, 998)); _ = rest.Close() }()
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != 204 {
		t.Fatal(answer, err)
	}
	_ = answer.Body.Close()
	for size, status := range map[int]int{1000: 204, 1001: 413} {
		w, _ := call(t, streaming(t), "PATCH", "/api/v1/parts/1", "", strings.Repeat("x", size), "Content-Type", "application/offset+octet-stream")
		if w.Code != status || w.Header().Get("X-First-Seen") != "x" {
			t.Errorf("%d bytes: %d, %v", size, w.Code, w.Header())
		}
	}
	if w, _ := call(t, streaming(t), "PATCH", "/api/v1/parts/1", "", "{}"); w.Code != 400 {
		t.Errorf("another type of body: %d", w.Code)
	}
}

// TestAHeadOfItsOwn is not answered by GET.
func TestAHeadOfItsOwn(t *testing.T) {
	site := httptest.NewServer(httpx.AnswerHead(streaming(t)))
	defer site.Close()
	answer, err := http.Head(site.URL + "/api/v1/parts/1")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != 200 || answer.Header.Get("Upload-Offset") != "7" {
		t.Error(answer.StatusCode, answer.Header)
	}
}
