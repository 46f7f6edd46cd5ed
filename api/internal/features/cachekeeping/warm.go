package cachekeeping

import (
	"context"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/platform/cache"
)

const (
	// lookEvery is how often a node looks whether something has changed, in its own memory.
	lookEvery = 200 * time.Millisecond
	// roundEvery is how long all nodes together leave between two rounds: however many
	// changes come, what nobody asks for is made so seldom.
	roundEvery = 10 * time.Second
	// warmers is how many pages a node warms at once.
	warmers = 2
	// warmPatience is how long one page may take.
	warmPatience = 15 * time.Second
)

// Warmer makes pages before readers ask.
type Warmer struct {
	// Get asks this process for a page as a reader would, past what counts readers.
	Get func(ctx context.Context, a Address) error
	// Busy tells whether readers wait or may soon: nothing is warmed then.
	Busy func() bool
}

// Warm has what is asked for most made anew after each change, and makes what waits in
// line, until ctx ends. Any number of nodes may do so at once.
func (s *Service) Warm(ctx context.Context, w Warmer) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.repeat(ctx, s.lookAfterChanges()) })
	for range warmers {
		group.Go(func() error { return s.repeat(ctx, func(ctx context.Context) error { return s.work(ctx, w) }) })
	}
	return group.Wait()
}

func (s *Service) repeat(ctx context.Context, do func(context.Context) error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(lookEvery):
		}
		if s.deps.Cache.Down() {
			continue
		}
		if err := do(ctx); err != nil && ctx.Err() == nil {
			s.deps.Log.WarnContext(ctx, "pages could not be warmed", "error", err.Error())
		}
	}
}

// lookAfterChanges begins a round when the clock has moved since the last one.
func (s *Service) lookAfterChanges() func(context.Context) error {
	var seen int64
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		tick, known := s.deps.Cache.Tick(ctx)
		if !known || tick == seen || tick == 0 {
			return nil
		}
		done, err := s.store.done(ctx)
		if err != nil || done >= tick {
			seen = max(seen, done)
			return err
		}
		ours, err := s.store.turn(ctx, roundEvery)
		if err != nil || !ours { // looked at again until it had its round
			return err
		}
		seen = tick
		return s.round(ctx, tick)
	}
}

// round puts in line what is asked for most. What is up to date costs nearly nothing.
func (s *Service) round(ctx context.Context, tick int64) error {
	addresses, err := s.hot(ctx, warmedPages, func(Place) bool { return true })
	if err != nil {
		return err
	}
	if _, err := s.Wait(ctx, append(addresses, s.deps.FrontPages...)...); err != nil {
		return err
	}
	if err := s.store.count(ctx, rounds); err != nil {
		return err
	}
	return s.store.setDone(ctx, tick)
}

// work makes what waits, as long as something does and readers leave room.
func (s *Service) work(ctx context.Context, w Warmer) error {
	for ctx.Err() == nil && !w.Busy() {
		address, err := s.store.next(ctx)
		if err != nil || address == "" {
			return err
		}
		if err := s.store.count(ctx, s.warm(ctx, w, address)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) warm(ctx context.Context, w Warmer, address string) outcome {
	ctx, cancel := context.WithTimeout(ctx, warmPatience)
	defer cancel()
	ctx, warmed := cache.Warming(ctx)
	host, path, _ := strings.Cut(address, " ")
	err := w.Get(ctx, Address{host, path})
	switch {
	case err != nil:
		s.deps.Log.DebugContext(ctx, "a page could not be warmed", "host", host, "path", path, "error", err.Error())
		return failed
	case warmed.Made():
		return made
	}
	return current
}
