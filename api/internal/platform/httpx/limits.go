package httpx

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/overload"
)

// Through lets requests through a gate; what the page cache renders has its place there
// already. Behind what holds the answer back (ETag), a client that reads slowly keeps none.
func Through(g *overload.Gate) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			inside, leave, err := g.Enter(c.Request().Context())
			if err != nil {
				return err
			}
			defer leave()
			c.SetRequest(c.Request().WithContext(inside))
			return next(c)
		}
	}
}

// Deadline ends the work on a request after a time, down to the statement that it waits
// for; the answer is then 503.
func Deadline(limit time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			ctx, cancel := context.WithTimeout(c.Request().Context(), limit)
			defer cancel()
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		}
	}
}

// SlowestReader bounds how long a client may take to read an answer. What takes longer
// by its nature, such as a large picture, is not to be behind it.
func SlowestReader(limit time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			// Tests answer to recorders, which know no deadlines.
			_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(limit))
			return next(c)
		}
	}
}

// slowestSender bounds how long a client may take to send a body that is no file.
const slowestSender = 30 * time.Second
