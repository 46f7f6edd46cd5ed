package accounts

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// APIKey is a program's way in. It acts for the person who made it, within its
// scopes and within what that person may do at the moment.
type APIKey struct {
	ID            int64
	Name          string
	Hint          string // the key's beginning, by which people know it
	OwnerID       int64
	Owner         string // the owner's name
	Scopes        []access.Permission
	CreatedAt     time.Time
	ExpiresAt     time.Time
	LastUsedAt    *time.Time // to the minute; nil: never
	LastAddress   string
	RevokedAt     *time.Time
	OwnerDisabled bool
}

// The states of a key. Only an active one lets anybody in.
const (
	KeyActive        = "active"
	KeyExpired       = "expired"
	KeyRevoked       = "revoked"
	KeyOwnerDisabled = "owner_disabled"
)

// State is what the key is at a time.
func (k APIKey) State(now time.Time) string {
	switch {
	case k.RevokedAt != nil:
		return KeyRevoked
	case !k.ExpiresAt.After(now):
		return KeyExpired
	case k.OwnerDisabled:
		return KeyOwnerDisabled
	}
	return KeyActive
}

// NewAPIKey is what CreateAPIKey takes.
type NewAPIKey struct {
	Name   string              `validate:"min=2,max=100"`
	Scopes []access.Permission `validate:"min=1,max=200,unique"`
	Days   int                 `validate:"min=1,max=365"` // how long it works
}

// check refuses what can't be a key, with all complaints at once.
func (n NewAPIKey) check() error {
	fields := append(complaints(n), printable("name", n.Name)...)
	for _, scope := range n.Scopes {
		if !slices.Contains(Permissions(), scope) || !forPrograms(scope) {
			fields = append(fields, fault.Field{Field: "scopes", Code: "scope", Message: "a key can't hold " + string(scope)})
		}
	}
	if len(fields) > 0 {
		return ErrInvalidKey.WithFields(fields...)
	}
	return nil
}

// forPrograms tells whether a key may hold the permission. A key makes no
// people, roles and keys: what came in by a stolen one would stay when it is
// revoked. And it is nobody's second pair of eyes.
func forPrograms(p access.Permission) bool {
	return p != "approvals.grant" && !slices.ContainsFunc([]string{"users.", "roles.", "api_keys."}, func(prefix string) bool {
		return strings.HasPrefix(string(p), prefix)
	})
}

// keyText is a key as its program sends it: "baq_", eight letters by which people
// know it, "_", and 256 random bits. Scanners for lost secrets find it by its
// beginning.
type keyText string

const (
	keyPrefix  = "baq_"
	keyHint    = len(keyPrefix) + 8
	keyLetters = keyHint + len("_") + 43
)

func newKeyText() keyText {
	return keyText(keyPrefix + strings.ToLower(rand.Text()[:8]) + "_" + base64.RawURLEncoding.EncodeToString(random(32)))
}

// plausible tells whether a text has the form of a key; others are not looked up.
func (k keyText) plausible() bool {
	if len(k) != keyLetters || k[keyHint] != '_' || !strings.HasPrefix(string(k), keyPrefix) {
		return false
	}
	_, err := base64.RawURLEncoding.Strict().DecodeString(string(k[keyHint+1:]))
	return err == nil
}

func (k keyText) hint() string { return string(k[:keyHint]) }

// hash is what the database keeps: a fast one is enough for what can't be guessed.
func (k keyText) hash() []byte {
	sum := sha256.Sum256([]byte(k))
	return sum[:]
}
