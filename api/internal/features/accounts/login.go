package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// SignedIn is what a login and a refresh give.
type SignedIn struct {
	Principal    access.Principal
	AccessToken  string
	RefreshToken string
	AccessLife   time.Duration
	ExpiresAt    time.Time   // of the session
	Marks        []uuid.UUID // of the browser's known devices; none after a refresh
}

// Login opens a session for who knows the password. It refuses with
// ErrWrongCredentials, ErrTooManyAttempts and ErrBusy; an unknown e-mail costs
// the same work as a wrong password.
func (s *Service) Login(ctx context.Context, email, password string) (SignedIn, error) {
	email = address(email)
	attempt, v, err := s.begin(ctx, email)
	if err != nil {
		return SignedIn{}, err
	}
	if !v.allowed {
		return SignedIn{}, s.refuseLimited(ctx, email, v)
	}
	c, stale, reason, err := s.prove(ctx, email, password)
	if err != nil {
		s.guesses.withdraw(ctx, attempt) // the password was not looked at
		return SignedIn{}, err
	}
	if reason != "" {
		return SignedIn{}, s.refuse(ctx, email, c.ID, reason)
	}
	rehashed := ""
	if stale {
		if rehashed, err = s.hasher.hash(ctx, password); err != nil {
			return SignedIn{}, err
		}
	}
	in, opened, err := s.open(ctx, c, rehashed)
	if err == nil && !opened {
		return SignedIn{}, s.refuse(ctx, email, c.ID, "changed meanwhile")
	}
	if err == nil {
		s.guesses.succeed(ctx, attempt)
	}
	return in, err
}

// prove compares the password; a reason says why not. There is one look-up and
// one hash in every case.
func (s *Service) prove(ctx context.Context, email, password string) (c credentials, stale bool, reason string, err error) {
	c, found, err := credentialsByEmail(ctx, s.db, email)
	if err != nil {
		return c, false, "", err
	}
	hash := c.PasswordHash
	if hash == "" { // nobody, or somebody who has not chosen one yet
		hash = nobody()
	}
	ok, stale, err := s.hasher.verify(ctx, hash, password)
	switch {
	case err != nil:
		return c, false, "", err
	case !found:
		reason = "unknown user"
	case c.PasswordHash == "":
		reason = "no password yet"
	case !ok:
		reason = "wrong password"
	case c.Disabled:
		reason = "disabled user"
	}
	return c, stale, reason, nil
}

// open stores the session; false when the user was changed since the password
// was compared: no session may outlive a new password or a disabling.
func (s *Service) open(ctx context.Context, c credentials, rehashed string) (in SignedIn, opened bool, err error) {
	now, from := s.now(), access.Origin(ctx)
	session := Session{
		ID: uuid.New(), UserID: c.ID, CreatedAt: now, LastSeenAt: now, ExpiresAt: expiry(now, now, s.sessionLife),
		Address: from.Address, UserAgent: from.UserAgent,
	}
	b := bearer{userID: c.ID, sessionID: session.ID}
	in = SignedIn{AccessLife: s.tokens.life, ExpiresAt: session.ExpiresAt}
	if in.AccessToken, err = s.tokens.issue(ctx, b); err != nil {
		return in, false, err
	}
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if opened, err = lockUnchanged(ctx, tx, c); err != nil || !opened {
			return err
		}
		if rehashed != "" {
			if err := replaceHash(ctx, tx, c.ID, rehashed); err != nil {
				return err
			}
		}
		met, err := s.meet(ctx, tx, c.ID, now)
		if err != nil {
			return err
		}
		in.Marks, session.DeviceID = met.marks, met.id
		if err := insertSession(ctx, tx, session); err != nil {
			return err
		}
		if err := noteLogin(ctx, tx, c.ID, now); err != nil {
			return err
		}
		if in.RefreshToken, err = s.handOut(ctx, tx, session.ID, now); err != nil {
			return err
		}
		row, found, err := livingSession(ctx, tx, b, now)
		if err == nil && !found {
			err = ErrSessionEnded // its life is zero
		}
		if err != nil {
			return err
		}
		in.Principal = row.principal()
		return s.journal.Record(access.WithPrincipal(ctx, in.Principal), tx, audit.Entry{
			Action: "accounts.login", ObjectType: "session", ObjectID: session.ID, After: map[string]any{"expiresAt": session.ExpiresAt, "newDevice": met.strange},
		})
	})
	return in, opened, err
}

// handOut stores a new refresh token of the session.
func (s *Service) handOut(ctx context.Context, tx bun.Tx, session uuid.UUID, now time.Time) (string, error) {
	token := newRefreshToken()
	return string(token), insertRefreshToken(ctx, tx, token.hash(), session, now)
}

// refuse journals why and returns the one answer.
func (s *Service) refuse(ctx context.Context, email string, userID int64, reason string) error {
	id := ""
	if userID != 0 {
		id = fmt.Sprint(userID)
	}
	err := s.note(ctx, audit.Entry{
		Action: "accounts.refuse_login", ObjectType: "user", ObjectID: id, After: map[string]string{"email": email, "reason": reason},
	})
	if err != nil {
		return err
	}
	return ErrWrongCredentials
}

// refuseLimited journals the first refusal of a series: a robot must not be
// able to fill the journal.
func (s *Service) refuseLimited(ctx context.Context, email string, v verdict) error {
	if v.first {
		err := s.note(ctx, audit.Entry{
			Action: "accounts.limit_login", ObjectType: "user", ObjectID: "", After: map[string]string{"email": email},
		})
		if err != nil {
			return err
		}
	}
	limited := *ErrTooManyAttempts
	limited.RetryAfter = max(v.wait, time.Second)
	return &limited
}

// note records what changed nothing else.
func (s *Service) note(ctx context.Context, e audit.Entry) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error { return s.journal.Record(ctx, tx, e) })
}
