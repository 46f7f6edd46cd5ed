package accounts

import (
	"context"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/postgres"
)

// keep stores a ceremony that has begun; row says for what and whom.
func (s *Service) keep(ctx context.Context, tx bun.Tx, row challengeRow, options any, data *webauthn.SessionData) (Ceremony, error) {
	c := Ceremony{ID: newChallengeID(), ExpiresAt: s.now().Add(challengeLife)}
	kept, err := json.Marshal(data)
	if err != nil {
		return Ceremony{}, err
	}
	row.Hash, row.Ceremony, row.ExpiresAt = challengeHash(c.ID), kept, c.ExpiresAt
	if c.Options, err = json.Marshal(options); err != nil {
		return Ceremony{}, err
	}
	return c, insertChallenge(ctx, tx, row)
}

// ask begins a ceremony in which one of a known person's passkeys answers.
func (s *Service) ask(ctx context.Context, tx bun.Tx, o owner, row challengeRow) (Ceremony, error) {
	if s.passkeys == nil {
		return Ceremony{}, ErrNoPasskeysHere
	}
	if len(o.keys) == 0 {
		return Ceremony{}, ErrNoPasskey
	}
	assertion, data, err := s.passkeys.BeginLogin(o)
	if err != nil {
		return Ceremony{}, err
	}
	row.UserID = &o.ID
	return s.keep(ctx, tx, row, assertion.Response, data)
}

// began is a ceremony that comes to its end.
type began struct {
	challengeRow
	data webauthn.SessionData
}

// take spends a ceremony, whatever becomes of it: of two answers at once one
// finds it. It refuses with ErrCeremonyOver, also what was begun for something
// else or in another session.
func (s *Service) take(ctx context.Context, id, purpose string, session uuid.UUID) (began, error) {
	if s.passkeys == nil {
		return began{}, ErrNoPasskeysHere
	}
	row, found, err := takeChallenge(ctx, s.db, challengeHash(id), purpose, session, s.now())
	if err == nil && !found {
		err = ErrCeremonyOver
	}
	if err != nil {
		return began{}, err
	}
	b := began{challengeRow: row}
	return b, json.Unmarshal(row.Ceremony, &b.data)
}

// answer checks a passkey's answer and notes its use; a reason says why not. The
// user's row must be held: no other answer of his changes the counter meanwhile.
func (s *Service) answer(ctx context.Context, tx bun.Tx, b began, o owner, parsed *protocol.ParsedCredentialAssertionData) (reason string, err error) {
	if o.keys, err = passkeysOf(ctx, tx, o.ID); err != nil {
		return "", err
	}
	used, err := s.validate(b, o, parsed)
	if err != nil {
		s.log.InfoContext(ctx, "a passkey was refused", "user", o.ID, "why", err.Error())
		return "passkey not acceptable", nil
	}
	if used.Authenticator.CloneWarning {
		// The counter did not go up: two authenticators hold this key.
		return "passkey is a copy", nil
	}
	return "", notePasskey(ctx, tx, passkeyOf(o.ID, "", used, s.now()))
}

func (s *Service) validate(b began, o owner, parsed *protocol.ParsedCredentialAssertionData) (*webauthn.Credential, error) {
	if b.UserID != nil {
		return s.passkeys.ValidateLogin(o, b.data, parsed)
	}
	whose := func(_, _ []byte) (webauthn.User, error) { return o, nil } // the library compares the handle
	_, used, err := s.passkeys.ValidatePasskeyLogin(whose, b.data, parsed)
	return used, err
}

// ownCeremony begins a ceremony of somebody who is logged in.
func (s *Service) ownCeremony(ctx context.Context, p access.Principal, begin func(context.Context, bun.Tx, owner) (Ceremony, error)) (c Ceremony, err error) {
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		o, found, err := ownerByID(ctx, tx, p.UserID)
		if err == nil && !found {
			err = ErrSessionEnded
		}
		if err != nil {
			return err
		}
		if o.keys, err = passkeysOf(ctx, tx, o.ID); err != nil {
			return err
		}
		c, err = begin(ctx, tx, o)
		return err
	})
	return c, err
}
