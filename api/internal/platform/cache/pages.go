package cache

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"
	"golang.org/x/sync/singleflight"
)

// patience is how long a request waits for Redis before it does without.
const patience = 50 * time.Millisecond

// renderLimit is how long one render may take, for all who wait for it.
const renderLimit = 10 * time.Second

// Page is a rendered answer.
type Page struct {
	Status      int               `json:"s"`
	ContentType string            `json:"c"`
	Header      map[string]string `json:"h,omitempty"` // further headers, such as Content-Language
	Tags        []string          `json:"t"`
	ETag        string            `json:"e"`
	// Until is when the clock outdates the page, by this process's clock; zero: it
	// does not.
	Until   time.Time `json:"u,omitzero"`
	Body    []byte    `json:"-"`
	started int64     // the clock when its rendering began
}

// Fresh gives a context under which a render reads a database that has reached
// the position of a change.
type Fresh func(ctx context.Context, position int64) context.Context

// Pages is the cache of one process.
type Pages struct {
	client rueidis.Client
	fresh  Fresh
	life   time.Duration
	log    *slog.Logger
	group  singleflight.Group
	counts struct{ hits, misses, bypasses atomic.Int64 }
}

// New makes a page cache. Pages live for life at the most (5 to 15 minutes, requirement CA-4).
func New(client rueidis.Client, life time.Duration, log *slog.Logger) *Pages {
	return &Pages{client: client, life: life, log: log, fresh: func(ctx context.Context, _ int64) context.Context { return ctx }}
}

// RenderOn has renders read a database that is far enough; by default they read any.
func (p *Pages) RenderOn(fresh Fresh) { p.fresh = fresh }

// Counts are the answers from the cache, the renders, and the renders because
// Redis did not answer, since the process began.
func (p *Pages) Counts() (hits, misses, bypasses int64) {
	return p.counts.hits.Load(), p.counts.misses.Load(), p.counts.bypasses.Load()
}

// Fetch gives the page under key, rendering it when there is none or it is
// outdated. However many ask, one of them renders. Without Redis it renders.
func (p *Pages) Fetch(ctx context.Context, key string, render func(context.Context) (Page, error)) (Page, error) {
	quick, cancel := context.WithTimeout(ctx, patience)
	page, found, err := p.load(quick, key)
	cancel()
	if err != nil {
		return p.bypass(ctx, key, err, render)
	}
	if found {
		p.counts.hits.Add(1)
		return page, nil
	}
	// A render that we joined may have begun before a change that was complete
	// when our reader asked. The one after it can't.
	for attempt := range 3 {
		var joined bool
		page, joined, err = p.flight(ctx, key, render)
		if err != nil && joined && attempt == 0 { // such as an article that was not there yet
			continue
		}
		if err != nil || p.current(ctx, page) {
			break
		}
	}
	return page, err
}

func (p *Pages) bypass(ctx context.Context, key string, cause error, render func(context.Context) (Page, error)) (Page, error) {
	p.counts.bypasses.Add(1)
	p.log.WarnContext(ctx, "the page cache does not answer", "error", cause.Error())
	page, _, err := p.share(ctx, "bypass:"+key, func(ctx context.Context) (Page, error) { return finish(render(ctx)) })
	return page, err
}

func (p *Pages) flight(ctx context.Context, key string, render func(context.Context) (Page, error)) (page Page, joined bool, err error) {
	return p.share(ctx, key, func(ctx context.Context) (Page, error) {
		p.counts.misses.Add(1)
		started, position, clockErr := p.clock(ctx)
		page, err := finish(render(p.fresh(ctx, position)))
		if err != nil {
			return Page{}, err
		}
		page.started = started
		if clockErr == nil && page.Status < 500 {
			p.store(ctx, key, page)
		}
		return page, nil
	})
}

// share lets one caller do the work for all; a caller who leaves does not end
// it. joined says that it had begun for another one.
func (p *Pages) share(ctx context.Context, key string, work func(context.Context) (Page, error)) (page Page, joined bool, err error) {
	own := false // written before done is, and read after it
	done := p.group.DoChan(key, func() (result any, err error) {
		own = true
		defer func() {
			if v := recover(); v != nil { // a panic in singleflight would end the process
				err = fmt.Errorf("render of %s: panic: %v", key, v)
			}
		}()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), renderLimit)
		defer cancel()
		return work(limited)
	})
	select {
	case r := <-done:
		if r.Err != nil {
			return Page{}, !own, r.Err
		}
		return r.Val.(Page), !own, nil
	case <-ctx.Done():
		return Page{}, false, ctx.Err()
	}
}

func finish(page Page, err error) (Page, error) {
	if err != nil {
		return Page{}, err
	}
	sum := sha256.Sum256(page.Body)
	page.ETag = `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	return page, nil
}

// current asks Redis itself whether the page is still good.
func (p *Pages) current(ctx context.Context, page Page) bool {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if page.over() {
		return false
	}
	latest, err := p.youngest(quick, page.Tags, false)
	return err != nil || latest <= page.started
}

// over tells whether the clock has outdated the page.
func (page Page) over() bool { return !page.Until.IsZero() && !time.Now().Before(page.Until) }

// load finds a page that may be served.
func (p *Pages) load(ctx context.Context, key string) (Page, bool, error) {
	raw, err := p.client.DoCache(ctx, p.client.B().Get().Key(pageKey+key).Cache(), p.life).AsBytes()
	if rueidis.IsRedisNil(err) {
		return Page{}, false, nil
	}
	if err != nil {
		return Page{}, false, err
	}
	page, err := decode(raw)
	if err != nil {
		return Page{}, false, nil //nolint:nilerr // another version of the program wrote it: render anew
	}
	if page.over() {
		return Page{}, false, nil
	}
	latest, err := p.youngest(ctx, page.Tags, true)
	return page, err == nil && latest <= page.started, err
}

func (p *Pages) store(ctx context.Context, key string, page Page) {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := p.client.Do(quick, p.client.B().Set().Key(pageKey+key).Value(rueidis.BinaryString(encode(page))).Px(p.lifeOf(page)).Build()).Error()
	if err != nil {
		p.log.WarnContext(ctx, "a page could not be cached", "key", key, "error", err.Error())
	}
}

// lifeOf is how long a page is kept.
func (p *Pages) lifeOf(page Page) time.Duration {
	if page.Until.IsZero() {
		return p.life
	}
	return max(min(p.life, time.Until(page.Until)), time.Millisecond)
}

// encode puts the clock and the length of the head before head and body.
func encode(page Page) []byte {
	head, err := json.Marshal(page)
	if err != nil {
		return nil
	}
	out := make([]byte, 12, 12+len(head)+len(page.Body))
	binary.BigEndian.PutUint64(out, uint64(page.started))
	binary.BigEndian.PutUint32(out[8:], uint32(len(head)))
	return append(append(out, head...), page.Body...)
}

func decode(raw []byte) (Page, error) {
	if len(raw) < 12 {
		return Page{}, fmt.Errorf("a cached page of %d bytes", len(raw))
	}
	head := int(binary.BigEndian.Uint32(raw[8:]))
	if head > len(raw)-12 {
		return Page{}, fmt.Errorf("a cached page whose head is longer than itself")
	}
	var page Page
	if err := json.Unmarshal(raw[12:12+head], &page); err != nil {
		return Page{}, err
	}
	page.started = int64(binary.BigEndian.Uint64(raw))
	page.Body = raw[12+head:]
	return page, nil
}
