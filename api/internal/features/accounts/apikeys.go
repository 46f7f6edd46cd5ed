package accounts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// program is whom a key speaks for: its owner, with those of the key's scopes
// that the owner may still do.
func (s *Service) program(ctx context.Context, text string) (access.Principal, error) {
	key := keyText(text)
	if !key.plausible() {
		return access.Principal{}, ErrKeyRefused
	}
	row, found, err := programByHash(ctx, s.db, key.hash())
	if err != nil {
		return access.Principal{}, err
	}
	now := s.now()
	switch {
	case !found || row.RevokedAt != nil || row.Disabled:
		return access.Principal{}, ErrKeyRefused
	case !row.ExpiresAt.After(now):
		return access.Principal{}, ErrKeyExpired
	}
	if row.LastUsedAt == nil || now.Sub(*row.LastUsedAt) >= seenEvery {
		if err := useKey(ctx, s.db, row.KeyID, now, access.Origin(ctx).Address); err != nil {
			s.log.WarnContext(ctx, "the use of a key could not be noted", "error", err)
		}
	}
	p := row.principal()
	p.KeyID, p.Name, p.Roles = row.KeyID, fmt.Sprintf("%s (%s)", row.Name, row.KeyName), nil
	p.Permissions = slices.DeleteFunc(p.Permissions, func(held access.Permission) bool { return !slices.Contains(row.Scopes, held) })
	return p, nil
}

// APIKeys is a page of keys, the newest first, and the cursor of the next.
func (s *Service) APIKeys(ctx context.Context, cursor string, limit int) ([]APIKey, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := pageOfKeys(ctx, s.db, after, limit+1)
	rows, next := keyset.Page(rows, limit, func(k APIKey) any { return keyset.ByID{ID: k.ID} })
	return rows, next, err
}

// CreateAPIKey makes a key of by's own, and returns its text, which nobody will
// see again. It refuses with ErrInvalidKey, and with ErrBeyondRights for scopes
// that by does not hold.
func (s *Service) CreateAPIKey(ctx context.Context, by access.Principal, n NewAPIKey) (key APIKey, text string, err error) {
	n.Name = tidy(n.Name)
	if err := n.check(); err != nil {
		return key, "", err
	}
	if by.KeyID != 0 || !holdsAll(by, n.Scopes) {
		return key, "", ErrBeyondRights
	}
	slices.Sort(n.Scopes)
	secret, now := newKeyText(), s.now()
	key = APIKey{
		Name: n.Name, Hint: secret.hint(), OwnerID: by.UserID, Owner: by.Name, Scopes: n.Scopes,
		CreatedAt: now, ExpiresAt: now.Add(time.Duration(n.Days) * 24 * time.Hour),
	}
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if key.ID, err = insertAPIKey(ctx, tx, key, secret.hash()); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "accounts.create_key", ObjectType: "api_key", ObjectID: key.ID, After: key.told()})
	})
	return key, string(secret), err
}

// RevokeAPIKey ends a key at once; one that was revoked before stays so. It
// refuses with ErrKeyNotFound, and with ErrBeyondRights for the key of somebody
// else that may do what by may not.
func (s *Service) RevokeAPIKey(ctx context.Context, by access.Principal, id int64) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		key, err := lockAPIKey(ctx, tx, id)
		if err != nil {
			return err
		}
		if by.KeyID != 0 || by.UserID != key.OwnerID && !holdsAll(by, key.Scopes) {
			return ErrBeyondRights
		}
		if key.RevokedAt != nil {
			return nil
		}
		if err := revokeAPIKey(ctx, tx, id, by.UserID, s.now()); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "accounts.revoke_key", ObjectType: "api_key", ObjectID: id, Before: key.told()})
	})
}

// told is what the journal keeps of a key: never its text.
func (k APIKey) told() map[string]any {
	return map[string]any{"name": k.Name, "hint": k.Hint, "owner": k.Owner, "ownerId": k.OwnerID, "scopes": k.Scopes, "expiresAt": k.ExpiresAt}
}
