package httpx

import (
	"context"
	"math"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// ErrTooManyRequests is the refusal of an address that asks too often.
var ErrTooManyRequests = fault.New(fault.Limited, "api.too_many_requests", "too many requests from your address; wait as long as Retry-After says")

// Counter counts requests of one client in the present window, and tells how many
// they are with this one and how long the window lasts still.
type Counter func(ctx context.Context, client string) (count int, left time.Duration)

// Rate refuses clients that ask more often than limit in a window. A client is an
// address, of IPv6 a /64 network. Every answer says how many requests are left, in the
// headers that draft-ietf-httpapi-ratelimit-headers had before it joined them
// (RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset in seconds), which is what
// clients know.
func Rate(limit int, count Counter) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			n, left := count(c.Request().Context(), access.Network(c.RealIP()))
			header := c.Response().Header()
			header.Set("RateLimit-Limit", strconv.Itoa(limit))
			header.Set("RateLimit-Remaining", strconv.Itoa(max(0, limit-n)))
			header.Set("RateLimit-Reset", strconv.Itoa(int(math.Ceil(left.Seconds()))))
			if n > limit {
				refusal := *ErrTooManyRequests
				refusal.RetryAfter = max(left, time.Second)
				return &refusal
			}
			return next(c)
		}
	}
}
