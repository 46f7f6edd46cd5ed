package cache

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"time"

	"github.com/redis/rueidis"
)

// OpenBy is Open over another way.
func OpenBy(address string, way func(context.Context, string, *net.Dialer, *tls.Config) (net.Conn, error)) (rueidis.Client, error) {
	options, err := settings(address)
	if err != nil {
		return nil, err
	}
	options.DialCtxFn = way
	return rueidis.NewClient(options)
}

// SetNow gives a cache another clock.
func SetNow(p *Pages, now func() time.Time) { p.now = now }

// Hears tells whether a process knows that it misses no change.
func Hears(p *Pages) bool {
	_, hears := p.hearing.current()
	return hears
}

// Settle makes the brotli of a page that is held ready, after something else has been done.
func Settle(p *Pages, key string, after func()) error {
	e, _ := p.ready.get(key)
	after()
	return p.compress(context.Background(), key, e)
}

// ReplaceStale tries to put a page in the place of what is there, having read another one.
func ReplaceStale(p *Pages, key string, after func()) (bool, error) {
	e, _ := p.ready.get(key)
	after()
	return replace.Exec(context.Background(), p.client, []string{pageKey + key}, []string{strconv.Itoa(len(e.raw)), string(e.raw[:partsAt]), "nothing"}).AsBool()
}

// Finish gives a page its tag and its codings.
func Finish(p *Pages) func(Page, error) (Page, error) { return p.finish }

// WithTick is the context of work that began at a tick before which no change was heard of.
func WithTick(ctx context.Context, tick int64) context.Context {
	return context.WithValue(ctx, tickKey{}, moment{reading{tick: tick}, newHearing()})
}

// Now is the context of a render that begins at the clock's present tick.
func Now(ctx context.Context, p *Pages) context.Context {
	heard := *p.hearing.clock.Load()
	tick, _, _ := p.clock(ctx) //nolint:dogsled // a tick of 0 keeps nothing
	return p.withTick(ctx, tick, heard)
}

// At is the context of a render that begins at a tick.
func At(ctx context.Context, p *Pages, tick int64) context.Context {
	return p.withTick(ctx, tick, *p.hearing.clock.Load())
}
