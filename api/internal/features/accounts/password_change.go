package accounts

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
)

// ChangePassword replaces the own password of who knows the current one. The
// user's other sessions and links end; this session and the keys of programs
// stay. Wrong ones are limited like logins. It refuses with ErrWrongPassword,
// ErrInvalidUser, ErrTooManyAttempts and ErrBusy.
func (s *Service) ChangePassword(ctx context.Context, p access.Principal, current, password string) error {
	if err := checkPassword(password, p.Email, p.Name); err != nil {
		return err
	}
	if password == current {
		return ErrInvalidUser.WithFields(fault.Field{Field: "password", Code: "same", Message: "is the one there was"})
	}
	attempt, v, err := s.begin(ctx, p.Email)
	if err != nil {
		return err
	}
	if !v.allowed {
		return s.refuseLimited(ctx, p.Email, v)
	}
	c, reason, err := s.proveOwn(ctx, p, current)
	if err != nil {
		s.guesses.withdraw(ctx, attempt)
		return err
	}
	if reason != "" {
		return s.refuseChange(ctx, p, reason)
	}
	s.guesses.succeed(ctx, attempt)
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.changeOwn(ctx, p, c, hash)
}

// proveOwn compares the password of the principal, whose e-mail may have been
// changed since the session began; a reason says why not.
func (s *Service) proveOwn(ctx context.Context, p access.Principal, password string) (credentials, string, error) {
	c, _, reason, err := s.prove(ctx, p.Email, password)
	if err == nil && reason == "" && c.ID != p.UserID {
		reason = "unknown user"
	}
	return c, reason, err
}

// refuseChange journals a wrong password of somebody who is logged in: it may be
// somebody else at an unlocked desk.
func (s *Service) refuseChange(ctx context.Context, p access.Principal, reason string) error {
	err := s.note(ctx, audit.Entry{
		Action: "accounts.refuse_password", ObjectType: "user", ObjectID: p.UserID, After: map[string]string{"reason": reason},
	})
	if err != nil {
		return err
	}
	return ErrWrongPassword
}

func (s *Service) changeOwn(ctx context.Context, p access.Principal, c credentials, hash string) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		same, err := lockUnchanged(ctx, tx, c)
		if err == nil && !same {
			err = ErrWrongPassword // it was changed meanwhile: the current one no longer is
		}
		if err != nil {
			return err
		}
		ended, err := s.putPassword(ctx, tx, p.UserID, hash, p.SessionID)
		if err != nil {
			return err
		}
		return s.changed(ctx, tx, p.UserID, audit.Entry{Action: "accounts.change_password", After: map[string]int64{"sessionsEnded": ended}})
	})
}

// SetPassword replaces a user's password and ends all sessions and links. It
// refuses with ErrUserNotFound and ErrInvalidUser.
func (s *Service) SetPassword(ctx context.Context, id int64, password string) error {
	set, err := s.PreparePassword(ctx, id, password)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.db, set)
}

// PreparePassword does what takes long about SetPassword, and returns the rest:
// it is called in a transaction, where it belongs together with something else.
func (s *Service) PreparePassword(ctx context.Context, id int64, password string) (set func(context.Context, bun.Tx) error, err error) {
	user, err := oneUser(ctx, s.db, whereID, id)
	if err != nil {
		return nil, err
	}
	if err := checkPassword(password, user.Email, user.Name); err != nil {
		return nil, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx bun.Tx) error {
		if _, err := oneUser(ctx, tx, whereIDHeld, id); err != nil {
			return err
		}
		ended, err := s.putPassword(ctx, tx, id, hash, uuid.Nil)
		if err != nil {
			return err
		}
		return s.changed(ctx, tx, id, audit.Entry{Action: "accounts.set_password", After: map[string]int64{"sessionsEnded": ended}})
	}, nil
}

// putPassword stores a password's hash. The user's sessions but one (uuid.Nil:
// all of them) and links end. The user's row must be held.
func (s *Service) putPassword(ctx context.Context, tx bun.Tx, id int64, hash string, but uuid.UUID) (ended int64, err error) {
	now := s.now()
	if err := updatePassword(ctx, tx, id, hash, now); err != nil {
		return 0, err
	}
	if err := voidLinks(ctx, tx, id, now); err != nil {
		return 0, err
	}
	if err := s.tell(ctx, tx, id, "password"); err != nil {
		return 0, err
	}
	return endOthers(ctx, tx, id, but, now)
}
