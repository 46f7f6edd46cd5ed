package accounts

import (
	"crypto/sha256"
	"encoding/base64"
)

// refreshToken is 256 random bits. The database keeps its hash only: a fast one
// is enough for what can't be guessed.
type refreshToken string

func newRefreshToken() refreshToken {
	return refreshToken(base64.RawURLEncoding.EncodeToString(random(32)))
}

func (t refreshToken) hash() []byte {
	sum := sha256.Sum256([]byte(t))
	return sum[:]
}
