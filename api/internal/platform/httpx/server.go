// Package httpx is the portal's way of speaking HTTP: the server with what every
// request goes through, the guard that the contract's permissions make, and the
// one place where an error becomes an answer.
package httpx

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// Options is what a server needs.
type Options struct {
	Log            *slog.Logger
	Metrics        prometheus.Registerer
	TrustedProxies []string // CIDRs whose X-Forwarded-For is believed; checked by platform/config
	// ErrorPage answers a failed request for a page; nil answers with a problem document.
	ErrorPage func(c echo.Context, status int) error
	// Replay writes down and counts as the server does; nil: there is none.
	Replay *Replay
}

// New makes an Echo with request ids, logs, metrics, recovery and error answers.
func New(o Options) (*echo.Echo, error) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = clientAddress(o.TrustedProxies)
	e.HTTPErrorHandler = errorHandler(o.Log, o.ErrorPage)
	ids := requestIDs{networks(o.TrustedProxies)}
	meter, err := newMeter(o.Metrics)
	if err != nil {
		return nil, err
	}
	e.Use(ids.middleware, origin, logRequests(o.Log), recoverPanics, meter.middleware)
	if o.Replay != nil {
		o.Replay.ids, o.Replay.meter, o.Replay.log = ids, meter, o.Log
	}
	return e, nil
}

// clientAddress believes X-Forwarded-For from the named networks only; without
// any, the peer's address is the client's.
func clientAddress(trusted []string) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range networks(trusted) {
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// networks are the CIDRs, which platform/config has checked.
func networks(cidrs []string) (all []*net.IPNet) {
	for _, text := range cidrs {
		if _, network, err := net.ParseCIDR(text); err == nil {
			all = append(all, network)
		}
	}
	return all
}

// AnswerHead lets every GET route answer HEAD, unless HEAD has a route of its own
// there. net/http keeps the request as it came, and so drops the body and states its
// length. Serve does it by itself.
func AnswerHead(handler http.Handler) http.Handler {
	own := headRoutes(handler)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		itself := func(pattern string) bool { return fits(pattern, r.URL.Path) }
		if r.Method == http.MethodHead && !slices.ContainsFunc(own, itself) {
			r = r.WithContext(r.Context())
			r.Method = http.MethodGet
		}
		handler.ServeHTTP(w, r)
	})
}

// headRoutes are the routes that HEAD has of its own.
func headRoutes(handler http.Handler) (patterns []string) {
	router, ok := handler.(interface{ Routes() []*echo.Route })
	if !ok {
		return nil
	}
	for _, route := range router.Routes() {
		if route.Method == http.MethodHead {
			patterns = append(patterns, route.Path)
		}
	}
	return patterns
}

// Serve answers on listener until ctx ends, then lets running requests finish
// within grace.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, grace time.Duration) error {
	server := &http.Server{
		Handler:           AnswerHead(handler),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // a large picture over a slow line
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ConnContext:       withWire,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(wires{listener}) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(ending); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}
