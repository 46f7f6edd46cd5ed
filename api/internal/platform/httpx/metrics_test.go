package httpx_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/httpx"
)

// An alert on failures must not go off because people mistype their passwords.
func TestMetricsCountWhatWasAnswered(t *testing.T) {
	registry := prometheus.NewRegistry()
	e, err := httpx.New(httpx.Options{Log: slog.New(slog.DiscardHandler), Metrics: registry})
	if err != nil {
		t.Fatal(err)
	}
	refusals := map[string]error{
		"/conflict": fault.New(fault.Conflict, "test.stale", "stale"),
		"/away":     &pgconn.PgError{Code: "57P03", Message: "the database system is starting up"},
		"/slow":     &pgconn.PgError{Code: "57014", Message: "canceling statement due to statement timeout"},
		"/done":     nil,
	}
	for path, refusal := range refusals {
		e.GET(path, func(c echo.Context) error {
			if refusal != nil {
				return refusal
			}
			return c.NoContent(http.StatusNoContent)
		})
	}
	for path, want := range map[string]int{"/conflict": 409, "/away": 503, "/slow": 500, "/done": 204} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if want == 503 && w.Header().Get("Retry-After") == "" {
			t.Error("503 does not say when to come again")
		}
	}
	e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("INVENTED", "/done", nil))
	w := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	for _, want := range []string{`code="409",method="GET",url="/conflict"`, `code="503",method="GET",url="/away"`, `code="204",method="GET",url="/done"`, `code="405",method="other",url="/done"`} {
		if !strings.Contains(w.Body.String(), "requests_total{"+want+"} 1") {
			t.Errorf("%s is not counted in\n%s", want, w.Body)
		}
	}
}
