package cache

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"
)

const (
	// beatEvery is how often a process publishes a sign of life to all that listen, itself
	// among them.
	beatEvery = 100 * time.Millisecond
	// lease is how long after sending a sign of life that came back a process may go by
	// what it has heard. It bounds how long one that hears nothing any more answers from
	// its memory, and so how long a change waits for it.
	lease = 500 * time.Millisecond
	// silence is for how long a process that others hear nothing of counts as one that may
	// still serve: longer than it takes to connect again after Redis was away. It begins
	// anew with the one who listens.
	silence = 5 * time.Second
	// absence is for how long one who comes back to Redis waits for somebody who was there
	// before: longer than all need to find another primary of a cluster.
	absence = 10 * time.Second
	// mostHeard is how many changed tags are remembered; beyond, Redis is asked.
	mostHeard = 20_000
)

// reading is what a process knows of the clock: all changes after since, up to tick. epoch
// counts how often the clock has fallen, as it may when Redis loses its memory and its time
// is set: ticks can be compared within one epoch only.
type reading struct{ tick, since, position, epoch int64 }

// hearing is what this process has been told of the clock, over one connection and in the
// order in which it happened. Each announcement names the tick before it: one that was
// missed shows, and then what is older than the gap is asked of Redis itself.
type hearing struct {
	name    string // of this process
	base    time.Time
	clock   atomic.Pointer[reading]
	trusted atomic.Int64 // until when, in nanoseconds after base

	mu       sync.Mutex
	tags     map[string]int64    // the tick of the last change since clock.since
	listens  time.Time           // since when nothing was missed that others published
	hears    time.Time           // since when it has heard of itself, and so of them, without a break
	alive    map[string]presence // of the other processes
	acks     map[string]int64    // the highest tick that a process says it has heard
	owed     map[string]int64    // the tick that a process waits to be told that we heard
	owing    chan struct{}       // wakes who tells
	closed   chan struct{}
	progress chan struct{} // closed with each acknowledgement
}

func newHearing() *hearing {
	h := &hearing{
		name: rand.Text(), base: time.Now(), listens: time.Now(),
		tags: map[string]int64{}, alive: map[string]presence{}, acks: map[string]int64{}, owed: map[string]int64{},
		owing: make(chan struct{}, 1), closed: make(chan struct{}), progress: make(chan struct{}),
	}
	h.clock.Store(&reading{})
	return h
}

// current is what is known of the clock. False when the process has not heard of itself
// for so long that it may have missed something. Trust is looked at first: what is read
// after that is no older.
func (h *hearing) current() (reading, bool) {
	trusted := h.trusts(time.Now())
	return *h.clock.Load(), trusted
}

// trusts tells whether this process may go by what it has heard.
func (h *hearing) trusts(at time.Time) bool { return int64(at.Sub(h.base)) < h.trusted.Load() }

// tick is the last one heard of, whether or not others may have come since.
func (h *hearing) tick() int64 { return h.clock.Load().tick }

// younger tells whether one of the tags has changed after tick. False for known: nobody
// here has heard of all changes after it.
func (h *hearing) younger(tags []string, tick int64) (younger, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if tick < h.clock.Load().since {
		return false, false
	}
	return h.changed(tags, tick), true
}

// changed tells whether one of the tags was heard of after tick. It is called with the lock.
func (h *hearing) changed(tags []string, tick int64) bool {
	return slices.ContainsFunc(tags, func(tag string) bool { return h.tags[tag] > tick })
}

// still tells whether none of the tags has changed between the tick since and the one of
// now, as far as this process has heard of all changes up to that.
func (h *hearing) still(tags []string, since int64, now reading) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	known := h.clock.Load()
	return known.epoch == now.epoch && known.tick >= now.tick && since >= known.since && !h.changed(tags, since)
}

// subscribed begins anew: what was published before is not known. It tells whether there
// are others who may have published something.
func (h *hearing) subscribed() (others bool) {
	h.trusted.Store(0)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.listens = time.Now()
	return len(h.alive) > 0
}

// hear takes in an announcement.
func (h *hearing) hear(a announcement) {
	h.mu.Lock()
	defer h.mu.Unlock()
	// A sign of life tells 0 where there is no clock, as in a full Redis: nothing has changed
	// by that, and two such times must not look like one.
	if known := *h.clock.Load(); a.tick != 0 && (a.tick != known.tick || a.position > known.position) {
		if a.previous == 0 || a.previous != known.tick || len(h.tags)+len(a.tags) > mostHeard {
			clear(h.tags)
			known.since = a.tick
		}
		if a.tick < known.tick {
			known.epoch++
		}
		for _, tag := range a.tags {
			h.tags[tag] = a.tick
		}
		known.tick, known.position = a.tick, max(known.position, a.position) // which an emptied Redis has lost
		h.clock.Store(&known)
	}
	switch {
	case a.sent != 0 && a.from == h.name:
		if now := time.Now(); !h.trusts(now) {
			h.hears = now
		}
		h.trusted.Store(a.sent + int64(lease))
	case a.sent != 0:
		h.alive[a.from] = h.alive[a.from].heard(time.Now(), h.hears)
	case a.from == h.name:
		h.acknowledged(h.name, a.tick)
	default:
		h.owed[a.from] = max(h.owed[a.from], a.tick)
		select {
		case h.owing <- struct{}{}:
		default:
		}
	}
}

// listen hears what is published until the client is closed.
func (p *Pages) listen() {
	h := p.hearing
	own := heardChannel + h.name
	ctx := rueidis.WithOnSubscriptionHook(context.Background(), func(rueidis.PubSubSubscription) {
		if h.subscribed() {
			p.link.cut(errUnheard)
		}
	})
	for {
		subscribe := p.client.B().Subscribe().Channel(clockChannel, own).Build()
		if p.sharded() {
			subscribe = p.client.B().Ssubscribe().Channel(clockChannel, own).Build()
		}
		err := p.client.Receive(ctx, subscribe, func(m rueidis.PubSubMessage) {
			if m.Channel == own {
				h.acknowledgement(m.Message)
			} else if a, ok := parse(m.Message); ok {
				h.hear(a)
			}
		})
		h.trusted.Store(0)
		if errors.Is(err, rueidis.ErrClosing) {
			return
		}
		time.Sleep(beatEvery / 10)
	}
}

// beat publishes signs of life until the client is closed; none while something is owed.
func (p *Pages) beat() {
	keys := []string{clockKey, positionKey}
	for ; ; time.Sleep(beatEvery) {
		select {
		case <-p.hearing.closed:
			return
		default:
		}
		if p.debts.owed.Load() {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), lease)
		sent := int64(time.Since(p.hearing.base))
		_ = sign.Exec(ctx, p.client, keys, append(p.voice(), strconv.FormatInt(sent, 10))).Error() // a lease ends where none comes back
		cancel()
	}
}
