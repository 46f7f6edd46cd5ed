package accounts

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// LinkWanted says that somebody is to get a link to choose a password by mail.
// It holds no token: jobs are kept, and a token is made just before its mail.
type LinkWanted struct {
	// UserID is whom the staff invited or sent a link to; 0: Email counts.
	UserID int64 `json:"userId,omitempty"`
	// Email is what a stranger typed, folded, and maybe nobody's; "" is nobody's.
	Email string    `json:"email,omitempty"`
	At    time.Time `json:"at"`
}

// EventName implements outbox.Event.
func (LinkWanted) EventName() string { return "accounts.link_wanted" }

// invite has a link mailed to a user, once the transaction is committed. Whoever
// has no password yet is invited by it; everybody else may choose a new one.
func (s *Service) invite(ctx context.Context, tx bun.Tx, userID int64) error {
	return s.outbox.Publish(ctx, tx, LinkWanted{UserID: userID, At: s.now()})
}
