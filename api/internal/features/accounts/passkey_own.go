package accounts

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// BeginPasskey begins to add a passkey of p. It refuses with ErrTooManyPasskeys
// and ErrNoPasskeysHere.
func (s *Service) BeginPasskey(ctx context.Context, p access.Principal) (Ceremony, error) {
	return s.ownCeremony(ctx, p, func(ctx context.Context, tx bun.Tx, o owner) (Ceremony, error) {
		switch {
		case s.passkeys == nil:
			return Ceremony{}, ErrNoPasskeysHere
		case len(o.keys) >= mostPasskeys:
			return Ceremony{}, ErrTooManyPasskeys
		}
		creation, data, err := s.passkeys.BeginRegistration(o, webauthn.WithExclusions(o.descriptors()))
		if err != nil {
			return Ceremony{}, err
		}
		row := challengeRow{Purpose: forPasskeyAdd, UserID: &p.UserID, SessionID: &p.SessionID}
		return s.keep(ctx, tx, row, creation.Response, data)
	})
}

// AddPasskey ends what BeginPasskey began in the same session; see endUnproved. It refuses with
// ErrPasskeyName, ErrCeremonyOver, ErrPasskeyRefused and ErrTooManyPasskeys.
func (s *Service) AddPasskey(ctx context.Context, p access.Principal, ceremony, name string, credential json.RawMessage) (added Passkey, err error) {
	if name, err = passkeyName(name); err != nil {
		return Passkey{}, err
	}
	b, err := s.take(ctx, ceremony, forPasskeyAdd, p.SessionID)
	if err != nil {
		return Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return Passkey{}, ErrPasskeyRefused
	}
	err = s.changeFactors(ctx, p, "add_passkey", func(ctx context.Context, tx bun.Tx, have Factors) (change, error) {
		if len(have.Passkeys) >= mostPasskeys {
			return change{}, ErrTooManyPasskeys
		}
		o, found, err := ownerByID(ctx, tx, p.UserID)
		if err != nil || !found {
			return change{}, err
		}
		made, err := s.passkeys.CreateCredential(o, b.data, parsed)
		if err != nil {
			s.log.InfoContext(ctx, "a passkey was not added", "user", p.UserID, "why", err.Error())
			return change{}, ErrPasskeyRefused
		}
		row := passkeyOf(p.UserID, name, made, s.now())
		if row.ID, err = insertPasskey(ctx, tx, row); err != nil {
			return change{}, err
		}
		added = row.passkey()
		done := named(added)
		done["sessionsEnded"], err = s.endUnproved(ctx, tx, p, have)
		return change{after: done}, err
	})
	return added, err
}

// RenamePasskey gives one of p's passkeys another name. It refuses with
// ErrPasskeyName and ErrPasskeyNotFound.
func (s *Service) RenamePasskey(ctx context.Context, p access.Principal, id int64, name string) (renamed Passkey, err error) {
	if name, err = passkeyName(name); err != nil {
		return Passkey{}, err
	}
	err = s.changeFactors(ctx, p, "rename_passkey", func(ctx context.Context, tx bun.Tx, have Factors) (change, error) {
		before, ok := have.passkey(id)
		if !ok {
			return change{}, ErrPasskeyNotFound
		}
		renamed = before
		renamed.Name = name
		return change{before: named(before), after: named(renamed)}, updatePasskeyName(ctx, tx, id, name)
	})
	return renamed, err
}

// RemovePasskey removes one of p's passkeys. It refuses with ErrPasskeyNotFound
// and ErrLastFactor.
func (s *Service) RemovePasskey(ctx context.Context, p access.Principal, id int64) error {
	return s.changeFactors(ctx, p, "remove_passkey", func(ctx context.Context, tx bun.Tx, have Factors) (change, error) {
		before, ok := have.passkey(id)
		if !ok {
			return change{}, ErrPasskeyNotFound
		}
		if !have.spare() {
			return change{}, ErrLastFactor
		}
		return change{before: named(before)}, deletePasskey(ctx, tx, p.UserID, id)
	})
}

func (f Factors) passkey(id int64) (Passkey, bool) {
	for _, p := range f.Passkeys {
		if p.ID == id {
			return p, true
		}
	}
	return Passkey{}, false
}

// named is what the journal keeps of a passkey.
func named(p Passkey) map[string]any {
	return map[string]any{"passkeyId": p.ID, "passkey": p.Name, "createdAt": p.CreatedAt.Format(time.RFC3339)}
}

// passkeyName is the name without what can't be seen. It refuses with
// ErrPasskeyName what is empty then.
func passkeyName(name string) (string, error) {
	name = norm.NFC.String(strings.Join(strings.Fields(name), " "))
	if name == "" || len([]rune(name)) > 60 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", ErrPasskeyName.WithFields(fault.Field{Field: "name", Code: "name", Message: "needs 1 to 60 characters that can be seen"})
	}
	return name, nil
}
