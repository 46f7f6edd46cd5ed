package cache

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/redis/rueidis"
)

const (
	// headRead is how much of an entry is read to know its head; a longer one takes
	// another round.
	headRead = 8 << 10
	// headsAtOnce is how many entries are looked into at once.
	headsAtOnce = 100
)

// Head is what is known of a page without its bodies.
type Head struct {
	Key  string
	Page Page // without bodies
	// Plain, Gzip and Brotli are the sizes of the bodies in bytes; 0 where there is none.
	Plain, Gzip, Brotli int
	Left                time.Duration // until Redis forgets it
}

// Place is where a scan stands: it is gone on with from there.
type Place struct {
	Node   string `json:"n,omitempty"` // of a cluster
	Cursor uint64 `json:"c,omitempty"`
	Skip   int    `json:"s,omitempty"` // of the keys at the cursor
}

// Scan looks for pages from a place on, in no order, until it has limit of them or ctx
// ends; want chooses by the key, which costs nothing, and fits by the head. It tells
// where it stopped (nil: at the end) and how many keys it has seen. What comes or goes
// meanwhile may be missed or come twice, as with Redis' SCAN.
func (p *Pages) Scan(ctx context.Context, from Place, limit int, want func(key string) bool, fits func(Head) bool) (found []Head, next *Place, seen int, err error) {
	nodes := p.client.Nodes()
	names := slices.Sorted(maps.Keys(nodes))
	from.Skip = max(from.Skip, 0)
	if from.Node != "" {
		at := slices.Index(names, from.Node)
		if at < 0 {
			return nil, nil, 0, nil // the cluster has changed
		}
		names = names[at:]
	}
	for i, name := range names {
		if i > 0 {
			from = Place{}
		}
		for from.Node = name; ; {
			if ctx.Err() != nil || len(found) >= limit {
				return found, &from, seen, nil
			}
			batch, err := nodes[name].Do(context.WithoutCancel(ctx), p.client.B().Scan().Cursor(from.Cursor).Match(pageKey+"*").Count(scanStep).Build()).AsScanEntry()
			if err != nil {
				return found, nil, seen, err
			}
			done, err := p.pick(ctx, batch.Elements[min(from.Skip, len(batch.Elements)):], limit-len(found), want, fits, &found)
			if err != nil {
				return found, nil, seen, err
			}
			seen += done
			if from.Skip += done; from.Skip < len(batch.Elements) {
				return found, &from, seen, nil
			}
			from.Cursor, from.Skip = batch.Cursor, 0
			if batch.Cursor == 0 {
				break
			}
		}
	}
	return found, nil, seen, nil
}

// pick adds those of the keys that fit, and tells how many keys it has done.
func (p *Pages) pick(ctx context.Context, keys []string, limit int, want func(string) bool, fits func(Head) bool, found *[]Head) (done int, err error) {
	for done < len(keys) && limit > 0 && ctx.Err() == nil {
		var some []string
		var ends []int // how many keys are done after each of some
		at := done
		for ; at < len(keys) && len(some) < headsAtOnce; at++ {
			if key := strings.TrimPrefix(keys[at], pageKey); want(key) {
				some, ends = append(some, key), append(ends, at+1)
			}
		}
		heads, err := p.Heads(context.WithoutCancel(ctx), some)
		if err != nil {
			return done, err
		}
		for i, head := range heads {
			if head == nil || !fits(*head) {
				continue
			}
			*found = append(*found, *head)
			if limit--; limit == 0 {
				return ends[i], nil
			}
		}
		done = at
	}
	return done, nil
}

