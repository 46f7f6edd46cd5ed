package accounts

import (
	"context"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Proof is how somebody who is logged in proves again who it is: one of the three.
type Proof struct {
	Password   string
	Code       string // of the authenticator app
	Ceremony   string // of BeginConfirmation
	Credential json.RawMessage
}

// BeginConfirmation begins a proof with a passkey. It refuses with ErrNoPasskey
// and ErrNoPasskeysHere.
func (s *Service) BeginConfirmation(ctx context.Context, p access.Principal) (Ceremony, error) {
	return s.ownCeremony(ctx, p, func(ctx context.Context, tx bun.Tx, o owner) (Ceremony, error) {
		return s.ask(ctx, tx, o, challengeRow{Purpose: forPasskeyConfirm, SessionID: &p.SessionID})
	})
}

// ConfirmSession keeps that p has just proved who it is. It refuses with
// ErrProofIncomplete, ErrFactorNeeded, ErrNotConfirmed, ErrCeremonyOver and
// ErrTooManyAttempts, and is limited like a login.
//
// Whoever has a second factor proves it with that, and not with the password:
// what needs a confirmation can change factors and other people's rights, and
// ASVS 5.0 (7.5.1) asks for a full authentication before that. At a desk left
// unlocked the browser fills the password in by itself; the phone or the finger
// it does not have. A recovery code is for logging in, which confirms as well.
func (s *Service) ConfirmSession(ctx context.Context, p access.Principal, proof Proof) error {
	if proof.Ceremony != "" && proof.Credential != nil && proof.Password == "" && proof.Code == "" {
		return s.confirmWithPasskey(ctx, p, proof) // its ceremony works once: there is nothing to guess
	}
	if (proof.Password == "") == (proof.Code == "") || proof.Ceremony != "" || proof.Credential != nil {
		return ErrProofIncomplete
	}
	attempt, v, err := s.begin(ctx, p.Email)
	if err != nil {
		return err
	}
	if !v.allowed {
		return s.refuseLimited(ctx, p.Email, v)
	}
	reason, err := s.confirmByHand(ctx, p, proof)
	if err != nil {
		s.guesses.withdraw(ctx, attempt)
		return err
	}
	if reason != "" {
		return ErrNotConfirmed
	}
	s.guesses.succeed(ctx, attempt)
	return nil
}

// confirmByHand checks a password or a code; a reason says what was wrong.
func (s *Service) confirmByHand(ctx context.Context, p access.Principal, proof Proof) (reason string, err error) {
	have, err := factorsOf(ctx, s.db, p.UserID)
	if err != nil {
		return "", err
	}
	if proof.Code != "" {
		return s.confirm(ctx, p, nil, func(ctx context.Context, tx bun.Tx) (string, error) {
			if method, code := readCode(proof.Code); method == ByTotp {
				if ok, err := s.takeTotp(ctx, tx, p.UserID, code); err != nil || ok {
					return "", err
				}
			}
			return wrongSecondFactor, s.failTotp(ctx, tx, p.UserID)
		})
	}
	if have.second() {
		return "", ErrFactorNeeded
	}
	c, reason, err := s.proveOwn(ctx, p, proof.Password)
	if err != nil {
		return "", err
	}
	return s.confirm(ctx, p, &c, func(ctx context.Context, tx bun.Tx) (string, error) { return reason, nil })
}

func unless(ok bool, reason string) string {
	if ok {
		return ""
	}
	return reason
}

// confirmWithPasskey ends a ceremony of this session.
func (s *Service) confirmWithPasskey(ctx context.Context, p access.Principal, proof Proof) error {
	b, err := s.take(ctx, proof.Ceremony, forPasskeyConfirm, p.SessionID)
	if err != nil {
		return err
	}
	parsed, unreadable := protocol.ParseCredentialRequestResponseBytes(proof.Credential)
	reason, err := s.confirm(ctx, p, nil, func(ctx context.Context, tx bun.Tx) (string, error) {
		if unreadable != nil {
			return "passkey not readable", nil
		}
		o, found, err := ownerByID(ctx, tx, p.UserID)
		if err != nil || !found {
			return unless(found, "unknown user"), err
		}
		return s.answer(ctx, tx, b, o, parsed)
	})
	if err == nil && reason != "" {
		err = ErrNotConfirmed
	}
	return err
}

// confirm checks a proof while the user's row is held, and keeps or journals
// what came of it. With c it refuses a password that was changed meanwhile.
func (s *Service) confirm(ctx context.Context, p access.Principal, c *credentials, check func(context.Context, bun.Tx) (string, error)) (reason string, err error) {
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		u, err := oneUser(ctx, tx, whereIDHeld, p.UserID)
		if err != nil {
			return err
		}
		if reason, err = check(ctx, tx); err != nil {
			return err
		}
		if reason == "" && c != nil && c.Version != u.Version {
			reason = changedMeanwhile
		}
		e := audit.Entry{Action: "accounts.confirm_session", ObjectType: "session", ObjectID: p.SessionID}
		if reason != "" {
			e.Action, e.After = "accounts.refuse_confirmation", map[string]string{"reason": reason}
		} else {
			now := s.now()
			e.After = map[string]any{"confirmedAt": now}
			living, err := confirmSession(ctx, tx, p.SessionID, now)
			if err != nil {
				return err
			}
			if !living {
				return ErrSessionEnded
			}
		}
		return s.journal.Record(ctx, tx, e)
	})
	return reason, err
}
