package httpx

import (
	"encoding/binary"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
)

// requestIDs gives each request an id, in the answer's X-Request-Id. Only a
// trusted proxy's own is taken over, so that both logs can be laid side by side:
// anybody else's could forge entries of log and journal.
type requestIDs struct{ proxies []*net.IPNet }

func (ids requestIDs) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, ids.of(c.Request()))
		return next(c)
	}
}

func (ids requestIDs) of(r *http.Request) string {
	id := r.Header.Get(echo.HeaderXRequestID)
	if id == "" || !proxyID.MatchString(id) || !fromProxy(r, ids.proxies) {
		return newID()
	}
	return id
}

// newID is a UUID (RFC 9562, version 4). It names a request and is no secret, so that
// the runtime's generator will do, which asks the kernel for nothing.
func newID() string {
	var id uuid.UUID
	binary.NativeEndian.PutUint64(id[:8], rand.Uint64())
	binary.NativeEndian.PutUint64(id[8:], rand.Uint64())
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id.String()
}

// proxyID is what nginx's $request_id looks like, or a UUID.
var proxyID = regexp.MustCompile(`^[0-9a-f-]{32,36}$`)

// fromProxy tells whether the peer itself, not who it speaks for, is trusted.
func fromProxy(r *http.Request, proxies []*net.IPNet) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	peer := net.ParseIP(host)
	return err == nil && slices.ContainsFunc(proxies, func(n *net.IPNet) bool { return n.Contains(peer) })
}

// RequestID is the id under which the request stands in log and journal.
func RequestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// origin puts where the request comes from into its context.
func origin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		agent := r.UserAgent()
		if len(agent) > 300 {
			agent = agent[:300]
		}
		agent = strings.ToValidUTF8(agent, "") // the database takes no other text
		at := access.Request{ID: RequestID(c), Address: c.RealIP(), UserAgent: agent}
		c.SetRequest(r.WithContext(access.WithRequest(r.Context(), at)))
		return next(c)
	}
}

// logRequests writes one line for each request, after its answer.
func logRequests(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			if err := next(c); err != nil {
				c.Error(err)
			}
			logAnswer(log, c, start)
			return nil
		}
	}
}

func logAnswer(log *slog.Logger, c echo.Context, start time.Time) {
	level := slog.LevelInfo
	if c.Response().Status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	if r := c.Request(); log.Enabled(r.Context(), level) {
		log.LogAttrs(r.Context(), level, "request",
			slog.String("method", r.Method), slog.String("host", r.Host), slog.String("path", r.URL.Path), slog.String("route", c.Path()),
			slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size), slog.Float64("ms", float64(time.Since(start).Microseconds())/1000),
			slog.String("address", c.RealIP()), slog.String("requestId", RequestID(c)))
	}
}

// panicked is a recovered panic, with where it came from for the log.
type panicked struct {
	value any
	stack []byte
}

// Error implements error.
func (p panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

func recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
					panic(v)
				}
				err = panicked{value: v, stack: debug.Stack()}
			}
		}()
		return next(c)
	}
}
