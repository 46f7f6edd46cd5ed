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
// ErrWrongCredentials, ErrTooManyAttempts and ErrBusy, and with
// SecondFactorNeeded when the password is right and not enough; an unknown
// e-mail costs the same work as a wrong password.
func (s *Service) Login(ctx context.Context, email, password string) (SignedIn, error) {
	if s.hasher.full() && len(marksOf(ctx)) == 0 {
		return SignedIn{}, busy()
	}
	email = address(email)
	attempt, v, err := s.begin(ctx, email)
	if err != nil {
		return SignedIn{}, err
	}
	if !v.allowed {
		return SignedIn{}, s.refuseLimited(ctx, email, v)
	}
	verify := s.hasher.verify
	if attempt.shared > 0 { // the account does not know the browser
		verify = s.hasher.verifyStranger
	}
	c, stale, reason, err := s.proveBy(ctx, verify, email, password)
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
	var needed *SecondFactorNeeded
	if errors.As(err, &needed) {
		// No failure, and no forgiveness before the second step: who knows the
		// password must not begin anew with guessing codes by using it again.
		s.guesses.withdraw(ctx, attempt)
	}
	if err != nil {
		return SignedIn{}, err
	}
	if !opened {
		return SignedIn{}, s.refuse(ctx, email, c.ID, changedMeanwhile)
	}
	s.guesses.succeed(ctx, attempt)
	return s.sign(ctx, in)
}

// verifier compares a password with its hash.
type verifier func(ctx context.Context, encoded, password string) (ok, stale bool, err error)

// prove compares the password of somebody who is known by other means already.
func (s *Service) prove(ctx context.Context, email, password string) (c credentials, stale bool, reason string, err error) {
	return s.proveBy(ctx, s.hasher.verify, email, password)
}

// proveBy compares the password; a reason says why not. There is one look-up and
// one hash in every case.
func (s *Service) proveBy(ctx context.Context, verify verifier, email, password string) (c credentials, stale bool, reason string, err error) {
	c, found, err := credentialsByEmail(ctx, s.db, email)
	if err != nil {
		return c, false, "", err
	}
	hash := c.PasswordHash
	if hash == "" { // nobody, or somebody who has not chosen one yet
		hash = nobody()
	}
	ok, stale, err := verify(ctx, hash, password)
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
		reason = disabledUser
	}
	return c, stale, reason, nil
}

// open opens the session, or fails with SecondFactorNeeded once it has kept that
// the password was right; false when the user was changed since the password
// was compared: no session may outlive a new password or a disabling.
func (s *Service) open(ctx context.Context, c credentials, rehashed string) (in SignedIn, opened bool, err error) {
	var needed *SecondFactorNeeded
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		needed = nil
		if opened, err = lockUnchanged(ctx, tx, c); err != nil || !opened {
			return err
		}
		if rehashed != "" {
			if err := replaceHash(ctx, tx, c.ID, rehashed); err != nil {
				return err
			}
		}
		have, err := factorsOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if have.second() {
			needed, err = s.challenge(ctx, tx, c, have)
			return err
		}
		in, err = s.admit(ctx, tx, c.ID, ByPassword)
		return err
	})
	if err == nil && needed != nil {
		err = needed
	}
	return in, opened, err
}

// admit opens a session for a user who has proved who it is, and whose row the
// transaction holds. What it returns lacks its access token: see sign.
func (s *Service) admit(ctx context.Context, tx bun.Tx, userID int64, method Method) (in SignedIn, err error) {
	now, from := s.now(), access.Origin(ctx)
	met, err := s.meet(ctx, tx, userID, now)
	if err != nil {
		return in, err
	}
	session := Session{
		ID: uuid.New(), UserID: userID, CreatedAt: now, LastSeenAt: now, ExpiresAt: expiry(now, now, s.sessionLife),
		Address: from.Address, UserAgent: from.UserAgent, DeviceID: met.id, Method: method,
	}
	in = SignedIn{AccessLife: s.tokens.life, ExpiresAt: session.ExpiresAt, Marks: met.marks}
	if err := insertSession(ctx, tx, session); err != nil {
		return in, err
	}
	if err := noteLogin(ctx, tx, userID, now); err != nil {
		return in, err
	}
	if method != ByPassword {
		if err := forgiveTotp(ctx, tx, userID); err != nil {
			return in, err
		}
	}
	if in.RefreshToken, err = s.handOut(ctx, tx, session.ID, now); err != nil {
		return in, err
	}
	row, found, err := livingSession(ctx, tx, bearer{userID: userID, sessionID: session.ID}, now)
	if err == nil && !found {
		err = ErrSessionEnded // its life is zero
	}
	if err != nil {
		return in, err
	}
	in.Principal = row.principal()
	return in, s.journal.Record(access.WithPrincipal(ctx, in.Principal), tx, audit.Entry{
		Action: "accounts.login", ObjectType: "session", ObjectID: session.ID,
		After: map[string]any{"expiresAt": session.ExpiresAt, "newDevice": met.strange, "method": method},
	})
}

// sign adds the access token. It comes after the transaction, which must not
// wait for a second connection.
func (s *Service) sign(ctx context.Context, in SignedIn) (SignedIn, error) {
	var err error
	in.AccessToken, err = s.tokens.issue(ctx, bearer{userID: in.Principal.UserID, sessionID: in.Principal.SessionID})
	return in, err
}

// handOut stores a new refresh token of the session.
func (s *Service) handOut(ctx context.Context, tx bun.Tx, session uuid.UUID, now time.Time) (string, error) {
	token := newRefreshToken()
	return string(token), insertRefreshToken(ctx, tx, token.hash(), session, now)
}

// refuse journals why and returns the one answer.
func (s *Service) refuse(ctx context.Context, email string, userID int64, reason string) error {
	if err := s.note(ctx, refusedLogin(email, userID, reason)); err != nil {
		return err
	}
	return ErrWrongCredentials
}

// refusedLogin is the entry of a login that failed; the user is 0 for nobody.
func refusedLogin(email string, userID int64, reason string) audit.Entry {
	id := ""
	if userID != 0 {
		id = fmt.Sprint(userID)
	}
	return audit.Entry{
		Action: "accounts.refuse_login", ObjectType: "user", ObjectID: id, After: map[string]string{"email": email, "reason": reason},
	}
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

// notePatience bounds what is recorded for a client who has gone away.
const notePatience = 5 * time.Second

// note records what changed nothing else. It was tried, also when the client no
// longer waits for the answer.
func (s *Service) note(ctx context.Context, e audit.Entry) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), notePatience)
	defer cancel()
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error { return s.journal.Record(ctx, tx, e) })
}
