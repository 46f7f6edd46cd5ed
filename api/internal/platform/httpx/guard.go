package httpx

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// Refusals of the guard.
var (
	ErrNotLoggedIn = fault.New(fault.Unauthenticated, "access.not_logged_in", "log in first")
	ErrNoRight     = fault.New(fault.Forbidden, "access.forbidden", "you may not do this")
	ErrCrossSite   = fault.New(fault.Forbidden, "access.cross_site", "a change by cookie must come from the panel itself")
	ErrNoFactor    = fault.New(fault.Forbidden, "access.second_factor_missing", "your role asks for a second factor; set one up first")
	ErrConfirm     = fault.New(fault.Forbidden, "access.confirm", "prove again who you are; see POST /session/confirm")
)

// ConfirmedFor is how long the proof of who is at the keyboard holds for an
// operation with x-confirm (OWASP ASVS 5.0, 7.5.1 and 7.5.3). GitHub asks again
// after two hours, banks after five minutes.
const ConfirmedFor = 15 * time.Minute

// Authenticate finds out who is asking. It returns ErrNotLoggedIn, or a fault
// that says why a token is not accepted. byCookie tells that a browser may have
// sent the proof on its own.
type Authenticate func(r *http.Request) (p access.Principal, byCookie bool, err error)

// Guard refuses whoever may not do what the contract names, before anything of
// the request's body is looked at: a stranger gets 401, not a remark on his body.
// Before it looks at rights it asks limits (see KeyRate) about who is known by then.
func (c *Contract) Guard(authenticate Authenticate, limits ...func(echo.Context, access.Principal) error) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ctx echo.Context) error {
			operation, err := c.of(ctx)
			if err != nil {
				return err
			}
			if operation.Permission == access.Public {
				return next(ctx)
			}
			r := ctx.Request()
			p, byCookie, err := authenticate(r)
			if err != nil {
				return err
			}
			if byCookie && !safe(r) && crossSite(r) {
				return ErrCrossSite
			}
			ctx.SetRequest(r.WithContext(access.WithPrincipal(r.Context(), p)))
			for _, limit := range limits {
				if err := limit(ctx, p); err != nil {
					return err
				}
			}
			if err := operation.admit(p, time.Now()); err != nil {
				return err
			}
			return next(ctx)
		}
	}
}

// admit refuses who may not carry the operation out now.
func (o Operation) admit(p access.Principal, now time.Time) error {
	switch {
	case !p.May(o.Permission), o.Confirm && p.KeyID != 0: // a program can't prove that it is a person
		return ErrNoRight
	case p.FactorMissing && o.Permission != access.Authenticated:
		return ErrNoFactor
	case o.Confirm && now.Sub(p.ConfirmedAt) > ConfirmedFor:
		return ErrConfirm
	}
	return nil
}

func safe(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// crossSite tells whether another site's page made the browser send this. All
// current browsers send Sec-Fetch-Site; Origin covers the rest.
func crossSite(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site != "same-origin" && site != "none"
	}
	from := r.Header.Get("Origin")
	origin, err := url.Parse(from)
	return from != "" && (err != nil || origin.Host != r.Host) // "null" is anybody's sandboxed frame
}

// SameSite refuses a request that another site's page made; for operations
// that take cookies and are public, such as logging in.
func SameSite(r *http.Request) error {
	if crossSite(r) {
		return ErrCrossSite
	}
	return nil
}
