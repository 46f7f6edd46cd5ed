package cache

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"
)

// Hits of single pages are counted in the process, one atomic addition each, and
// written to Redis every second: a sorted set for each minute, of which five make the
// present. All share a slot of a cluster.
const (
	hitsKey     = "{hits}"
	hitsMinutes = 5
	// hitsEach is how many pages a process writes at once, the most asked for; what
	// has less in a second is counted in the figures of the whole alone.
	hitsEach = 1000
	// hitsKept is how many pages a minute remembers.
	hitsKept = 10_000
)

// Class is what a page is made for.
type Class string

// The classes of pages.
const (
	HTML Class = "html"
	API  Class = "api"
)

// ClassOf tells the class by the first part of a key.
func ClassOf(key string) Class {
	if strings.HasPrefix(key, string(API)+"|") {
		return API
	}
	return HTML
}

// pageHits are the hits of pages that are not written yet.
type pageHits struct {
	mu      sync.Mutex
	pending map[string]int64
	hits    map[Class]int64 // since the process began
	misses  struct{ html, api atomic.Int64 }
}

// reap takes the hits of entries that memory gives up.
func (h *pageHits) reap(dropped map[string]kept[*entry]) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, k := range dropped {
		h.take(key, k.value)
	}
}

// take counts an entry's hits once. Call it under the lock.
func (h *pageHits) take(key string, e *entry) {
	if e.hits.Load() == 0 {
		return // most of them: their memory stays with those who read it
	}
	n := e.hits.Swap(0)
	h.hits[ClassOf(key)] += n
	if len(h.pending) < hitsKept || h.pending[key] > 0 {
		h.pending[key] += n
	}
}

func (h *pageHits) missed(key string) {
	if ClassOf(key) == API {
		h.misses.api.Add(1)
	} else {
		h.misses.html.Add(1)
	}
}

// harvest takes the hits of all entries.
func (p *Pages) harvest() {
	p.ready.mu.RLock()
	defer p.ready.mu.RUnlock()
	p.pageHits.reap(p.ready.all)
}

// ClassCounts are the hits and the renders of a class since the process began.
func (p *Pages) ClassCounts(class Class) (hits, misses int64) {
	p.harvest()
	p.pageHits.mu.Lock()
	defer p.pageHits.mu.Unlock()
	if class == API {
		return p.pageHits.hits[class], p.pageHits.misses.api.Load()
	}
	return p.pageHits.hits[class], p.pageHits.misses.html.Load()
}

// WriteHits adds this process's hits to those of all in Redis. What can't be written is
// kept for the next time, for so many pages as a minute remembers.
func (p *Pages) WriteHits(ctx context.Context) error {
	p.harvest()
	p.pageHits.mu.Lock()
	pending := p.pageHits.pending
	p.pageHits.pending = map[string]int64{}
	p.pageHits.mu.Unlock()
	err := p.writeHits(ctx, pending)
	if err != nil {
		p.pageHits.mu.Lock()
		defer p.pageHits.mu.Unlock()
		for key, n := range pending {
			p.pageHits.pending[key] += n
		}
	}
	return err
}

func (p *Pages) writeHits(ctx context.Context, pending map[string]int64) error {
	keys := slices.SortedFunc(maps.Keys(pending), func(a, b string) int { return cmp.Compare(pending[b], pending[a]) })
	keys = keys[:min(len(keys), hitsEach)]
	if len(keys) == 0 {
		return nil
	}
	minute := p.minutes()[0]
	todo := make(rueidis.Commands, 0, len(keys)+2)
	for _, key := range keys {
		todo = append(todo, p.client.B().Zincrby().Key(minute).Increment(float64(pending[key])).Member(key).Build())
	}
	todo = append(todo,
		p.client.B().Zremrangebyrank().Key(minute).Start(0).Stop(-hitsKept-1).Build(),
		p.client.B().Expire().Key(minute).Seconds(int64((hitsMinutes+1)*60)).Build())
	for _, result := range p.client.DoMulti(ctx, todo...) {
		if err := result.Error(); err != nil {
			return err
		}
	}
	return nil
}

// minutes are the keys of the present, the latest first.
func (p *Pages) minutes() []string {
	now, keys := p.now().Unix()/60, make([]string, hitsMinutes)
	for i := range keys {
		keys[i] = hitsKey + strconv.FormatInt(now-int64(i), 10)
	}
	return keys
}

// PageHits are the hits of a page on all nodes within the last five minutes.
type PageHits struct {
	Key  string
	Hits int64
}

// Top are the pages with most hits within the last five minutes, at most limit. A page
// that is among the first of no minute is missed.
func (p *Pages) Top(ctx context.Context, limit int) ([]PageHits, error) {
	candidates := map[string]bool{}
	for _, minute := range p.minutes() {
		found, err := p.client.Do(ctx, p.client.B().Zrevrange().Key(minute).Start(0).Stop(int64(2*limit)).Build()).AsStrSlice()
		if err != nil {
			return nil, err
		}
		for _, key := range found {
			candidates[key] = true
		}
	}
	keys := slices.Sorted(maps.Keys(candidates))
	hits, err := p.HitsOf(ctx, keys)
	if err != nil {
		return nil, err
	}
	out := make([]PageHits, len(keys))
	for i, key := range keys {
		out[i] = PageHits{key, hits[i]}
	}
	slices.SortStableFunc(out, func(a, b PageHits) int { return cmp.Compare(b.Hits, a.Hits) })
	return out[:min(len(out), limit)], nil
}

// HitsOf are the hits of pages within the last five minutes, in the order of the keys.
func (p *Pages) HitsOf(ctx context.Context, keys []string) ([]int64, error) {
	out := make([]int64, len(keys))
	if len(keys) == 0 {
		return out, nil
	}
	for _, minute := range p.minutes() {
		scores, err := p.client.Do(ctx, p.client.B().Zmscore().Key(minute).Member(keys...).Build()).ToArray()
		if err != nil {
			return nil, err
		}
		for i, score := range scores {
			if n, err := score.AsFloat64(); err == nil { // nil: none in this minute
				out[i] += int64(n)
			}
		}
	}
	return out, nil
}

// KeepHits writes hits every second until ctx ends.
func (p *Pages) KeepHits(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
		if p.Down() {
			continue
		}
		if err := p.WriteHits(ctx); err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "hits of pages could not be written; they are counted on", "error", err.Error())
		}
	}
}
