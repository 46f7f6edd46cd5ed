package httpx_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/overload"
)

func limited(t *testing.T, handler echo.HandlerFunc, through ...echo.MiddlewareFunc) *echo.Echo {
	t.Helper()
	e, err := httpx.New(httpx.Options{Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	e.GET("/api/thing", handler, through...)
	return e
}

func TestWhatTakesTooLongIsEnded(t *testing.T) {
	e := limited(t, func(c echo.Context) error {
		<-c.Request().Context().Done()
		return c.Request().Context().Err()
	}, httpx.Deadline(time.Millisecond))
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/thing", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), `"service.too_long"`) || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestAFullGateRefuses(t *testing.T) {
	gate := overload.New(1, 0)
	_, leave, err := gate.Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e := limited(t, func(c echo.Context) error { return c.NoContent(http.StatusOK) }, httpx.Through(gate))
	ask := func() int {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/thing", nil))
		if w.Code != http.StatusOK && (!strings.Contains(w.Body.String(), `"service.busy"`) || w.Header().Get("Retry-After") == "") {
			t.Errorf("%v %s", w.Header(), w.Body)
		}
		return w.Code
	}
	if got := ask(); got != http.StatusServiceUnavailable {
		t.Error(got)
	}
	leave()
	for range 2 { // who was let in has left
		if got := ask(); got != http.StatusOK {
			t.Error(got)
		}
	}
}

// TestWhoReadsSlowlyIsLeft: a client that takes nothing of its answer does not keep the
// server for the minutes that a large picture may take.
func TestWhoReadsSlowlyIsLeft(t *testing.T) {
	gone := make(chan error, 1)
	e := limited(t, func(c echo.Context) error {
		_, err := io.Copy(c.Response(), io.LimitReader(zeros{}, 1<<30))
		gone <- err
		return err
	}, httpx.SlowestReader(50*time.Millisecond))
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _ = httpx.Serve(ctx, listener, e, time.Second) }()
	client, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := io.WriteString(client, "GET /api/thing HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-gone:
		var network net.Error
		if !errors.As(err, &network) || !network.Timeout() {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the server still writes")
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
