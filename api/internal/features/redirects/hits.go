package redirects

import (
	"context"
	"errors"
	"time"
)

const (
	// flushEvery is how often what was counted is written down. Of a process that is
	// killed so much is lost.
	flushEvery = 5 * time.Second
	// hitsKept is how many redirects are counted between two writings.
	hitsKept = 100_000
)

// hit is how often a redirect was followed, and when last.
type hit struct {
	count int64
	last  time.Time
}

func (h hit) plus(more hit) hit {
	h.count += more.count
	if more.last.After(h.last) {
		h.last = more.last
	}
	return h
}

// Followed counts that a reader was led on.
func (s *Service) Followed(id int64) { s.hits.Add(id, hit{1, s.deps.Now()}) }

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
	return errors.Join(
		s.hits.Flush(func(hits map[int64]hit) error { return writeHits(ctx, s.deps.DB.Primary, hits) }),
		s.missed.Flush(func(seen map[page]sighting) error { return writeMissing(ctx, s.deps.DB.Primary, seen) }),
	)
}
