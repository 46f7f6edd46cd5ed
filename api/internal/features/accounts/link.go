package accounts

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Purpose is what a link is for.
type Purpose string

// The purposes. Who has never had a way to log in is invited.
const (
	Invitation Purpose = "invitation"
	Reset      Purpose = "reset"
)

const (
	// linkLife is how long a link works (requirement AD-2).
	linkLife = 10 * time.Minute
	// linksKept is how long a spent link is told apart from one that never was.
	linksKept = 30 * 24 * time.Hour
	// linkTokenBytes are the random bytes of a link's token.
	linkTokenBytes = 32
)

// Link lets somebody choose a password, once.
type Link struct {
	Purpose   Purpose
	UserID    int64
	Email     string
	Name      string
	ExpiresAt time.Time
}

// linkToken is what a link carries and nobody keeps: the database has its hash.
type linkToken string

func newLinkToken() linkToken {
	return linkToken(base64.RawURLEncoding.EncodeToString(random(linkTokenBytes)))
}

func (t linkToken) hash() []byte {
	sum := sha256.Sum256([]byte(t))
	return sum[:]
}

// address is where the token is used. It stands behind the #, which browsers
// send to no server: it is in nobody's log.
func (t linkToken) address(site string) string { return site + "/admin/link#" + string(t) }

// purposeFor says what a link of this user would be for.
func purposeFor(u User) Purpose {
	if !u.PasswordSet && u.LastLoginAt == nil {
		return Invitation
	}
	return Reset
}
