package cache

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"time"
)

// presence is when a process was heard of, the last time and since when without a break.
type presence struct{ since, last time.Time }

// heard is the presence of a process that is heard of at a time, by one who has heard of
// itself since another.
func (p presence) heard(at, hears time.Time) presence {
	if p.last.Before(hears) || at.After(p.last.Add(lease)) {
		p.since = at
	}
	p.last = at
	return p
}

// acknowledged is called with the lock.
func (h *hearing) acknowledged(by string, tick int64) {
	h.acks[by] = max(h.acks[by], tick)
	close(h.progress)
	h.progress = make(chan struct{})
}

func (h *hearing) acknowledgement(message string) {
	by, text, _ := strings.Cut(message, " ")
	if tick, err := strconv.ParseInt(text, 10, 64); err == nil {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.acknowledged(by, tick)
	}
}

// change is a bump of this process that others are to hear of.
type change struct {
	tick   int64
	since  time.Time // when it could be read from the database
	bumped time.Time
}

// blind is until when somebody may serve what was before the change who does not hear of
// it: by a lease from before the bump, or copies that were made before the commit.
func (c change) blind() time.Time {
	until := c.since.Add(copyLife)
	if leased := c.bumped.Add(lease); leased.After(until) {
		return leased
	}
	return until
}

// missing tells whether somebody may serve who has not heard of a change. Who was alive
// before the bump has been heard of before the bump itself was, unless this process had
// only just begun to listen.
func (h *hearing) missing(c change, at time.Time) (missing bool, progress <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	missing = h.acks[h.name] < c.tick || c.bumped.Before(h.listens.Add(lease)) // not even this process; or it knows nobody
	for name, silent := range h.silences(at) {
		missing = missing || silent <= silence && h.acks[name] < c.tick
	}
	return missing, h.progress
}

// silences are for how long this process has heard of itself and not of the others. Who has
// been silent for too long is forgotten. It is called with the lock.
func (h *hearing) silences(at time.Time) map[string]time.Duration {
	silences := make(map[string]time.Duration, len(h.alive))
	for name, other := range h.alive {
		silent := min(at.Sub(other.last), at.Sub(h.hears))
		if silences[name] = silent; silent > absence && h.trusts(at) {
			delete(h.alive, name)
			delete(h.acks, name)
			delete(silences, name)
		}
	}
	return silences
}

// cleanAfter is after how long without a break a process owes nothing that it has signs of
// life of. A bump that it had told another primary of a cluster before the first of them has
// failed by then, and others have noticed that it said no more.
const cleanAfter = hintPatience + lease + watchEvery

// complete tells whether this process has heard of itself for a while, and of everybody who
// was alive before: who owes something says nothing, and need not come to another primary of
// a cluster at the same time as this process.
func (h *hearing) complete(at time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.trusts(at) || at.Before(h.hears.Add(returnAfter)) {
		return false
	}
	for name, silent := range h.silences(at) {
		if silent > lease || at.Before(h.alive[name].since.Add(cleanAfter)) {
			return false
		}
	}
	return true
}

// heardByAll waits until every process that may serve has heard of a change, or may not
// serve any more what was before it.
func (h *hearing) heardByAll(ctx context.Context, c change) {
	ctx, cancel := context.WithDeadline(ctx, c.blind())
	defer cancel()
	for {
		missing, progress := h.missing(c, time.Now())
		if !missing {
			return
		}
		select {
		case <-progress:
		case <-ctx.Done():
			return
		}
	}
}

// acknowledge tells those who have bumped that this process has heard of it.
func (p *Pages) acknowledge() {
	h := p.hearing
	for {
		select {
		case <-h.owing:
		case <-h.closed:
			return
		}
		h.mu.Lock()
		owed := maps.Clone(h.owed)
		clear(h.owed)
		h.mu.Unlock()
		for to, tick := range owed {
			p.confirm(to, tick)
		}
	}
}

// confirm may fail: who bumped waits for the end of the lease then.
func (p *Pages) confirm(to string, tick int64) {
	ctx, cancel := context.WithTimeout(context.Background(), lease)
	defer cancel()
	message := p.hearing.name + " " + strconv.FormatInt(tick, 10)
	publish := p.client.B().Publish().Channel(heardChannel + to).Message(message).Build()
	if p.sharded() {
		publish = p.client.B().Spublish().Channel(heardChannel + to).Message(message).Build()
	}
	_ = p.client.Do(ctx, publish).Error()
}
