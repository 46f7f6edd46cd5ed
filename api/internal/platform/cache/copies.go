package cache

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
)

// copyLife is how long a process serves a page without Redis, from the beginning of its
// render and unless it hears of a change. Where Redis is away nobody tells of any, and so
// an editor's answer waits this long: see Hint.
const copyLife = time.Second

// alone serves without Redis: the copy of a moment ago, or a render that no change has
// overtaken of which this process had heard when the reader asked.
func (p *Pages) alone(ctx context.Context, key string, render Render) (page Page, err error) {
	p.counts.bypasses.Add(1)
	if page, found := p.copy(key); found {
		return page, nil
	}
	heard, asked := p.hearing.tick(), p.now()
	for range 3 {
		var joined bool
		page, joined, err = p.unaided(ctx, key, render)
		if !joined || err == nil && page.heard >= heard && asked.Sub(page.Made) < copyLife {
			break
		}
	}
	return page, err
}

func (p *Pages) unaided(ctx context.Context, key string, render Render) (Page, bool, error) {
	return p.share(ctx, "alone:"+key, func(ctx context.Context) (Page, error) {
		began, known := p.now(), *p.hearing.clock.Load()
		page, read, err := p.limited(p.fresh(ctx, known.position), render)
		if err != nil {
			return Page{}, err
		}
		page.Made, page.heard = began, known.tick
		if page.Status < 500 && !read.Unkept() {
			p.copies.put(key, page, page.size())
		}
		return page, nil
	})
}

func (p *Pages) copy(key string) (Page, bool) {
	page, found := p.copies.get(key)
	now := p.now()
	return page, found && page.heard == p.hearing.tick() && now.Sub(page.Made) < copyLife && !page.over(now)
}

// unstored is the copy of a page that a full Redis did not take. The clock tells whether
// something has changed since.
func (p *Pages) unstored(ctx context.Context, key string) (Page, bool) {
	page, found := p.copy(key)
	if !found {
		return Page{}, false
	}
	tick, told := p.Tick(ctx)
	if page.started != 0 && (!told || tick != page.started) { // without a clock what was heard must do
		return Page{}, false
	}
	p.counts.bypasses.Add(1)
	return page, true
}

// refusalLife is how long a refusal is remembered, as long as the clock stands still.
const refusalLife = time.Second

// refusal is what a render refused with.
type refusal struct {
	err  error
	tick int64
	at   time.Time
}

// refuse remembers that there is no such page. Failures of our own are not remembered:
// the next one who asks may have more luck.
func (p *Pages) refuse(key string, tick int64, err error) {
	f, is := fault.As(err)
	if is && tick != 0 && (f.Kind == fault.NotFound || f.Kind == fault.Gone) {
		p.refusals.put(key, refusal{err, tick, p.now()}, 1)
	}
}

func (p *Pages) refused(ctx context.Context, key string) (error, bool) {
	r, known := p.refusals.get(key)
	if !known || p.now().Sub(r.at) >= refusalLife {
		return nil, false
	}
	if tick, told := p.Tick(ctx); !told || tick != r.tick {
		return nil, false
	}
	p.counts.refused.Add(1)
	return r.err, true
}
