package redirects

import (
	"context"
	"sync"
	"time"
)

// flushEvery is how often what was counted is written down. Of a process that is
// killed so much is lost.
const flushEvery = 5 * time.Second

// hit is how often a redirect was followed, and when last.
type hit struct {
	count int64
	last  time.Time
}

// hits counts in memory, so that following a redirect writes nothing.
type hits struct {
	mutex  sync.Mutex
	counts map[int64]hit
}

func (h *hits) add(id, count int64, at time.Time) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	one := h.counts[id]
	one.count += count
	if at.After(one.last) {
		one.last = at
	}
	h.counts[id] = one
}

// take is all that was counted since the last time.
func (h *hits) take() map[int64]hit {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	taken := h.counts
	h.counts = map[int64]hit{}
	return taken
}

// Followed counts that a reader was led on.
func (s *Service) Followed(id int64) { s.hits.add(id, 1, s.deps.Now()) }

// Keep writes down what was counted, every few seconds, until ctx ends.
func (s *Service) Keep(ctx context.Context) error {
	every, pruned := time.NewTicker(flushEvery), time.Time{}
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushEvery)
			defer cancel()
			s.flushOrTell(ending)
			return nil
		case <-every.C:
		}
		s.flushOrTell(ctx)
		if now := s.deps.Now(); now.Sub(pruned) >= time.Minute {
			pruned = now
			if err := prune(ctx, s.deps.DB.Primary); err != nil && ctx.Err() == nil {
				s.deps.Log.ErrorContext(ctx, "the list of missing addresses could not be shortened", "error", err.Error())
			}
		}
	}
}

func (s *Service) flushOrTell(ctx context.Context) {
	if err := s.Flush(ctx); err != nil && ctx.Err() == nil {
		s.deps.Log.ErrorContext(ctx, "hits of redirects could not be written down; the next attempt brings them", "error", err.Error())
	}
}

// Flush writes down what was counted. What fails is counted on.
func (s *Service) Flush(ctx context.Context) error {
	if counted := s.hits.take(); len(counted) > 0 {
		if err := writeHits(ctx, s.deps.DB.Primary, counted); err != nil {
			for id, h := range counted {
				s.hits.add(id, h.count, h.last)
			}
			return err
		}
	}
	seen := s.missed.take()
	if len(seen) == 0 {
		return nil
	}
	err := writeMissing(ctx, s.deps.DB.Primary, seen)
	if err != nil {
		s.missed.giveBack(seen)
	}
	return err
}
