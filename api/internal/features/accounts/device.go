package accounts

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

const (
	// devicesPerUser is how many browsers of a user are known; the one that was
	// not used for longest is forgotten for a new one.
	devicesPerUser = 20
	// devicesPerBrowser is how many people's marks one browser carries: a desk
	// in the newsroom has more than one user.
	devicesPerBrowser = 5
	// deviceLife is how long a browser is known after its last login. Browsers
	// keep no cookie longer (RFC 6265bis, 5.5).
	deviceLife = 400 * 24 * time.Hour
)

// device is the browser that a session was opened with.
type device struct {
	id      uuid.UUID // zero: it keeps no cookies
	marks   []uuid.UUID
	strange bool // the user has not logged in with it before
}

// browserKey is for a request whose client keeps the cookies it gets.
type browserKey struct{}

// withBrowser says that the login's tokens go into cookies: only who keeps those
// can be known again.
func withBrowser(ctx context.Context, bearer bool) context.Context {
	if bearer {
		return ctx
	}
	return context.WithValue(ctx, browserKey{}, true)
}

// marksOf are the devices that the request's cookie names, whosever they are.
func marksOf(ctx context.Context) []uuid.UUID {
	at, _ := ctx.Value(arrivalKey{}).(arrival)
	return at.marks
}

// begin counts an attempt to log in. Whether the account knows the device is
// asked for every account in the same way, also for one that does not exist.
func (s *Service) begin(ctx context.Context, email string) (attempt, verdict, error) {
	known, err := knownDevice(ctx, s.db, email, marksOf(ctx))
	if err != nil {
		return attempt{}, verdict{}, err
	}
	a, v := s.guesses.begin(ctx, email, access.Origin(ctx).Address, known)
	return a, v, nil
}

// meet finds the device among those that the user knows, or makes its
// acquaintance. The user's row must be held: the count of devices is of it.
func (s *Service) meet(ctx context.Context, tx bun.Tx, userID int64, now time.Time) (device, error) {
	d := device{marks: marksOf(ctx)}
	known, err := seeDevice(ctx, tx, userID, d.marks, now)
	if err != nil || known != uuid.Nil {
		d.id = known
		return d, err
	}
	d.strange = true
	if keeps, _ := ctx.Value(browserKey{}).(bool); !keeps {
		return d, nil
	}
	d.id = uuid.New()
	d.marks = slices.Insert(d.marks, 0, d.id)
	d.marks = d.marks[:min(len(d.marks), devicesPerBrowser)]
	return d, insertDevice(ctx, tx, d.id, userID, now)
}

// writeMarks is the value of the cookie.
func writeMarks(marks []uuid.UUID) string {
	parts := make([]string, len(marks))
	for i, id := range marks {
		parts[i] = id.String()
	}
	return strings.Join(parts, ".")
}

// readMarks takes from a cookie what it can read.
func readMarks(value string) []uuid.UUID {
	var marks []uuid.UUID
	for part := range strings.SplitSeq(value, ".") {
		if id, err := uuid.Parse(part); err == nil && len(marks) < devicesPerBrowser {
			marks = append(marks, id)
		}
	}
	return marks
}
