package cache

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// Record is what a render has read: the tags of it, and when the clock alone ends it.
type Record struct {
	mu     sync.Mutex
	tags   map[string]bool
	until  time.Time
	unkept bool
}

type recordKey struct{}

// Recording gives a context under which features write down what they read for readers.
func Recording(ctx context.Context) (context.Context, *Record) {
	r := &Record{tags: map[string]bool{}}
	return context.WithValue(ctx, recordKey{}, r), r
}

// Reads writes down that something was read, also when it was not there: an answer made
// of it is outdated when one of the tags is bumped. Without a Record it does nothing.
func Reads(ctx context.Context, tags ...string) {
	if r := of(ctx); r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, tag := range tags {
			r.tags[tag] = true
		}
	}
}

// ReadsEach is Reads of the tags of some ids.
func ReadsEach(ctx context.Context, tag func(int64) string, ids ...int64) {
	if of(ctx) == nil {
		return
	}
	for _, id := range ids {
		Reads(ctx, tag(id))
	}
}

// EndsIn writes down that what was read is true for so long only, whatever changes.
func EndsIn(ctx context.Context, while time.Duration) {
	if r := of(ctx); r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		if at := time.Now().Add(while); r.until.IsZero() || at.Before(r.until) {
			r.until = at
		}
	}
}

// Unkept writes down that something was read of whose changes no tag tells.
func Unkept(ctx context.Context) {
	if r := of(ctx); r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.unkept = true
	}
}

func of(ctx context.Context) *Record {
	r, _ := ctx.Value(recordKey{}).(*Record)
	return r
}

// Tags are what was read, in order.
func (r *Record) Tags() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.tags))
}

// Until is when the clock ends what was read; zero: it does not.
func (r *Record) Until() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.until
}

// Unkept tells whether something was read of whose changes no tag tells.
func (r *Record) Unkept() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.unkept
}
