package cache

import (
	"context"
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/coding"
)

// Part is the place in a page for what many pages have in common, such as the newest
// articles beside each: that is kept under a key of its own with tags of its own, and is
// put into the page when it is answered. So what changes there outdates none of the pages,
// and each is compressed once.
type Part struct {
	// Key is what the part is kept under, At where it goes in the page's Body, in bytes.
	Key string `json:"k"`
	At  int    `json:"a"`
	// Unless is a tag: a part that carries it shows what the page itself is about, and the
	// page has the one under Own instead. Empty: the part fits in any case.
	Unless string `json:"u,omitempty"`
	Own    string `json:"o,omitempty"`
	// GzipAt is At in the page's Gzip; New's pages know it.
	GzipAt int `json:"g"`
}

// repeats tells whether the usual part shows what the page itself is about.
func (part *Part) repeats(usual Page) bool {
	return part.Unless != "" && slices.Contains(usual.Tags, part.Unless)
}

// memoryOfFilled bounds the pages that this process keeps with their parts in them, and
// memoryOfBlocks the parts as they go into compressed ones, in bytes.
const (
	memoryOfFilled = 32 << 20
	memoryOfBlocks = 1 << 20
)

// filled is a page with its part: still the same as long as both still are. What it is
// made of is told by entity tags, so that it can't be older than they are.
type filled struct {
	page       Page
	frame      string // the entity tag of the page without it
	part       string // that of the part
	partKey    string
	since      time.Time
	compressed bool // brotli has been made, or tried
}

// Fill puts its part into a page of Fetch under a key. Of a part that has to be made,
// part makes the one under partKey. A page whose part can't be made, as under a flood of
// other renders, is given without it: what is there is as true as before.
func (p *Pages) Fill(ctx context.Context, key string, page Page, part func(partKey string) Render) (Page, error) {
	of := page.Part.Key
	with, err := p.fetch(ctx, of, part(of), false)
	if err == nil && page.Part.repeats(with) {
		of = page.Part.Own
		with, err = p.fetch(ctx, of, part(of), false)
	}
	if err != nil {
		page.edition = 0 // the next answer may have it
		return page, ctx.Err()
	}
	if known, found := p.filled.get(key); found && known.of(page, with) && known.page.edition == page.edition {
		p.settleFilled(key, known)
		return known.page, nil
	}
	return p.putTogether(key, page, with, of).page, nil
}

// putTogether makes the page with its part, and keeps it where both are kept.
func (p *Pages) putTogether(key string, page, with Page, partKey string) *filled {
	f := &filled{page: p.fill(page, with), frame: page.ETag, part: with.ETag, partKey: partKey, since: p.now()}
	if known, found := p.filled.get(key); found && known.of(page, with) { // made anew, and the same
		f.since, f.compressed, f.page.filled.Brotli = known.since, known.compressed, known.page.filled.Brotli
	}
	if page.edition == 0 || with.edition == 0 {
		f.page.edition = 0
		return f
	}
	p.filled.put(key, f, f.size())
	return f
}

// fill puts them together. The entity tag is one of both texts, since they make the page.
func (p *Pages) fill(page, with Page) Page {
	at := page.Part.At
	b := &coding.Bodies{Plain: coding.Text{page.Body[:at], with.Body, page.Body[at:]}}
	if page.Gzip != nil {
		b.Gzip = coding.GzipFilled(page.Gzip, page.Part.GzipAt, p.blocksOf(with), b.Plain)
		if p.brotliAfter.Load() == 0 {
			b.Brotli = coding.Whole(p.coder.Brotli(b.Plain.Join()))
		}
	}
	page.Body, page.Gzip, page.Brotli, page.filled = nil, nil, nil, b
	page.ETag = tagOf([]byte(page.ETag + with.ETag))
	return page
}

// of tells whether it is made of these.
func (f *filled) of(page, with Page) bool { return f.frame == page.ETag && f.part == with.ETag }

// size is what it may keep in memory: the page without its part, when that has left the
// others, and brotli.
func (f *filled) size() int {
	return f.page.filled.Plain.Len() + f.page.filled.Gzip.Len() + f.page.filled.Brotli.Len()
}

// blocksOf is a part as it goes into the gzip of all pages that have it.
func (p *Pages) blocksOf(part Page) []byte {
	blocks, known := p.blocks.get(part.ETag)
	if !known {
		blocks = p.coder.Blocks(part.Body)
		p.blocks.put(part.ETag, blocks, len(blocks))
	}
	return blocks
}

// filledNow is the page with its part, where both may be served at once: as it is, or with
// another part than before.
func (p *Pages) filledNow(key string, e *entry) (*filled, bool) {
	if f, whole := p.filledAgain(key, e); whole {
		return f, true
	}
	part := e.page.Part
	of := part.Key
	with, known := p.atHand(of)
	if known && part.repeats(with.page) {
		of = part.Own
		with, known = p.atHand(of)
	}
	if !known {
		return nil, false
	}
	return p.putTogether(key, e.page, with.page, of), true
}

// filledAgain is the page with the part that it had.
func (p *Pages) filledAgain(key string, e *entry) (*filled, bool) {
	f, found := p.filled.get(key)
	if !found || f.page.edition != e.page.edition {
		return nil, false
	}
	part, known := p.atHand(f.partKey)
	if !known || part.page.ETag != f.part {
		return nil, false
	}
	if f.partKey != e.page.Part.Own {
		return f, true
	}
	usual, known := p.atHand(e.page.Part.Key) // which may fit again
	return f, known && e.page.Part.repeats(usual.page)
}

// settledFilled is how many times longer than other pages one with a part lives before it
// gets its brotli: each process makes it for itself, and for all pages that have the part
// when that has changed.
const settledFilled = 5

// settleFilled is settle of a page with its part.
func (p *Pages) settleFilled(key string, f *filled) {
	if b := f.page.filled; b.Gzip == nil || b.Brotli != nil || f.compressed || p.now().Sub(f.since) < settledFilled*time.Duration(p.brotliAfter.Load()) || !p.settling.TryLock() {
		return
	}
	go func() {
		defer p.settling.Unlock()
		more, bodies := *f, *f.page.filled
		bodies.Brotli = coding.Whole(p.coder.Brotli(bodies.Plain.Join()))
		more.compressed, more.page.filled = true, &bodies
		if known, found := p.filled.get(key); found && known == f {
			p.filled.put(key, &more, more.size())
		}
	}()
}
