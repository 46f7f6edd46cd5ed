package readership

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/robots"
	"baq.kz/portal/api/internal/platform/tally"
)

const (
	// once is how long an article counts as read by the same visitor.
	once = 30 * time.Minute
	// remembered is how many readings of a half hour one process remembers; of more
	// than that the oldest are forgotten first, and may count twice.
	remembered = 400_000
	// waiting is how many articles may have views that are not written yet. Readers
	// open far fewer within a few seconds; who asks for more is not reading.
	waiting = 20_000
	// saltLife is how long the same visitor gives the same number.
	saltLife = 24 * time.Hour
)

// Visitor is what tells one reader from another while the memory lasts.
type Visitor struct {
	Address   string // of the client; of IPv6 the /64 counts
	UserAgent string
}

// Count counts that a visitor reads an article, if it is the first time in half an
// hour and no robot's. Flush writes it; ids that are no live article's are dropped there.
func (s *Service) Count(_ context.Context, articleID int64, v Visitor) {
	if robots.Named(v.UserAgent) || s.suspect(v.Address) {
		return
	}
	v.Address = access.Network(v.Address)
	s.views.add(articleID, v, s.now())
}

// views are those of one process that are not written yet, and who was counted.
type views struct {
	mutex   sync.Mutex
	salt    maphash.Seed // random; gone with the process
	salted  time.Time
	recent  map[uint64]time.Time // by visitor and article: when it was counted
	earlier map[uint64]time.Time // those of the generation before
	turned  time.Time
	counted *tally.Tally[int64, int64]
}

func newViews(now time.Time) *views {
	return &views{salt: maphash.MakeSeed(), salted: now, recent: map[uint64]time.Time{}, turned: now, counted: tally.New[int64](waiting, func(a, b int64) int64 { return a + b })}
}

func (v *views) add(articleID int64, visitor Visitor, now time.Time) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.turn(now)
	key := maphash.Comparable(v.salt, struct {
		article int64
		visitor Visitor
	}{articleID, visitor})
	at, seen := v.recent[key]
	if !seen {
		at, seen = v.earlier[key]
	}
	if seen && now.Sub(at) < once {
		return
	}
	if v.counted.Add(articleID, 1) {
		v.recent[key] = now
	}
}

// turn forgets in generations: the present one becomes the earlier when it is full
// or half an hour old. With a new salt all are forgotten.
func (v *views) turn(now time.Time) {
	if now.Sub(v.salted) >= saltLife {
		v.salt, v.salted, v.recent, v.earlier = maphash.MakeSeed(), now, map[uint64]time.Time{}, nil
	}
	if len(v.recent) >= remembered/2 || now.Sub(v.turned) >= once {
		v.earlier, v.recent, v.turned = v.recent, map[uint64]time.Time{}, now
	}
}

// Flush writes what this process has counted since the last time, in one statement.
// What can't be written now is kept.
func (s *Service) Flush(ctx context.Context) error {
	now := s.now()
	return s.views.counted.Flush(func(views map[int64]int64) error {
		return addViews(ctx, s.db.Primary, views, now.Truncate(time.Hour), now.In(s.zone).Format(time.DateOnly))
	})
}
