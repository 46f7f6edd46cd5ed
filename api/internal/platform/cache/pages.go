package cache

import (
	"context"
	"encoding/base64"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"
	"github.com/zeebo/xxh3"
	"golang.org/x/sync/singleflight"

	"baq.kz/portal/api/internal/platform/coding"
	"baq.kz/portal/api/internal/platform/overload"
)

const (
	// grace is how long a page that has reached its life may still be served, while
	// one render makes it anew.
	grace = time.Minute
	// memoryOfPages bounds the pages that this process keeps ready to be sent, in bytes;
	// most of it is the same memory that rueidis keeps: see memoryEachConn.
	memoryOfPages = 64 << 20
	// memoryOfCopies bounds the copies that stand in for Redis, in bytes.
	memoryOfCopies = 32 << 20
	// mostRefusals is how many refusals are remembered.
	mostRefusals = 4096
)

// Render makes a page. What it reads must be no older than its context asks for.
type Render func(context.Context) (Page, error)

// Fresh gives a context under which a render reads a database that has reached
// the position of a change.
type Fresh func(ctx context.Context, position int64) context.Context

// Pages is the cache of one process.
type Pages struct {
	client rueidis.Client
	fresh  Fresh
	life   time.Duration
	log    *slog.Logger
	now    func() time.Time
	coder  *coding.Encoder
	link   link
	debts  debts

	hearing *hearing

	ready    memory[*entry]  // what Redis holds, ready to be sent
	filled   memory[*filled] // of those, the ones with a part, with it
	blocks   memory[[]byte]  // parts, compressed, by their entity tags
	copies   memory[Page]    // what stands in for Redis
	refusals memory[refusal] // what there is no page of
	renewals sync.Map        // keys of pages that are made anew
	settling sync.Mutex      // one page at a time is compressed once more
	group    singleflight.Group
	gate     *overload.Gate // what renders goes through it
	off      bool

	brotliAfter atomic.Int64 // see BrotliAfter

	editions atomic.Int64
	pageHits pageHits
	counts   struct{ hits, aged, misses, shared, refused, bypasses, busy atomic.Int64 }
}

// New makes a page cache. Pages live for life at the most (5 to 15 minutes, requirement
// CA-4), and a minute more where nobody has asked for them before that. It watches the
// client until that is closed.
func New(client rueidis.Client, life time.Duration, log *slog.Logger) *Pages {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	p := &Pages{
		client: client, life: life, log: log, now: time.Now, coder: coding.ForPages(), link: link{log: log},
		fresh: func(ctx context.Context, _ int64) context.Context { return ctx },
	}
	p.BrotliAfter(settled)
	answers := time.Now().Add(-returnAfter) // when it was opened
	p.link.answers.Store(&answers)
	p.ready.limit, p.copies.limit, p.refusals.limit = memoryOfPages, memoryOfCopies, mostRefusals
	p.filled.limit, p.blocks.limit = memoryOfFilled, memoryOfBlocks
	p.hearing = newHearing()
	p.pageHits.pending, p.pageHits.hits = map[string]int64{}, map[Class]int64{}
	go p.watch()
	go p.listen()
	go p.beat()
	go p.acknowledge()
	return p
}

// RenderThrough bounds how many renders run at once; by default nothing does. Who gets a
// page from the cache, or waits for another one's render, takes no place.
func (p *Pages) RenderThrough(gate *overload.Gate) { p.gate = gate }

// RenderOn has renders read a database that is far enough; by default they read any.
func (p *Pages) RenderOn(fresh Fresh) { p.fresh = fresh }

// Counts are what the cache has done since the process began.
type Counts struct {
	Hits     int64 // pages served from the cache, Aged among them
	Aged     int64 // pages that had reached their life and were served while made anew
	Misses   int64 // renders for the cache
	Shared   int64 // pages that another node rendered meanwhile
	Refused  int64 // refusals served from memory
	Bypasses int64 // pages served without Redis
	Busy     int64 // pages refused because too many were being rendered
}

// Counts tells what the cache has done.
func (p *Pages) Counts() Counts {
	c := &p.counts
	return Counts{
		Hits: c.hits.Load(), Aged: c.aged.Load(), Misses: c.misses.Load(), Shared: c.shared.Load(),
		Refused: c.refused.Load(), Bypasses: c.bypasses.Load(), Busy: c.busy.Load(),
	}
}

// Down tells whether Redis does not answer at present.
func (p *Pages) Down() bool { return p.link.down.Load() }

// Fetch gives the page under key, rendering it when there is none or it is
// outdated. However many ask, on however many nodes, one of them renders. Without Redis
// each process renders for itself.
func (p *Pages) Fetch(ctx context.Context, key string, render Render) (Page, error) {
	return p.fetch(ctx, key, render, true)
}

