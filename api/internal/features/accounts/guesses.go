package accounts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/access"
)

// How often a login may fail in a quarter of an hour. A browser that its user
// has logged in with before is counted for itself: whoever guesses from
// elsewhere, be it from a thousand addresses, can't lock the user out of it.
const (
	guessWindow       = 15 * time.Minute
	guessesPerDevice  = 10 // with a browser that the account knows
	guessesPerAccount = 10 // of one account from one address, with any other
	guessesPerTarget  = 30 // of one account from all addresses together, with any other
	guessesPerAddress = 50 // of all accounts together; an office has one address
)

const (
	// redisPatience is how long the limit waits for Redis before it counts alone.
	redisPatience = 250 * time.Millisecond
	// redisRest is how long it then counts alone before it asks again.
	redisRest = 5 * time.Second
)

// bucket is what is counted together, and how often in a window it may happen.
type bucket struct {
	key    string
	limit  int
	window time.Duration
}

// verdict is the answer to one more attempt.
type verdict struct {
	allowed bool
	first   bool          // the first refusal since an attempt was allowed
	wait    time.Duration // until the oldest attempt leaves the window
}

// guesses counts failed logins in sliding windows, in Redis for all nodes, and
// in this process while Redis does not answer. An attempt counts from its
// beginning and is given back when it succeeds: a hundred guesses at once are
// no way around the limit.
type guesses struct {
	redis rueidis.Client // nil: none
	local *windows
	now   func() time.Time
	log   *slog.Logger
	asks  atomic.Int64 // when Redis is to be asked again, in Unix milliseconds
}

// attempt is a login that counts in its buckets.
type attempt struct {
	id      string
	buckets []bucket
	shared  int // how many of the last buckets are not the account's alone
}

// attemptOf is a login to an account, with a device that the account knows, or
// from an address.
func attemptOf(email, from string, device uuid.UUID) attempt {
	a := attempt{id: uuid.NewString()}
	if device != uuid.Nil {
		a.buckets = []bucket{{name("device", device.String()), guessesPerDevice, guessWindow}}
		return a
	}
	network := access.Network(from)
	a.buckets, a.shared = []bucket{
		{name("account", email, network), guessesPerAccount, guessWindow},
		{name("target", email), guessesPerTarget, guessWindow},
		{name("address", network), guessesPerAddress, guessWindow},
	}, 1
	return a
}

// begin counts an attempt to log in.
func (g *guesses) begin(ctx context.Context, email, from string, device uuid.UUID) (attempt, verdict) {
	return g.claim(ctx, attemptOf(email, from, device))
}

// claim counts an attempt in all its buckets, or says why there is none.
func (g *guesses) claim(ctx context.Context, a attempt) (attempt, verdict) {
	for i, b := range a.buckets {
		if v := g.take(ctx, b, a.id); !v.allowed {
			for _, taken := range a.buckets[:i] {
				g.give(ctx, taken, a.id)
			}
			return a, v
		}
	}
	return a, verdict{allowed: true}
}

// succeed takes the attempt back, and forgives the account's earlier failures:
// somebody who guesses gains one more window by it, and only when the user
// happens to log in.
func (g *guesses) succeed(ctx context.Context, a attempt) {
	own := len(a.buckets) - a.shared
	for _, b := range a.buckets[own:] {
		g.give(ctx, b, a.id)
	}
	for _, b := range a.buckets[:own] {
		g.local.drop(b)
		g.send(ctx, func(ctx context.Context) error {
			return g.redis.Do(ctx, g.redis.B().Del().Key(b.key).Build()).Error()
		})
	}
}

func (g *guesses) take(ctx context.Context, b bucket, id string) (v verdict) {
	if g.send(ctx, func(ctx context.Context) (err error) { v, err = takeInRedis(ctx, g.redis, b, id, g.now()); return err }) {
		return v
	}
	return g.local.take(b, id, g.now())
}

func (g *guesses) give(ctx context.Context, b bucket, id string) {
	g.local.give(b, id)
	g.send(ctx, func(ctx context.Context) error {
		return g.redis.Do(ctx, g.redis.B().Zrem().Key(b.key).Member(id).Build()).Error()
	})
}

// send tells whether Redis has done it. A caller who goes away must not undo the
// count, therefore the context is not his.
func (g *guesses) send(ctx context.Context, do func(context.Context) error) bool {
	if g.redis == nil || g.now().UnixMilli() < g.asks.Load() {
		return false
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), redisPatience)
	defer cancel()
	err := do(limited)
	if err != nil {
		g.asks.Store(g.now().Add(redisRest).UnixMilli())
		g.log.WarnContext(ctx, "logins are limited by this process alone: Redis does not answer", "error", err)
	}
	return err == nil
}

// name keeps e-mails out of Redis, and the keys short. The braces let a bucket
// and its mark share a slot of a cluster.
func name(kind string, parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write([]byte(part + "\x00"))
	}
	return "accounts:guesses:{" + kind + ":" + hex.EncodeToString(sum.Sum(nil)[:16]) + "}"
}

// withdraw takes back an attempt that was none.
func (g *guesses) withdraw(ctx context.Context, a attempt) {
	for _, b := range a.buckets {
		g.give(ctx, b, a.id)
	}
}
