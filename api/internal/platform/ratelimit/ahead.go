package ratelimit

import (
	"context"
	"time"
)

// ahead is a part of a client's window that this process may let through by itself.
type ahead struct {
	count, unused int // what Redis has counted, and how much of it is this process's to use
	ends          time.Time
}

const (
	// aheadShare is the part of what a client has left that a process takes at once,
	// aheadMost the most of it.
	aheadShare = 50
	aheadMost  = 32
)

// Ahead counts for a limit without asking Redis each time: a process takes a fiftieth of
// what a client has left, 32 at the most, and lets those through by itself. Where little is
// left it takes one by one. No more than limit pass in a window, on all nodes together; and
// a client whom several serve may be refused early, by a fiftieth of limit for each other
// node at the most.
func (l *Limiter) Ahead(limit int) func(ctx context.Context, client string) (count int, left time.Duration) {
	return func(ctx context.Context, client string) (int, time.Duration) {
		count, left, known := l.use(client)
		if known {
			return count, left
		}
		events := min(max(1, (limit-count)/aheadShare), aheadMost)
		count, left, shared := l.count(ctx, client, events)
		if !shared || events == 1 {
			return count, left
		}
		l.hold(client, ahead{count, events - 1, l.now().Add(left)})
		return count - events + 1, left
	}
}

// use takes one of what is held for a client. Where there is none it tells how many were
// counted when this process asked last.
func (l *Limiter) use(client string) (count int, left time.Duration, known bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	held, now := l.ahead[client], l.now()
	if !now.Before(held.ends) {
		delete(l.ahead, client)
		return 0, 0, false
	}
	if held.unused == 0 {
		return held.count, 0, false
	}
	held.unused--
	l.ahead[client] = held
	return held.count - held.unused, held.ends.Sub(now), true
}

// hold keeps what was taken, beside what another request has taken meanwhile. When more
// clients come than are remembered, what is held for them is lost to them.
func (l *Limiter) hold(client string, taken ahead) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	before, known := l.ahead[client]
	if !known && len(l.ahead) >= remembered {
		clear(l.ahead)
	}
	if known && taken.ends.Sub(before.ends) < l.window/2 { // it is the same window
		taken.unused += before.unused
		taken.count = max(taken.count, before.count)
	}
	l.ahead[client] = taken
}
