package cache

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"sync/atomic"
)

// entry is a page as Redis holds it, read once: as long as this process's memory gives
// the same bytes, it is the same page.
type entry struct {
	raw  []byte
	page Page
	// checked is the tick up to which none of the page's tags was younger than it.
	checked atomic.Int64
	hits    *atomic.Int64 // that are not written yet; those of the page before go on
	settled atomic.Bool   // brotli has been made, or tried
}

// entry gives what raw holds; nil when it is no page of this version of the program.
func (p *Pages) entry(key string, raw []byte) *entry {
	known, found := p.ready.get(key)
	if found && len(raw) > 0 && &known.raw[0] == &raw[0] {
		return known
	}
	page, err := decode(raw)
	if err != nil {
		return nil
	}
	page.edition = Edition(p.editions.Add(1))
	e := &entry{raw: raw, page: page, hits: new(atomic.Int64)}
	if found {
		e.hits = known.hits
	}
	e.checked.Store(page.started)
	p.pageHits.reap(p.ready.put(key, e, len(raw)))
	return e
}

// good tells whether nothing has outdated an entry. Redis is asked where this process
// may have missed something.
func (p *Pages) good(ctx context.Context, e *entry) (bool, error) {
	clock, trusted := p.hearing.current()
	if good, known := p.judge(e, clock, trusted); known {
		return good, nil
	}
	good, err := p.upToDate(ctx, e.page)
	if good && trusted && e.checked.Load() < clock.tick {
		e.checked.Store(clock.tick)
	}
	return good, err
}

// judge is good by what this process has heard alone, without network: once per page and
// tick the tags that were heard are looked through. False for known: it may have missed
// something.
func (p *Pages) judge(e *entry, clock reading, trusted bool) (good, known bool) {
	checked := e.checked.Load()
	if !trusted || clock.tick == 0 || checked > clock.tick {
		return false, false
	}
	if checked == clock.tick {
		return true, true
	}
	younger, known := p.hearing.younger(e.page.Tags, checked)
	if known && !younger {
		e.checked.Store(clock.tick)
	}
	return !younger, known
}

// A page is stored as its clock, the lengths of its head and of its bodies, the head in
// JSON, and the bodies. The bodies are sent from where they lie: reading a page copies
// nothing. Another form needs another pageKey, for programs of two versions may share a
// Redis.
const (
	lengthsAt = 8
	partsAt   = lengthsAt + 3*4 // the last body ends with the entry
)

var errNoPage = errors.New("what is cached is no page")

func encode(page Page) ([]byte, error) {
	head, err := json.Marshal(page)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, partsAt+len(head)+len(page.Body)+len(page.Gzip)+len(page.Brotli))
	out = binary.BigEndian.AppendUint64(out, uint64(page.started))
	for _, part := range [][]byte{head, page.Body, page.Gzip} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
	}
	for _, part := range [][]byte{head, page.Body, page.Gzip, page.Brotli} {
		out = append(out, part...)
	}
	return out, nil
}

func decode(raw []byte) (page Page, err error) {
	if len(raw) < partsAt {
		return Page{}, errNoPage
	}
	parts, rest := [3][]byte{}, raw[partsAt:]
	for i := range parts {
		length := int(binary.BigEndian.Uint32(raw[lengthsAt+4*i:]))
		if length > len(rest) {
			return Page{}, errNoPage
		}
		parts[i], rest = rest[:length:length], rest[length:]
	}
	if err := json.Unmarshal(parts[0], &page); err != nil {
		return Page{}, err
	}
	page.started = int64(binary.BigEndian.Uint64(raw))
	page.Body, page.Gzip, page.Brotli = parts[1], some(parts[2]), some(rest)
	return page, nil
}

// some is nil for a body that is missing.
func some(body []byte) []byte {
	if len(body) == 0 {
		return nil
	}
	return body
}
