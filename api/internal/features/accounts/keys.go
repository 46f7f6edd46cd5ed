package accounts

import (
	"baq.kz/portal/api/internal/platform/audit"
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

const (
	// keysReload is how old a node's knowledge of the keys may get.
	keysReload = 30 * time.Second
	// keysRetry is how often an unknown key id may make a node look again.
	keysRetry = time.Second
	// KeySettles is when a new key begins to sign: every node has read it by then.
	KeySettles = keysReload + 5*time.Second
	// keyRetires is added to the life of an access token: what was signed last by
	// an old key, before its successor has settled, must still be verified.
	keyRetires = time.Minute
)

// signingKey is an Ed25519 key; its id is its RFC 7638 thumbprint.
type signingKey struct {
	id        string
	private   ed25519.PrivateKey
	createdAt time.Time
	retiresAt time.Time // zero: it has no successor
}

func (k signingKey) public() ed25519.PublicKey { return k.private.Public().(ed25519.PublicKey) }

func (k signingKey) retired(now time.Time) bool {
	return !k.retiresAt.IsZero() && !k.retiresAt.After(now)
}

// keyring is one node's view of the keys, which live in the database.
type keyring struct {
	db      *bun.DB
	journal *audit.Journal
	seal    seal
	now     func() time.Time
	life    time.Duration // of an access token

	mu       sync.Mutex
	keys     []signingKey // oldest first
	loadedAt time.Time
}

// signer is the key that signs now. The very first one is made here.
func (r *keyring) signer(ctx context.Context) (signingKey, error) {
	keys, err := r.current(ctx, keysReload)
	if err == nil && len(keys) == 0 {
		if err = postgres.InTx(ctx, r.db, r.makeFirst); err == nil {
			keys, err = r.current(ctx, 0)
		}
	}
	if err != nil {
		return signingKey{}, err
	}
	return choose(keys, r.now())
}

// choose takes the newest key that has settled; the oldest where none has.
func choose(keys []signingKey, now time.Time) (signingKey, error) {
	if len(keys) == 0 {
		return signingKey{}, errors.New("accounts: there is no signing key")
	}
	best := keys[0]
	for _, k := range keys {
		if !k.createdAt.Add(KeySettles).After(now) {
			best = k
		}
	}
	return best, nil
}

// find is the key of an id; false for one that is unknown or retired. An id
// that is not known may be newer than what this node has read.
func (r *keyring) find(ctx context.Context, id string) (signingKey, bool, error) {
	for _, age := range []time.Duration{keysReload, keysRetry} {
		keys, err := r.current(ctx, age)
		if err != nil {
			return signingKey{}, false, err
		}
		for _, k := range keys {
			if k.id == id {
				return k, true, nil
			}
		}
	}
	return signingKey{}, false, nil
}

// current are the keys that have not retired, read again when what this node
// knows is as old as age.
func (r *keyring) current(ctx context.Context, age time.Duration) ([]signingKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if len(r.keys) == 0 || now.Sub(r.loadedAt) >= age {
		rows, err := signingKeys(ctx, r.db, now)
		if err != nil {
			return nil, err
		}
		keys, err := r.open(rows)
		if err != nil {
			return nil, err
		}
		r.keys, r.loadedAt = keys, now
	}
	var alive []signingKey
	for _, k := range r.keys {
		if !k.retired(now) {
			alive = append(alive, k)
		}
	}
	return alive, nil
}

func (r *keyring) open(rows []keyRow) ([]signingKey, error) {
	keys := make([]signingKey, 0, len(rows))
	for _, row := range rows {
		seed, err := r.seal.open(row.KID, row.Sealed)
		if err != nil {
			return nil, err
		}
		keys = append(keys, signingKey{id: row.KID, private: ed25519.NewKeyFromSeed(seed), createdAt: row.CreatedAt, retiresAt: row.RetiresAt})
	}
	return keys, nil
}
