package accounts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// LookAtLink says whose link it is. It refuses with ErrLinkSpent, whatever is
// wrong with the link, and with ErrTooManyAttempts.
func (s *Service) LookAtLink(ctx context.Context, token string) (Link, error) {
	a, err := s.limitLink(ctx)
	if err != nil {
		return Link{}, err
	}
	l, err := s.living(ctx, linkToken(token))
	if err == nil {
		s.guesses.withdraw(ctx, a)
	}
	return l, err
}

// living finds a link that works, or refuses with ErrLinkSpent.
func (s *Service) living(ctx context.Context, token linkToken) (Link, error) {
	row, found, err := linkByHash(ctx, s.db, token.hash())
	if err != nil {
		return Link{}, err
	}
	if reason := wrongWith(row, found, s.now()); reason != "" {
		return Link{}, s.refuseLink(ctx, row.UserID, reason)
	}
	return row.link(), nil
}

// wrongWith says why a link does not work; empty when it does.
func wrongWith(row linkRow, found bool, now time.Time) string {
	switch {
	case !found:
		return "unknown link"
	case row.UsedAt != nil:
		return "used before"
	case !row.ExpiresAt.After(now):
		return "too late"
	case row.Disabled:
		return "disabled user"
	}
	return ""
}

// refuseLink journals the first refusal of a series, and returns the one answer.
func (s *Service) refuseLink(ctx context.Context, userID int64, reason string) error {
	if !s.firstRefusal(ctx) {
		return ErrLinkSpent
	}
	id := ""
	if userID != 0 {
		id = fmt.Sprint(userID)
	}
	if err := s.note(ctx, audit.Entry{Action: "accounts.refuse_link", ObjectType: "user", ObjectID: id, After: map[string]string{"reason": reason}}); err != nil {
		return err
	}
	return ErrLinkSpent
}

// errTooSlow ends the transaction of a link that meanwhile no longer works.
var errTooSlow = errors.New("the link was used, voided or its user disabled meanwhile")

// UseLink sets the password and spends the link. All sessions of the user end;
// second factors stay, and nobody is logged in by it: a letter that somebody
// else read is one factor at the most. It refuses with ErrLinkSpent,
// ErrInvalidUser, ErrTooManyAttempts and ErrBusy; a refused password leaves the
// link as it is.
func (s *Service) UseLink(ctx context.Context, token, password string) error {
	a, err := s.limitLink(ctx)
	if err != nil {
		return err
	}
	l, err := s.living(ctx, linkToken(token))
	if err != nil {
		return err
	}
	s.guesses.withdraw(ctx, a)
	if err := checkPassword(password, l.Email, l.Name); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	err = s.spend(access.WithPrincipal(ctx, access.Principal{UserID: l.UserID, Name: l.Name, Email: l.Email}), l, linkToken(token), hash)
	if errors.Is(err, errTooSlow) {
		return s.refuseLink(ctx, l.UserID, "used before")
	}
	return err
}

// spend takes the link and the user's row, the user's first like everybody else.
func (s *Service) spend(ctx context.Context, l Link, token linkToken, hash string) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		u, err := oneUser(ctx, tx, whereIDHeld, l.UserID)
		if err != nil {
			return err
		}
		spent, err := spendLink(ctx, tx, token.hash(), s.now())
		if err != nil {
			return err
		}
		if !spent || u.Disabled {
			return errTooSlow
		}
		ended, err := s.putPassword(ctx, tx, u.ID, hash, uuid.Nil)
		if err != nil {
			return err
		}
		return s.changed(ctx, tx, u.ID, audit.Entry{
			Action: "accounts.use_link", After: map[string]any{"purpose": l.Purpose, "sessionsEnded": ended},
		})
	})
}
