package accounts

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// shortestSecret is the fewest bytes that the configured secret may have.
const shortestSecret = 32

// seal keeps the private signing keys, and the secrets of authenticator apps,
// unreadable in the database and its backups: AES-256-GCM under a key derived by HKDF from the configured secret.
type seal struct{ aead cipher.AEAD }

// newSeal derives the key. The environment is part of it: a copy of the
// production database signs nothing elsewhere, even with the same secret.
func newSeal(secret []byte, environment string) (seal, error) {
	if len(secret) < shortestSecret {
		return seal{}, fmt.Errorf("accounts: the secret has %d bytes; at least %d are needed", len(secret), shortestSecret)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "baq-portal signing keys of "+environment, 32)
	if err != nil {
		return seal{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return seal{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return seal{aead: aead}, err
}

// close encrypts; the id is authenticated with it, so that nothing that is sealed
// can be put into another one's place.
func (s seal) close(id string, plain []byte) []byte { return s.aead.Seal(nil, nil, plain, []byte(id)) }

var errSealed = errors.New("a signing key can't be opened with this secret: give every node the secret " +
	"that it was sealed with (PORTAL_SECRET_FILE), or replace the key by `portal keys rotate`")

func (s seal) open(id string, sealed []byte) ([]byte, error) {
	plain, err := s.aead.Open(nil, nil, sealed, []byte(id))
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// random is n bytes that nobody can guess.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails, says its documentation
	return b
}
