package accounts

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// cost is what one argon2id hash takes.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// present is the first choice of OWASP's Password Storage Cheat Sheet. Raising
// it rehashes everybody's password at their next login.
var present = cost{memory: 19456, passes: 2, threads: 1}

const (
	saltBytes = 16
	hashBytes = 32
	// hashPatience is how long a login waits for its turn to be hashed.
	hashPatience = 5 * time.Second
)

// hasher computes a limited number of hashes at once: each takes 19 MiB and a
// core, and a spray of logins must leave room for those who are working.
type hasher struct {
	slots  chan struct{}
	derive func(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte
}

func newHasher() *hasher {
	return &hasher{slots: make(chan struct{}, max(1, runtime.NumCPU()/2)), derive: argon2.IDKey}
}

// key derives the hash; it refuses with ErrBusy when its turn does not come.
func (h *hasher) key(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	timer := time.NewTimer(hashPatience)
	defer timer.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-timer.C:
		busy := *ErrBusy
		busy.RetryAfter = hashPatience
		return nil, &busy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// One keyboard sends "й" as one code point and another as two.
	password = norm.NFC.String(password)
	return h.derive([]byte(password), salt, c.passes, c.memory, c.threads, hashBytes), nil
}

// hash is a new password's PHC string, with a salt of its own.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := random(saltBytes)
	key, err := h.key(ctx, password, salt, present)
	if err != nil {
		return "", err
	}
	return phc(present, salt, key), nil
}

// verify compares a password with a PHC string; stale says that the string was
// made at another cost than the present one.
func (h *hasher) verify(ctx context.Context, encoded, password string) (ok, stale bool, err error) {
	c, salt, want, err := parsePHC(encoded)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, password, salt, c)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, c != present, err
}

// nobody is what a login without a user is compared with, so that it costs as
// much as any other. No password has a hash of zeros.
func nobody() string { return phc(present, make([]byte, saltBytes), make([]byte, hashBytes)) }

const phcFormat = "$argon2id$v=%d$m=%d,t=%d,p=%d$"

// phc writes the string format of the password hashing competition.
func phc(c cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf(phcFormat, argon2.Version, c.memory, c.passes, c.threads) + b64.EncodeToString(salt) + "$" + b64.EncodeToString(key)
}

func parsePHC(encoded string) (c cost, salt, key []byte, err error) {
	var version int
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 {
		return c, nil, nil, errBadHash
	}
	head := strings.Join(parts[:4], "$") + "$"
	if _, err = fmt.Sscanf(head, phcFormat, &version, &c.memory, &c.passes, &c.threads); err != nil || version != argon2.Version {
		return c, nil, nil, errBadHash
	}
	salt, err = base64.RawStdEncoding.DecodeString(parts[4])
	if err == nil {
		key, err = base64.RawStdEncoding.DecodeString(parts[5])
	}
	if err != nil || len(key) != hashBytes || c.passes == 0 || c.threads == 0 {
		return c, nil, nil, errBadHash
	}
	return c, salt, key, nil
}

var errBadHash = fmt.Errorf("a stored password is no argon2id hash of version %d", argon2.Version)
