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

// Refusals of who asks too often: an address, and a program by its key.
var (
	ErrTooManyRequests = fault.New(fault.Limited, "api.too_many_requests", "too many requests from your address; wait as long as Retry-After says")
	ErrKeyExhausted    = fault.New(fault.Limited, "access.key_exhausted", "too many requests with this key; wait as long as Retry-After says")
)

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
			if err := spend(c, limit, count, access.Network(c.RealIP()), ErrTooManyRequests); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// KeyRate refuses programs that ask more often than limit in a window with one key,
// from however many addresses. It is for Guard, and counts what Guard refuses then, too.
// Its answers have the headers that Rate's have; people are not counted.
func KeyRate(limit int, count Counter) func(echo.Context, access.Principal) error {
	return func(c echo.Context, p access.Principal) error {
		if p.KeyID == 0 {
			return nil
		}
		return spend(c, limit, count, strconv.FormatInt(p.KeyID, 10), ErrKeyExhausted)
	}
}

// spend counts a request of a client, says in the answer what is left, and refuses when
// that is less than nothing.
func spend(c echo.Context, limit int, count Counter, client string, refused *fault.Fault) error {
	n, left := count(c.Request().Context(), client)
	header := c.Response().Header()
	header.Set("RateLimit-Limit", strconv.Itoa(limit))
	header.Set("RateLimit-Remaining", strconv.Itoa(max(0, limit-n)))
	header.Set("RateLimit-Reset", strconv.Itoa(int(math.Ceil(left.Seconds()))))
	if n <= limit {
		return nil
	}
	refusal := *refused
	refusal.RetryAfter = max(left, time.Second)
	return &refusal
}
