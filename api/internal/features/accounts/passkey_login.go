package accounts

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/postgres"
)

// ceremoniesPerAddress is how many logins with a passkey may be begun from one
// address in a guessWindow. Nothing can be guessed there; it bounds the rows that
// strangers can make.
const ceremoniesPerAddress = 300

// BeginPasskeyLogin begins a login with a passkey: the whole of it, or with the
// challenge of a login whose password was right its second step. It refuses with
// ErrChallengeOver, ErrNoPasskey, ErrNoPasskeysHere and ErrTooManyAttempts.
func (s *Service) BeginPasskeyLogin(ctx context.Context, challenge string) (Ceremony, error) {
	if s.passkeys == nil {
		return Ceremony{}, ErrNoPasskeysHere
	}
	from := access.Origin(ctx).Network()
	if v := s.guesses.take(ctx, bucket{name("ceremonies", from), ceremoniesPerAddress, guessWindow}, uuid.NewString()); !v.allowed {
		return Ceremony{}, s.refuseLimited(ctx, "", v)
	}
	if challenge != "" {
		return s.beginSecondStep(ctx, challengeHash(challenge))
	}
	assertion, data, err := s.passkeys.BeginDiscoverableLogin()
	if err != nil {
		return Ceremony{}, err
	}
	var c Ceremony
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		c, err = s.keep(ctx, tx, challengeRow{Purpose: forPasskeyLogin}, assertion.Response, data)
		return err
	})
	return c, err
}

func (s *Service) beginSecondStep(ctx context.Context, parent []byte) (c Ceremony, err error) {
	who, found, err := challenged(ctx, s.db, parent, s.now())
	if err == nil && !found {
		err = ErrChallengeOver
	}
	if err != nil {
		return Ceremony{}, err
	}
	return s.ownCeremony(ctx, access.Principal{UserID: who.ID}, func(ctx context.Context, tx bun.Tx, o owner) (Ceremony, error) {
		return s.ask(ctx, tx, o, challengeRow{Purpose: forPasskeyLogin, Version: &who.Version, Parent: parent})
	})
}

// LoginWithPasskey ends what BeginPasskeyLogin began. It refuses with
// ErrCeremonyOver and ErrPasskeyRefused, whatever was wrong with the passkey, and
// with ErrChallengeOver when the login must begin anew with the password.
func (s *Service) LoginWithPasskey(ctx context.Context, ceremony string, credential json.RawMessage) (SignedIn, error) {
	b, err := s.take(ctx, ceremony, forPasskeyLogin, uuid.Nil)
	if err != nil {
		return SignedIn{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(credential)
	if err != nil {
		return SignedIn{}, s.refusePasskey(ctx, owner{}, "passkey not readable")
	}
	o, found, err := s.ownerOf(ctx, b, parsed)
	if err != nil {
		return SignedIn{}, err
	}
	switch {
	case !found:
		return SignedIn{}, s.refusePasskey(ctx, o, "unknown user")
	case o.Disabled:
		return SignedIn{}, s.refuseStep(ctx, b, o, disabledUser)
	}
	in, reason, err := s.enterWithPasskey(ctx, b, o, parsed)
	if err != nil {
		return SignedIn{}, err
	}
	if reason != "" {
		return SignedIn{}, s.refuseStep(ctx, b, o, reason)
	}
	return s.sign(ctx, in)
}

// ownerOf is whom a passkey's answer is about: who proved the password before,
// or who the authenticator says it is.
func (s *Service) ownerOf(ctx context.Context, b began, parsed *protocol.ParsedCredentialAssertionData) (owner, bool, error) {
	if b.UserID == nil {
		handle, err := uuid.FromBytes(parsed.Response.UserHandle)
		if err != nil {
			return owner{}, false, nil //nolint:nilerr // then it is nobody's
		}
		return ownerByHandle(ctx, s.db, handle)
	}
	o, found, err := ownerByID(ctx, s.db, *b.UserID)
	if b.Version != nil {
		o.Version = *b.Version // as it was when the password was right
	}
	return o, found, err
}

// enterWithPasskey opens the session; a reason says why not.
func (s *Service) enterWithPasskey(ctx context.Context, b began, o owner, parsed *protocol.ParsedCredentialAssertionData) (in SignedIn, reason string, err error) {
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		in, reason, err = SignedIn{}, "", nil
		unchanged, err := lockUnchanged(ctx, tx, o.credentials)
		if err != nil {
			return err
		}
		if !unchanged {
			reason = changedMeanwhile
			return nil
		}
		if b.Parent != nil {
			left, err := holdChallenge(ctx, tx, b.Parent, s.now())
			if err != nil {
				return err
			}
			if left == 0 {
				reason = challengeOver
				return nil
			}
		}
		if reason, err = s.answer(ctx, tx, b, o, parsed); err != nil {
			return err
		}
		switch {
		case reason != "" && b.Parent != nil:
			return countFailure(ctx, tx, b.Parent)
		case reason != "":
			return nil
		}
		if b.Parent != nil {
			if err := deleteChallenge(ctx, tx, b.Parent); err != nil {
				return err
			}
		}
		in, err = s.admit(ctx, tx, o.ID, ByPasskey)
		return err
	})
	return in, reason, err
}

// refusePasskey journals why and returns the one answer.
func (s *Service) refusePasskey(ctx context.Context, o owner, reason string) error {
	if err := s.note(ctx, refusedLogin(o.Email, o.ID, reason)); err != nil {
		return err
	}
	return ErrPasskeyRefused
}

// refuseStep is refusePasskey, unless the first step counts no longer.
func (s *Service) refuseStep(ctx context.Context, b began, o owner, reason string) error {
	err := s.refusePasskey(ctx, o, reason)
	over := reason == changedMeanwhile || reason == challengeOver || reason == disabledUser
	if b.Parent != nil && over && errors.Is(err, ErrPasskeyRefused) {
		return ErrChallengeOver
	}
	return err
}
