package photobank

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/sync/singleflight"
)

const (
	// shownLife is how long the media host believes that readers may see a picture,
	// and so how long it shows one after its last page has gone.
	shownLife = 5 * time.Second
	// hiddenLife is how long it believes that they may not, and so how long it may
	// refuse one that was published just now.
	hiddenLife = time.Second
	// blindLife is how long it goes on believing what it knew while the database
	// does not answer, as long as pages are cached, too.
	blindLife = 10 * time.Minute
	// seenMost bounds the memory: what is known of so many pictures, twice.
	seenMost = 20_000
	// askTime is how long a question to the database may take.
	askTime = 5 * time.Second
)

// seenPicture is what the media host knows of a picture.
type seenPicture struct {
	mediaRow

	found bool // there is one
	asked time.Time
}

// readable tells whether readers may see the picture at a moment.
func (p seenPicture) readable(now time.Time) bool {
	return p.found && p.Live && p.TrashedAt == nil && (p.ExpiresAt == nil || now.Before(*p.ExpiresAt))
}

func (p seenPicture) fresh(now time.Time) bool {
	life := hiddenLife
	if p.readable(now) {
		life = shownLife
	}
	return now.Sub(p.asked) < life
}

// seen remembers for seconds what the database said, so that thousands of requests
// a second for one picture cost it one question. Two generations bound it: when the
// younger is full the older is forgotten.
type seen struct {
	mutex   sync.Mutex
	young   map[string]seenPicture
	old     map[string]seenPicture
	flights singleflight.Group
}

func newSeen() *seen { return &seen{young: map[string]seenPicture{}, old: map[string]seenPicture{}} }

func (s *seen) get(hash string) (seenPicture, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if p, ok := s.young[hash]; ok {
		return p, true
	}
	p, ok := s.old[hash]
	return p, ok
}

func (s *seen) put(hash string, p seenPicture) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.young) >= seenMost {
		s.young, s.old = map[string]seenPicture{}, s.young
	}
	s.young[hash] = p
}

// forget has the next request ask anew.
func (s *seen) forget(hash string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.young, hash)
	delete(s.old, hash)
}

// look tells what is known of a picture, and asks when that is not enough.
func (m *Media) look(ctx context.Context, hash string) (seenPicture, error) {
	known, had := m.seen.get(hash)
	if had && known.fresh(m.now()) {
		return known, nil
	}
	answer := m.seen.flights.DoChan(hash, func() (any, error) {
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), askTime) // others wait for it, too
		defer cancel()
		p, err := m.ask(asking, hash)
		if err == nil {
			m.seen.put(hash, p)
		}
		return p, err
	})
	select {
	case <-ctx.Done():
		return seenPicture{}, ctx.Err()
	case r := <-answer:
		p, _ := r.Val.(seenPicture)
		if r.Err != nil && had && known.found && m.now().Sub(known.asked) < blindLife {
			return known, nil
		}
		return p, r.Err
	}
}

// ask asks the replica first. What that one does not show may have been published
// just now: the primary has the last word, unless it is away.
func (m *Media) ask(ctx context.Context, hash string) (seenPicture, error) {
	db := m.service.deps.DB
	p, err := m.askOf(ctx, db.Reader(ctx), hash)
	if db.Replica == db.Primary || err == nil && p.readable(p.asked) {
		return p, err
	}
	if last, away := m.askOf(ctx, db.Primary, hash); away == nil || err != nil {
		return last, away
	}
	return p, nil
}

func (m *Media) askOf(ctx context.Context, db bun.IDB, hash string) (seenPicture, error) {
	asked := m.now()
	r, err := mediaByHash(ctx, db, hash)
	if errors.Is(err, ErrNotFound) {
		return seenPicture{asked: asked}, nil
	}
	return seenPicture{mediaRow: r, found: err == nil, asked: asked}, err
}