// Heads are those of the pages under keys, in their order; nil for one that is not there.
func (p *Pages) Heads(ctx context.Context, keys []string) ([]*Head, error) {
	todo := make(rueidis.Commands, 0, 3*len(keys))
	for _, key := range keys {
		todo = append(todo,
			p.client.B().Getrange().Key(pageKey+key).Start(0).End(headRead-1).Build(),
			p.client.B().Strlen().Key(pageKey+key).Build(),
			p.client.B().Pttl().Key(pageKey+key).Build())
	}
	if len(todo) == 0 {
		return nil, nil
	}
	results := p.client.DoMulti(ctx, todo...)
	out := make([]*Head, len(keys))
	for i, key := range keys {
		raw, err := results[3*i].AsBytes()
		if err != nil {
			return nil, err
		}
		size, err := results[3*i+1].AsInt64()
		if err != nil {
			return nil, err
		}
		left, err := results[3*i+2].AsInt64()
		if err != nil {
			return nil, err
		}
		head, more := headOf(raw, int(size))
		if more > 0 {
			if raw, err = p.client.Do(ctx, p.client.B().Getrange().Key(pageKey+key).Start(0).End(int64(more-1)).Build()).AsBytes(); err != nil {
				return nil, err
			}
			head, _ = headOf(raw, int(size))
		}
		if head != nil {
			head.Key, head.Left = key, time.Duration(max(left, 0))*time.Millisecond
			out[i] = head
		}
	}
	return out, nil
}

// headOf reads the beginning of an entry of size bytes; more is how much of it is needed
// where it is too little.
func headOf(raw []byte, size int) (head *Head, more int) {
	if len(raw) < partsAt {
		return nil, 0
	}
	length := func(i int) int { return int(binary.BigEndian.Uint32(raw[lengthsAt+4*i:])) }
	end := partsAt + length(0)
	head = &Head{Plain: length(1), Gzip: length(2)}
	head.Brotli = size - end - head.Plain - head.Gzip
	switch {
	case end > size || head.Brotli < 0:
		return nil, 0
	case end > len(raw) && len(raw) < size:
		return nil, end
	case end > len(raw) || json.Unmarshal(raw[partsAt:end], &head.Page) != nil:
		return nil, 0
	}
	head.Page.started = int64(binary.BigEndian.Uint64(raw))
	return head, 0
}

// Freshness is whether a page is served.
type Freshness string

// How fresh pages are.
const (
	Current  Freshness = "current"
	Aged     Freshness = "aged"     // has reached its life, and is served while made anew
	Outdated Freshness = "outdated" // by a change or by the clock; is never served
)

// Freshness asks Redis itself how fresh pages are, in the order of the heads.
func (p *Pages) Freshness(ctx context.Context, heads []Head) ([]Freshness, error) {
	tags := map[string]bool{}
	for _, head := range heads {
		for _, tag := range head.Page.Tags {
			tags[tag] = true
		}
	}
	ticks, err := p.ticks(ctx, slices.Sorted(maps.Keys(tags)))
	if err != nil {
		return nil, err
	}
	out, now := make([]Freshness, len(heads)), p.now()
	for i, head := range heads {
		out[i] = Current
		if p.old(head.Page, now) {
			out[i] = Aged
		}
		if head.Page.outdated(ticks) || head.Page.over(now) {
			out[i] = Outdated
		}
	}
	return out, nil
}

// Kept is the page under a key as Redis holds it, outdated or not.
func (p *Pages) Kept(ctx context.Context, key string) (page Page, found bool, err error) {
	raw, err := p.client.Do(ctx, p.client.B().Get().Key(pageKey+key).Build()).AsBytes()
	if rueidis.IsRedisNil(err) {
		return Page{}, false, nil
	}
	if err != nil {
		return Page{}, false, err
	}
	page, err = decode(raw)
	return page, err == nil, nil //nolint:nilerr // of another version of the program: none
}

// Memory is what this process keeps, in bytes.
func (p *Pages) Memory() (ready, copies int64) {
	p.ready.mu.RLock()
	ready = int64(p.ready.size)
	p.ready.mu.RUnlock()
	p.copies.mu.RLock()
	defer p.copies.mu.RUnlock()
	return ready, int64(p.copies.size)
}
