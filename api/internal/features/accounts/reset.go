package accounts

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/mail"
	"baq.kz/portal/api/internal/platform/postgres"
)

// AskReset has a link mailed to whoever has the e-mail. What it does and takes
// is the same for known, unknown and disabled users: who it is, the job finds
// out. It refuses with ErrNoMail and ErrTooManyAttempts.
func (s *Service) AskReset(ctx context.Context, email string) error {
	if s.mute() {
		return ErrNoMail
	}
	if err := s.limitAsk(ctx, email); err != nil {
		return err
	}
	email = address(email)
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		err := s.journal.Record(ctx, tx, audit.Entry{Action: "accounts.ask_reset", ObjectType: "user", ObjectID: "", After: map[string]string{"email": email}})
		if err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, LinkWanted{Email: email, At: s.now()})
	})
}

// SendLink has a link mailed to somebody: the invitation again, or one to choose
// a new password. It refuses with ErrNoMail, ErrUserNotFound, ErrNotManageable,
// ErrUserDisabled and ErrTooManyAttempts.
func (s *Service) SendLink(ctx context.Context, p access.Principal, userID int64) error {
	if s.mute() {
		return ErrNoMail
	}
	u, err := oneUser(ctx, s.db, whereID, userID)
	if err != nil {
		return err
	}
	if !manageable(p, u) {
		return ErrNotManageable
	}
	if u.Disabled {
		return ErrUserDisabled
	}
	if err := s.limitSend(ctx, userID); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		err := s.journal.Record(ctx, tx, audit.Entry{
			Action: "accounts.send_link", ObjectType: "user", ObjectID: userID, After: map[string]any{"purpose": purposeFor(u), "email": u.Email},
		})
		if err != nil {
			return err
		}
		return s.invite(ctx, tx, userID)
	})
}

// mute tells whether no letter could go out: it is better to say so than to
// promise one.
func (s *Service) mute() bool {
	_, none := s.mail.(mail.None)
	return none
}
