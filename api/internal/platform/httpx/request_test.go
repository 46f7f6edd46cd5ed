package httpx_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/platform/httpx"
)

// TestNobodyChoosesTheIDOfTheirRequest but a trusted proxy.
func TestNobodyChoosesTheIDOfTheirRequest(t *testing.T) {
	const proxys = "0123456789abcdef0123456789abcdef"
	for _, c := range []struct {
		name, peer, sent string
		kept             bool
	}{
		{"a client", "192.0.2.1:5", proxys, false},
		{"a client, with a line break", "192.0.2.1:5", "forged\xff", false},
		{"a proxy", "10.0.0.7:5", proxys, true},
		{"a proxy that passes on what a client sent", "10.0.0.7:5", "x' or 1=1", false},
		{"a proxy that sends none", "10.0.0.7:5", "", false},
	} {
		e, err := httpx.New(httpx.Options{Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry(), TrustedProxies: []string{"10.0.0.0/8"}})
		if err != nil {
			t.Fatal(err)
		}
		e.GET("/", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		r.Header.Set("X-Request-Id", c.sent)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if got := w.Header().Get("X-Request-Id"); got == "" || (got == c.sent) != c.kept {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
