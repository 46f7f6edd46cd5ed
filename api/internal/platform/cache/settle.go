package cache

import (
	"context"
	"encoding/binary"
	"strconv"
	"time"

	"github.com/redis/rueidis"
)

// settled is the age at which a page that is asked for gets its brotli as well. Making it
// takes longer than all else of a page: where something changes every second, and every
// page shows it, it would be made for one or two readers each time.
const settled = 2 * time.Second

// BrotliAfter sets the age at which pages get their brotli; 0: with the page.
func (p *Pages) BrotliAfter(age time.Duration) { p.brotliAfter.Store(int64(age)) }

// settleLimit is how long that may take, Redis included, and reloads how often it is looked
// whether the page has come back.
const (
	settleLimit = 5 * time.Second
	reloads     = 50
	reloadEvery = 10 * time.Millisecond
)

// replace puts a page in the place of one that is still there: with the same head, and of
// the same length. Its life goes on.
var replace = rueidis.NewLuaScript(`
if redis.call('STRLEN', KEYS[1]) ~= tonumber(ARGV[1]) or redis.call('GETRANGE', KEYS[1], 0, #ARGV[2] - 1) ~= ARGV[2] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
return 1`)

// settle has a page that has lived for a while compressed by brotli, one at a time in a
// process and once for all nodes. Until that is done its readers get it as it is.
func (p *Pages) settle(key string, e *entry) {
	if e.page.Part != nil || e.page.Brotli != nil || e.page.Gzip == nil || e.settled.Load() || p.now().Sub(e.page.Made) < time.Duration(p.brotliAfter.Load()) || !p.settling.TryLock() {
		return
	}
	e.settled.Store(true)
	go func() {
		defer p.settling.Unlock()
		ctx, cancel := context.WithTimeout(context.Background(), settleLimit)
		defer cancel()
		if err := p.compress(ctx, key, e); err != nil { // it goes on without
			p.log.WarnContext(ctx, "a page could not be compressed any further", "key", key, "error", err.Error())
		}
	}()
}

func (p *Pages) compress(ctx context.Context, key string, e *entry) error {
	now, found, err := p.load(ctx, key) // another node may have done it
	if err != nil || found != current || now != e {
		return err
	}
	page := e.page
	if page.Brotli = p.coder.Brotli(page.Body); page.Brotli == nil {
		return nil // it would not be smaller
	}
	raw, err := encode(page)
	if err != nil {
		return err
	}
	head := partsAt + int(binary.BigEndian.Uint32(e.raw[lengthsAt:]))
	args := []string{strconv.Itoa(len(e.raw)), rueidis.BinaryString(e.raw[:head]), rueidis.BinaryString(raw)}
	if err := replace.Exec(ctx, p.client, []string{pageKey + key}, args).Error(); err != nil {
		return err
	}
	return p.reload(ctx, key, e)
}

// reload takes up what is in the place of a page now. The client remembers the page until
// Redis has told it of the change; where that takes too long, another hit tries anew.
func (p *Pages) reload(ctx context.Context, key string, e *entry) error {
	for range reloads {
		if now, _, err := p.load(ctx, key); err != nil || now != e {
			return err
		}
		time.Sleep(reloadEvery)
	}
	e.settled.Store(false)
	return nil
}
