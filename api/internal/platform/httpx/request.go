package httpx

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
)

func newRequestID() string { return uuid.NewString() }

// RequestID is the id under which the request stands in log and journal. A
// client's own X-Request-Id is not taken over: it could forge entries.
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
			level := slog.LevelInfo
			if c.Response().Status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			log.Log(c.Request().Context(), level, "request",
				"method", c.Request().Method, "host", c.Request().Host, "path", c.Request().URL.Path, "route", c.Path(),
				"status", c.Response().Status, "bytes", c.Response().Size, "ms", float64(time.Since(start).Microseconds())/1000,
				"address", c.RealIP(), "requestId", RequestID(c))
			return nil
		}
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
