package accounts

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"time"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwk"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// RotateKey makes a new signing key and returns its id. It signs as soon as
// every node must have read it (35 seconds); the old ones verify until nothing
// that they signed can still be valid. A key that can't be opened with the
// present secret retires at once, and what it signed must be refreshed.
func (s *Service) RotateKey(ctx context.Context) (id string, err error) {
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if err := lockKeys(ctx, tx); err != nil {
			return err
		}
		if err := s.keys.retire(ctx, tx); err != nil {
			return err
		}
		id, err = s.keys.add(ctx, tx)
		return err
	})
	return id, err
}

// retire sets the end of all keys.
func (r *keyring) retire(ctx context.Context, tx bun.Tx) error {
	now := r.now()
	if err := deleteRetired(ctx, tx, now); err != nil {
		return err
	}
	rows, err := signingKeys(ctx, tx, now)
	if err != nil {
		return err
	}
	for _, row := range rows {
		end := now.Add(r.life + keyRetires)
		if _, err := r.seal.open(row.KID, row.Sealed); err != nil {
			end = now
		}
		if row.RetiresAt.IsZero() || end.Before(row.RetiresAt) {
			if err := retireKey(ctx, tx, row.KID, end); err != nil {
				return err
			}
		}
	}
	return nil
}

// makeFirst makes a key unless another node was quicker.
func (r *keyring) makeFirst(ctx context.Context, tx bun.Tx) error {
	if err := lockKeys(ctx, tx); err != nil {
		return err
	}
	rows, err := signingKeys(ctx, tx, r.now())
	if err == nil && len(rows) == 0 {
		_, err = r.add(ctx, tx)
	}
	return err
}

func (r *keyring) add(ctx context.Context, tx bun.Tx) (string, error) {
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return "", err
	}
	key, err := jwk.FromRaw(private.Public())
	if err != nil {
		return "", err
	}
	print, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", err
	}
	id, now := base64.RawURLEncoding.EncodeToString(print), r.now()
	if err := insertKey(ctx, tx, keyRow{KID: id, Sealed: r.seal.close(id, private.Seed()), CreatedAt: now}); err != nil {
		return "", err
	}
	return id, r.journal.Record(ctx, tx, audit.Entry{
		Action: "accounts.rotate_key", ObjectType: "signing_key", ObjectID: id, After: map[string]time.Time{"createdAt": now},
	})
}

// PublicKeys are the keys that verify an access token now, as a JSON Web Key
// Set for those who want to check tokens themselves.
func (s *Service) PublicKeys(ctx context.Context) (jwk.Set, error) {
	keys, err := s.keys.current(ctx, keysReload)
	set := jwk.NewSet()
	for _, k := range keys {
		public, err := k.jwk()
		if err != nil {
			return nil, err
		}
		if err := set.AddKey(public); err != nil {
			return nil, err
		}
	}
	return set, err
}

func (k signingKey) jwk() (jwk.Key, error) {
	key, err := jwk.FromRaw(k.public())
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]any{jwk.KeyIDKey: k.id, jwk.AlgorithmKey: jwa.EdDSA, jwk.KeyUsageKey: jwk.ForSignature} {
		if err := key.Set(name, value); err != nil {
			return nil, err
		}
	}
	return key, nil
}
