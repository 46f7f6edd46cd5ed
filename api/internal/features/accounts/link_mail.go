package accounts

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

const (
	// wantedFor is how long a letter is worth sending: after a longer outage of
	// the mail server nobody waits for it any more.
	wantedFor = time.Hour
	// cleaningPatience bounds what is done after a letter failed.
	cleaningPatience = 5 * time.Second
)

// MailLink makes a link and mails it; the listener of LinkWanted. When the letter
// does not go out, its link is removed and the job tries again with another one:
// no token is ever kept, and of several letters only the last one's link works.
func (s *Service) MailLink(ctx context.Context, w LinkWanted) error {
	token, l, err := s.makeLink(ctx, w)
	if err != nil || token == "" {
		return err
	}
	m, err := letter(l, token.address(s.site), s.site+"/admin/forgotten")
	if err == nil {
		err = s.mail.Send(ctx, m)
	}
	if err == nil {
		return nil
	}
	left, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleaningPatience)
	defer cancel()
	return errors.Join(err, removeLink(left, s.db, token.hash()))
}

// makeLink stores a link in place of the user's older ones. There is none, and
// an empty token, for an unknown or disabled user, for one whom strangers had
// sent enough letters, and for who has waited too long.
func (s *Service) makeLink(ctx context.Context, w LinkWanted) (token linkToken, l Link, err error) {
	where, key := whereEmailHeld, any(w.Email)
	if w.UserID != 0 {
		where, key = whereIDHeld, any(w.UserID)
	}
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		token = ""
		u, err := oneUser(ctx, tx, where, key)
		if errors.Is(err, ErrUserNotFound) || err == nil && u.Disabled {
			return nil
		}
		if err != nil {
			return err
		}
		now := s.now()
		if now.Sub(w.At) > wantedFor {
			return s.journal.Record(ctx, tx, audit.Entry{
				Action: "accounts.give_up_link", ObjectType: "user", ObjectID: u.ID, After: map[string]time.Time{"wantedAt": w.At},
			})
		}
		if tired, err := tiredOf(ctx, tx, w, u, now); err != nil || tired {
			return err
		}
		token = newLinkToken()
		l = Link{Purpose: purposeFor(u), UserID: u.ID, Email: u.Email, Name: u.Name, ExpiresAt: now.Add(linkLife)}
		return s.storeLink(ctx, tx, token, l, now)
	})
	return token, l, err
}

// tiredOf tells whether a stranger's wish is one too many.
func tiredOf(ctx context.Context, tx bun.Tx, w LinkWanted, u User, now time.Time) (bool, error) {
	if w.UserID != 0 {
		return false, nil
	}
	n, err := lettersSince(ctx, tx, u.ID, now.Add(-askWindow))
	return n >= lettersPerUser, err
}

func (s *Service) storeLink(ctx context.Context, tx bun.Tx, token linkToken, l Link, now time.Time) error {
	if err := voidLinks(ctx, tx, l.UserID, now); err != nil {
		return err
	}
	if err := insertLink(ctx, tx, token.hash(), l.UserID, l.Purpose, now, l.ExpiresAt); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, audit.Entry{
		Action: "accounts.make_link", ObjectType: "user", ObjectID: l.UserID, After: map[string]any{"purpose": l.Purpose, "expiresAt": l.ExpiresAt},
	})
}
