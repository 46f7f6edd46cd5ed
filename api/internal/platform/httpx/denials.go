package httpx

import (
	"context"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// Denial is somebody's attempt to do what they may not, or more often than they may, or
// to be somebody with a proof that is not acceptable.
type Denial struct {
	Method, Pattern string // of the operation
	Code            string // of the refusal
	Forged          bool   // the proof was refused; else its bearer had no right
	Times           int    // how often since the last one that was told, this one included
}

// errTooManyProofs is the refusal of who tries one unacceptable token after the other.
var errTooManyProofs = fault.New(fault.Limited, "access.too_many_refusals", "too many tokens of yours were refused; try again later")

const (
	// denialPause is how long the same denial of the same person is only counted.
	denialPause = time.Minute
	// denialsTold is how many are told in denialPause, of all people together and
	// of all strangers together: a robot must not be able to fill the journal, nor
	// a stranger to keep what a colleague tries out of it.
	denialsTold = 200
	// forgedPerAddress is how many refused tokens an address (IPv6: /64) may bring in
	// forgedWindow before it gets 429. Whoever brings a good one is let through.
	forgedPerAddress = 60
	forgedWindow     = 15 * time.Minute
)

// ordinary refusals happen to everybody in a day's work and say nothing.
var ordinary = map[string]bool{
	ErrNotLoggedIn.Code: true, ErrConfirm.Code: true,
	"accounts.token_expired": true, "accounts.session_ended": true,
}

// Denials has note called for denials, the same one not more often than once a
// minute. It stands before Guard.
func (c *Contract) Denials(note func(context.Context, Denial)) echo.MiddlewareFunc {
	people, strangers := newSeries(denialPause, denialsTold), newSeries(denialPause, denialsTold)
	floods := newSeries(forgedWindow, manySeries)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ctx echo.Context) error {
			err := next(ctx)
			f, ok := fault.As(err)
			denied := ok && (f.Kind == fault.Forbidden || f.Kind == fault.Unauthenticated || f.Code == ErrKeyExhausted.Code)
			if !denied || ordinary[f.Code] {
				return err
			}
			r, forged := ctx.Request(), f.Kind == fault.Unauthenticated
			if o, err := c.of(ctx); forged && (err != nil || o.Permission == access.Public) {
				return f // a wrong password at the login, which journals by itself
			}
			d := Denial{Method: r.Method, Pattern: ctx.Path(), Code: f.Code, Forged: forged}
			told, who := strangers, "address "+access.Network(ctx.RealIP())
			if p, known := access.From(r.Context()); known {
				told, who = people, fmt.Sprint("user ", p.UserID)
			}
			if d.Times = told.add(who+" "+d.Method+" "+d.Pattern+" "+d.Code, time.Now()); d.Times > 0 {
				note(r.Context(), d)
			}
			if forged && floods.count(who, time.Now()) > forgedPerAddress {
				limited := *errTooManyProofs
				limited.RetryAfter = forgedWindow
				return &limited
			}
			return err
		}
	}
}
