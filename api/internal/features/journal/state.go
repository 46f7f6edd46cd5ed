package journal

import (
	"context"
	"time"
)

// Chain is the state of the chain.
type Chain struct {
	Sealed          int64 // entries in it
	Pending         int64
	OldestPendingAt *time.Time
	Waited          time.Duration // how long that one has waited, by the database's clock
	Head            *Head
	PublicKey       string // checks signatures of heads (Ed25519, base64)
	Broken          bool
	Problem         string
	LastRun         *Run
}

// LastSound is when the last verification that found nothing wrong began; nil: never.
func (s *Service) LastSound(ctx context.Context) (*time.Time, error) {
	return lastSound(ctx, s.primary)
}

// Chain tells the state of the chain. It is broken when the last verification that
// was finished said so, or a sealer or witness found a break after the last sound one.
func (s *Service) Chain(ctx context.Context) (Chain, error) {
	c, err := chainState(ctx, s.primary)
	if err != nil {
		return c, err
	}
	c.PublicKey = s.keys.Public()
	seen, err := newestHead(ctx, s.db.Pool, 0)
	if err != nil {
		return c, err
	}
	c.Head = seen.head
	last, err := runs(ctx, s.primary, nil, 1)
	if len(last) > 0 {
		c.LastRun = &last[0]
	}
	return c, err
}
