// Package signing signs what must be checked later by those who have only a
// public key: the journal's heads and the hashes of published content.
package signing

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
)

// shortestSecret is the fewest bytes of a secret that keys are derived from.
const shortestSecret = 32

// Signer signs with an Ed25519 key (RFC 8032) of one purpose.
type Signer struct {
	id      string
	private ed25519.PrivateKey
}

// New derives the signer of a purpose, such as "journal heads", in an
// environment from the portal's secret. The same three give the same key.
func New(secret []byte, environment, purpose string) (Signer, error) {
	if len(secret) < shortestSecret {
		return Signer{}, fmt.Errorf("signing: the secret has %d bytes; at least %d are needed", len(secret), shortestSecret)
	}
	seed, err := hkdf.Key(sha256.New, secret, nil, "baq-portal "+purpose+" of "+environment, ed25519.SeedSize)
	if err != nil {
		return Signer{}, err
	}
	private := ed25519.NewKeyFromSeed(seed)
	public, _ := private.Public().(ed25519.PublicKey) // by its documentation
	id := sha256.Sum256(public)
	return Signer{id: hex.EncodeToString(id[:4]), private: private}, nil
}

// ID tells this key from others, and nothing else.
func (s Signer) ID() string { return s.id }

// Sign is the signature of a message, 64 bytes.
func (s Signer) Sign(message []byte) []byte { return ed25519.Sign(s.private, message) }

// Verify tells whether a signature of a message was made with this key.
func (s Signer) Verify(message, signature []byte) bool {
	public, _ := s.private.Public().(ed25519.PublicKey)
	return ed25519.Verify(public, message, signature)
}

// Public is the public key in base64, for those who check signatures elsewhere.
func (s Signer) Public() string {
	public, _ := s.private.Public().(ed25519.PublicKey)
	return base64.StdEncoding.EncodeToString(public)
}
