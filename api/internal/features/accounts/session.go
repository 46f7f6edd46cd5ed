package accounts

import (
	"time"

	"github.com/google/uuid"
)

// Session is one login of one person, from which all later tokens descend.
type Session struct {
	ID         uuid.UUID
	UserID     int64
	CreatedAt  time.Time
	LastSeenAt time.Time // to the minute
	ExpiresAt  time.Time
	Address    string // of the last use
	UserAgent  string
	Method     Method
	DeviceID   uuid.UUID // the browser it was opened with; zero for a client that keeps no cookies
}

const (
	// longestSession bounds a session however often it is refreshed.
	longestSession = 90 * 24 * time.Hour
	// seenEvery is how exact LastSeenAt is: a request must not cost a write.
	seenEvery = time.Minute
	// reuseGrace is how long a refresh token that was used is taken once more.
	// Two tabs of one browser, or the panel's server and a tab, may refresh with
	// the same cookie at the same moment; without a grace the slower one would
	// look like a thief and the person would lose the session. A thief who is as
	// quick as that gains a token of the same session, which the next reuse, a
	// logout or a password change ends. RFC 9700 leaves the choice to the server.
	reuseGrace = 10 * time.Second
)

// expiry is when a session ends that was last refreshed now.
func expiry(created, now time.Time, life time.Duration) time.Time {
	end, last := now.Add(life), created.Add(longestSession)
	if last.Before(end) {
		return last
	}
	return end
}

// stolen tells whether a refresh token that was first used at usedAt may only
// have come from somebody who copied it.
func stolen(usedAt, now time.Time) bool { return now.Sub(usedAt) > reuseGrace }
