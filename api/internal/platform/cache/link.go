package cache

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"
)

var (
	// errDown says that Redis was not asked, because it does not answer at present.
	errDown = errors.New("Redis does not answer")
	// errUnsure says that Redis may lose what it was told: see steady.
	errUnsure = errors.New("Redis answers only since a moment ago")
	// errUnheard says that this process may have missed what others told Redis.
	errUnheard = errors.New("what others have changed may not have been heard")
)

const (
	// patience is how long a request waits for Redis before it does without.
	patience = 50 * time.Millisecond
	// failuresInRow is after how many failures nobody waits for Redis any more.
	failuresInRow = 3
	// watchEvery is how often Redis is asked for a sign of life, and watchPatience how
	// long that may take. A Redis that hangs would otherwise go unnoticed while this
	// process's memory answers, and with it the changes that Redis does not tell of: both
	// together are how old such an answer may get.
	watchEvery    = 250 * time.Millisecond
	watchPatience = 500 * time.Millisecond
	// returnAfter is for how long Redis must have answered, and others been heard of, before
	// it is used again: longer than a bump takes that somebody else may still try.
	returnAfter = watchEvery + watchPatience
)

// link is what is known of the way to Redis: a circuit breaker.
type link struct {
	down     atomic.Bool
	failures atomic.Int32              // in a row
	answers  atomic.Pointer[time.Time] // since when it has answered without a break; nil: it does not
	log      *slog.Logger
}

// note counts an answer. That a reader left says nothing of Redis, and neither does an
// answer that is a refusal.
func (l *link) note(reader context.Context, err error) {
	_, refused := rueidis.IsRedisErr(err)
	switch {
	case err == nil || refused:
		if l.failures.Load() != 0 {
			l.failures.Store(0)
		}
	case reader.Err() == nil && l.failures.Add(1) >= failuresInRow:
		l.cut(err)
	}
}

func (l *link) cut(cause error) {
	if !l.down.Swap(true) {
		l.log.Warn("Redis does not answer: pages are rendered and kept for a moment by each process", "error", cause.Error())
	}
}

// steady tells whether Redis has answered for long enough. What it took before that may be
// lost: a primary of a cluster that hung takes what waited for it before it learns that a
// replica has its place.
func (l *link) steady() bool {
	since := l.answers.Load()
	return since != nil && time.Since(*since) >= returnAfter
}

// watch asks Redis for signs of life until its client is closed: of a cluster the node that
// has the clock. When it answers again, what is owed is paid, by this process and by all
// others, before anybody is served from it.
func (p *Pages) watch() {
	for {
		time.Sleep(watchEvery)
		ctx, cancel := context.WithTimeout(context.Background(), watchPatience)
		err := p.client.Do(ctx, p.client.B().Exists().Key(clockKey).Build()).Error()
		if err == nil {
			err = p.pay(ctx)
		}
		cancel()
		switch {
		case errors.Is(err, rueidis.ErrClosing):
			close(p.hearing.closed)
			return
		case err != nil:
			p.link.answers.Store(nil)
			p.link.cut(err)
		case p.link.answers.Load() == nil:
			now := time.Now()
			p.link.answers.Store(&now)
		case p.link.down.Load() && p.whole():
			p.link.failures.Store(0)
			p.link.down.Store(false)
			if !p.whole() { // something broke between the look and the deed
				p.link.cut(errDown)
				continue
			}
			p.link.log.Info("Redis answers again")
		}
	}
}

// whole tells whether Redis is known to have heard of every change that was answered.
func (p *Pages) whole() bool {
	return p.link.steady() && !p.debts.owed.Load() && p.hearing.complete(time.Now())
}
