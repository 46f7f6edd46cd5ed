// Package ratelimit counts what clients do in windows of time, for all processes
// together in Redis, and in a process's own memory while Redis does not answer.
package ratelimit

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/redis/rueidis"
)

const (
	// patience is how long a request waits for Redis before its process counts alone.
	patience = 50 * time.Millisecond
	// pause is how long nobody waits for a Redis that did not answer.
	pause = 2 * time.Second
	// remembered bounds the clients that a process counts alone.
	remembered = 50_000
)

// Limiter counts clients in windows that begin with the first event of each.
type Limiter struct {
	client rueidis.Client
	name   string // of what is counted, in the keys
	window time.Duration
	log    *slog.Logger
	now    func() time.Time

	mutex sync.Mutex
	alone map[string]*window // while Redis does not answer
	ahead map[string]ahead   // what Redis has counted and the client has not done yet
	until time.Time          // Redis is not asked before
}

type window struct {
	count int
	ends  time.Time
}

// New makes a limiter. The name tells its counts from others in the same Redis.
func New(client rueidis.Client, name string, length time.Duration, log *slog.Logger) *Limiter {
	return &Limiter{client: client, name: name, window: length, log: log, now: time.Now, alone: map[string]*window{}, ahead: map[string]ahead{}}
}

// A window is one key, so that the script runs on one node of a cluster. A key that
// lost its end, as by a restored dump, gets a new one.
var take = rueidis.NewLuaScript(`
local count = redis.call('INCRBY', KEYS[1], ARGV[2])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {count, left}`)

// Count counts one event of a client. It tells how many there are in the window with
// this one, and how long the window lasts still.
func (l *Limiter) Count(ctx context.Context, client string) (count int, left time.Duration) {
	count, left, _ = l.count(ctx, client, 1)
	return count, left
}

// count counts some events at once, or one in this process alone.
func (l *Limiter) count(ctx context.Context, client string, events int) (count int, left time.Duration, shared bool) {
	if l.resting() {
		count, left = l.countAlone(client)
		return count, left, false
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := take.Exec(quick, l.client, []string{"rate:" + l.name + ":" + client},
		[]string{strconv.FormatInt(l.window.Milliseconds(), 10), strconv.Itoa(events)}).AsIntSlice()
	if err != nil || len(answer) != 2 {
		if ctx.Err() == nil { // else the client has left
			l.rest(ctx, err)
		}
		count, left = l.countAlone(client)
		return count, left, false
	}
	return int(answer[0]), time.Duration(answer[1]) * time.Millisecond, true
}

func (l *Limiter) resting() bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.now().Before(l.until)
}

func (l *Limiter) rest(ctx context.Context, cause error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.until = l.now().Add(pause)
	l.log.WarnContext(ctx, "requests are counted without Redis", "error", cause)
}

// countAlone counts in this process. When more clients come than it remembers, those
// whose windows are over are forgotten, and if none is, all: memory counts for more.
func (l *Limiter) countAlone(client string) (int, time.Duration) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	now := l.now()
	w := l.alone[client]
	if w == nil && len(l.alone) >= remembered {
		for name, one := range l.alone {
			if !now.Before(one.ends) {
				delete(l.alone, name)
			}
		}
		if len(l.alone) >= remembered {
			clear(l.alone)
		}
	}
	if w == nil || !now.Before(w.ends) {
		w = &window{ends: now.Add(l.window)}
		l.alone[client] = w
	}
	w.count++
	return w.count, w.ends.Sub(now)
}
