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
	// strangersWaiting is how many logins from unknown browsers wait for their turn;
	// what comes on top is refused at once, before it costs anything.
	strangersWaiting = 8
)

// hasher computes a limited number of hashes at once: each takes 19 MiB and a
// core, and a flood of logins must leave room for those who are working. Those
// whose browser is unknown have one place among themselves: a flood, which comes
// from nowhere else, keeps nobody else from logging in.
type hasher struct {
	slots  chan struct{}
	queue  chan struct{} // strangers, the one at work included
	crowd  chan struct{} // the stranger at work
	derive func(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte
}

func newHasher() *hasher {
	return &hasher{
		slots: make(chan struct{}, max(1, runtime.NumCPU()/2)), derive: argon2.IDKey,
		queue: make(chan struct{}, 1+strangersWaiting), crowd: make(chan struct{}, 1),
	}
}

// key derives the hash; it refuses with ErrBusy when its turn does not come.
func (h *hasher) key(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	timer := time.NewTimer(hashPatience)
	defer timer.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-timer.C:
		return nil, busy()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// One keyboard sends "й" as one code point and another as two.
	password = norm.NFC.String(password)
	return h.derive([]byte(password), salt, c.passes, c.memory, c.threads, hashBytes), nil
}

// full tells whether one more stranger would be refused.
func (h *hasher) full() bool { return len(h.queue) == cap(h.queue) }

// verifyStranger is verify for a login from an unknown browser. While more of
// them wait, it rests after each for as long as it has worked: a flood costs half
// a core at the most, however strong it is.
func (h *hasher) verifyStranger(ctx context.Context, encoded, password string) (ok, stale bool, err error) {
	select {
	case h.queue <- struct{}{}:
		defer func() { <-h.queue }()
	default:
		return false, false, busy()
	}
	select {
	case h.crowd <- struct{}{}:
	case <-ctx.Done():
		return false, false, ctx.Err()
	}
	start := time.Now()
	ok, stale, err = h.verify(ctx, encoded, password)
	if len(h.queue) > 1 {
		time.AfterFunc(time.Since(start), func() { <-h.crowd })
	} else {
		<-h.crowd
	}
	return ok, stale, err
}

// busy refuses a login whose turn does not come.
func busy() error {
	refused := *ErrBusy
	refused.RetryAfter = hashPatience
	return &refused
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