// fetch is Fetch; counted says that a page of the cache is a hit, and not a part of one.
func (p *Pages) fetch(ctx context.Context, key string, render Render, counted bool) (Page, error) {
	if p.off {
		return p.bare(ctx, render)
	}
	if p.link.down.Load() {
		return p.alone(ctx, key, render)
	}
	e, found, err := p.find(ctx, key)
	if err != nil {
		return p.alone(ctx, key, render)
	}
	if found != absent {
		if found == aged {
			p.renew(ctx, key, render)
		}
		if counted && warming(ctx) == nil { // else nobody reads it, or the page around it
			p.hit(key, e, found)
		}
		return e.page, nil
	}
	if page, known := p.unstored(ctx, key); known {
		return page, nil
	}
	if err, known := p.refused(ctx, key); known {
		return Page{}, err
	}
	heard := p.hearing.tick()
	// A render that we joined may have begun before a change that was complete
	// when our reader asked. The one after it can't.
	var page Page
	for attempt := range 3 {
		var joined bool
		page, joined, err = p.flight(ctx, key, render)
		if err != nil && joined && attempt == 0 { // such as an article that was not there yet
			continue
		}
		if err != nil || p.current(ctx, page, heard) {
			break
		}
	}
	return page, err
}

// found is what the cache has of a page.
type found int

const (
	absent  found = iota // nothing, or nothing that may be served
	current              // a page
	aged                 // a page that has reached its life, and that nothing has outdated
)

// find looks for a page that may be served: first where nobody has to be asked.
func (p *Pages) find(ctx context.Context, key string) (*entry, found, error) {
	if e, known := p.atHand(key); known {
		return e, current, nil
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	e, found, err := p.load(quick, key)
	p.link.note(ctx, err)
	return e, found, err
}

func (p *Pages) load(ctx context.Context, key string) (*entry, found, error) {
	raw, err := p.client.DoCache(ctx, p.client.B().Get().Key(pageKey+key).Cache(), p.life).AsBytes()
	if rueidis.IsRedisNil(err) {
		return nil, absent, nil
	}
	if err != nil {
		return nil, absent, err
	}
	e := p.entry(key, raw)
	now := p.now()
	if e == nil || e.page.over(now) {
		return nil, absent, nil
	}
	if good, err := p.good(ctx, e); err != nil || !good {
		return nil, absent, err
	}
	if p.old(e.page, now) {
		return e, aged, nil
	}
	return e, current, nil
}

// old tells whether a page has reached its life.
func (p *Pages) old(page Page, now time.Time) bool { return now.Sub(page.Made) >= p.life }

// finish gives a page its tag and the coding that is made quickly; see settle.
func (p *Pages) finish(page Page, err error) (Page, error) {
	if err != nil {
		return Page{}, err
	}
	page.ETag = tagOf(page.Body)
	if page.Part != nil { // which is compressed further when it has its part
		open := *page.Part
		page.Gzip, open.GzipAt = p.coder.GzipOpen(page.ContentType, page.Body, open.At)
		page.Part = &open
		return page, nil
	}
	if p.brotliAfter.Load() == 0 {
		coded := p.coder.Encode(page.ContentType, page.Body)
		page.Gzip, page.Brotli = coded.Gzip.Join(), coded.Brotli.Join()
		return page, nil
	}
	page.Gzip = p.coder.Gzip(page.ContentType, page.Body)
	return page, nil
}

// tagOf is the entity tag of a body. Nobody but the portal makes bodies, so that a hash
// need not withstand attacks: XXH3 with 128 bits takes a tenth of SHA-256's time.
func tagOf(body []byte) string {
	sum := xxh3.Hash128(body).Bytes()
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:]) + `"`
}

// current tells whether the page shows all that has changed before this process had heard
// of the tick. What it has not heard of it asks Redis itself. Without Redis nobody knows
// better.
func (p *Pages) current(ctx context.Context, page Page, heard int64) bool {
	if page.over(p.now()) {
		return false
	}
	if page.started == 0 {
		return page.heard >= heard
	}
	if _, trusted := p.hearing.current(); trusted {
		if younger, known := p.hearing.younger(page.Tags, page.started); known {
			return !younger
		}
	}
	if p.link.down.Load() {
		return true
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	good, err := p.upToDate(quick, page)
	p.link.note(ctx, err)
	return err != nil || good
}

// store keeps a page, and tells whether it could.
func (p *Pages) store(ctx context.Context, key string, page Page) bool {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	raw, err := encode(page)
	if err == nil {
		err = p.client.Do(quick, p.client.B().Set().Key(pageKey+key).Value(rueidis.BinaryString(raw)).Px(p.lifeOf(page)).Build()).Error()
		p.link.note(ctx, err)
	}
	if err != nil {
		p.log.WarnContext(ctx, "a page could not be cached", "key", key, "error", err.Error())
	}
	return err == nil
}

// lifeOf is how long a page is kept.
func (p *Pages) lifeOf(page Page) time.Duration {
	if page.Until.IsZero() {
		return p.life + grace
	}
	return max(min(p.life+grace, page.Until.Sub(p.now())), time.Millisecond)
}
