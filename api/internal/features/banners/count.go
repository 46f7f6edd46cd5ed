package banners

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/tally"
)

const (
	// FlushEvery is how often a process writes down what it has counted, and so how
	// much it loses when it is killed.
	FlushEvery = 3 * time.Second
	// runningLife is how long a process believes what runs; a banner that it does not
	// know has it ask again sooner.
	runningLife   = 2 * time.Second
	strangersLife = 200 * time.Millisecond
	// spotsKept is how many banners of sites are counted between two writings.
	spotsKept = 10_000
	// askTime is how long a question of the counter may take.
	askTime = 5 * time.Second
)

// spot is a banner on a site.
type spot struct {
	banner   int64
	language lang.Code
}

type figures struct{ shows, clicks int64 }

func (f figures) plus(more figures) figures {
	return figures{f.shows + more.shows, f.clicks + more.clicks}
}

// Counter counts in memory what readers saw and followed, and writes it down in one
// statement every few seconds. It holds no more than one pair of figures for each
// banner that runs and a bounded memory of who has just been counted, whatever
// arrives. Its methods may be called by any number of goroutines.
type Counter struct {
	db  *postgres.Databases
	now func() time.Time

	mutex  sync.Mutex // of recent
	recent recent
	counts *tally.Tally[spot, figures]

	asking sync.Mutex
	known  atomic.Pointer[known]
}

// known is what ran at a moment.
type known struct {
	running map[spot]bool
	asked   time.Time
}

// good tells whether it says enough of a banner.
func (k *known) good(at spot, now time.Time) bool {
	age := now.Sub(k.asked)
	return age < strangersLife || age < runningLife && k.running[at]
}

func newCounter(db *postgres.Databases, now func() time.Time) *Counter {
	return &Counter{db: db, now: now, counts: tally.New[spot](spotsKept, figures.plus), recent: newRecent()}
}

// Reader is who sees a banner: the network address and what the browser calls itself.
// Nothing else of a reader is looked at, and neither is kept longer than a minute or two.
type Reader struct{ Address, Agent string }

// Show counts that a reader has seen banners of a language's site. Banners that do not
// run, and those that the reader has seen within a minute, count nothing.
func (c *Counter) Show(ctx context.Context, r Reader, language lang.Code, ids []int64) error {
	for _, id := range ids {
		at := spot{id, language}
		runs, err := c.runs(ctx, at)
		if err != nil {
			return err
		}
		if runs {
			c.count(r, at, figures{shows: 1})
		}
	}
	return nil
}

// Click counts that a reader has followed a banner, of which the caller knows that it runs.
func (c *Counter) Click(r Reader, language lang.Code, id int64) {
	c.count(r, spot{id, language}, figures{clicks: 1})
}

func (c *Counter) count(r Reader, at spot, more figures) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.recent.first(c.now(), r, at, more.clicks > 0) {
		c.counts.Add(at, more)
	}
}

// runs tells whether a banner runs, by what the database said within seconds.
func (c *Counter) runs(ctx context.Context, at spot) (bool, error) {
	last := c.known.Load()
	if last != nil && last.good(at, c.now()) {
		return last.running[at], nil
	}
	if !c.asking.TryLock() {
		if last != nil { // somebody asks already, and what was known is seconds old
			return last.running[at], nil
		}
		c.asking.Lock()
	}
	defer c.asking.Unlock()
	if next := c.known.Load(); next != nil && next.good(at, c.now()) {
		return next.running[at], nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askTime) // others go by the answer, too
	defer cancel()
	running, err := runningIDs(ctx, c.db.Primary)
	if err != nil {
		return false, err
	}
	c.known.Store(&known{running, c.now()})
	return running[at], nil
}

// Flush writes down what was counted. What can't be written is kept for the next time.
func (c *Counter) Flush(ctx context.Context) error {
	return c.counts.Flush(func(counts map[spot]figures) error { return add(ctx, c.db.Primary, counts) })
}
