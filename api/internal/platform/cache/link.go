package cache

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"
)

// errDown says that Redis was not asked, because it does not answer at present.
var errDown = errors.New("Redis does not answer")

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
	// returnAfter is for how long Redis must have answered before it is used again: by then
	// every other process that it answers has told it of what it owed.
	returnAfter = watchEvery + watchPatience
)

// link is what is known of the way to Redis: a circuit breaker.
type link struct {
	down     atomic.Bool
	failures atomic.Int32 // in a row
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

// watch asks Redis for signs of life until its client is closed. When it answers again,
// what is owed is paid before anybody is served from it.
func (p *Pages) watch() {
	var answers time.Time // since when it does, without a break
	for {
		time.Sleep(watchEvery)
		ctx, cancel := context.WithTimeout(context.Background(), watchPatience)
		err := p.client.Do(ctx, p.client.B().Ping().Build()).Error()
		if err == nil {
			err = p.pay(ctx)
		}
		cancel()
		switch {
		case errors.Is(err, rueidis.ErrClosing):
			return
		case err != nil:
			answers = time.Time{}
			p.link.cut(err)
		case answers.IsZero():
			answers = time.Now()
		case p.link.down.Load() && time.Since(answers) >= returnAfter:
			p.link.failures.Store(0)
			p.link.down.Store(false)
			p.link.log.Info("Redis answers again")
		}
	}
}
