package accounts

import (
	"slices"
	"sync"
	"time"
)

// mostWindows bounds the memory of the count in this process.
const mostWindows = 10_000

// windows counts as the script in Redis does, for this process alone.
type windows struct {
	mu  sync.Mutex
	all map[string]*window
}

type window struct {
	length   time.Duration
	attempts []taken // oldest first
	refused  bool
}

type taken struct {
	id string
	at time.Time
}

func newWindows() *windows { return &windows{all: map[string]*window{}} }

func (w *windows) take(b bucket, id string, now time.Time) verdict {
	w.mu.Lock()
	defer w.mu.Unlock()
	one := w.of(b, now)
	one.expire(now)
	if len(one.attempts) < b.limit {
		one.attempts = append(one.attempts, taken{id: id, at: now})
		one.refused = false
		return verdict{allowed: true}
	}
	first := !one.refused
	one.refused = true
	return verdict{first: first, wait: one.attempts[0].at.Add(b.window).Sub(now)}
}

func (w *windows) give(b bucket, id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if one := w.all[b.key]; one != nil {
		one.attempts = slices.DeleteFunc(one.attempts, func(t taken) bool { return t.id == id })
	}
}

func (w *windows) drop(b bucket) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.all, b.key)
}

// of finds or makes a window. When there are too many, the empty ones go, and
// if none is empty, all: Redis is down, and memory counts for more.
func (w *windows) of(b bucket, now time.Time) *window {
	if one := w.all[b.key]; one != nil {
		return one
	}
	if len(w.all) >= mostWindows {
		for k, one := range w.all {
			if one.expire(now); len(one.attempts) == 0 {
				delete(w.all, k)
			}
		}
	}
	if len(w.all) >= mostWindows {
		clear(w.all)
	}
	one := &window{length: b.window}
	w.all[b.key] = one
	return one
}

func (o *window) expire(now time.Time) {
	o.attempts = slices.DeleteFunc(o.attempts, func(t taken) bool { return !t.at.After(now.Add(-o.length)) })
}
