// Package cache keeps rendered pages in Redis and never serves one that a
// change has outdated.
//
// Each page carries tags ("article:42", "rubric:5"). A change bumps the tags it
// touches: each gets the next tick of a clock in Redis. A page remembers the
// clock at which its rendering began, and is served only while none of its tags
// is younger. So a render that began before a change can be stored after it and
// still is never served. rueidis keeps pages and tags in the process's memory
// and Redis tells when they change: a hit costs no network.
package cache

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/rueidis"
)

// Open connects to Redis. The address is a URL: redis://, rediss:// or unix://.
func Open(address string) (rueidis.Client, error) {
	options, err := rueidis.ParseURL(address)
	if err != nil {
		return nil, fmt.Errorf("PORTAL_REDIS is no address of a Redis: %w", err)
	}
	options.ClientName = "portal"
	options.CacheSizeEachConn = 64 << 20
	options.ConnWriteTimeout = 2 * time.Second
	client, err := rueidis.NewClient(options)
	if err != nil {
		return nil, fmt.Errorf("Redis can't be used; is it running, and is PORTAL_REDIS right? %w", err)
	}
	return client, nil
}

// The braces put the clock and all tags into one slot of a cluster, where one
// script may touch them together.
const (
	clockKey    = "{tags}clock"
	positionKey = "{tags}position"
	tagPrefix   = "{tags}"
	pageKey     = "page:"
)

// bump is atomic: no reader sees a tick without the tags that it belongs to.
var bump = rueidis.NewLuaScript(`
local now = redis.call('INCR', KEYS[1])
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[2]) or '0') then redis.call('SET', KEYS[2], ARGV[1]) end
for i = 3, #KEYS do redis.call('SET', KEYS[i], now) end
return now`)

// Bump outdates every page that carries one of the tags. Pages that are rendered
// from now on need a database that has reached the position of the change.
func (p *Pages) Bump(ctx context.Context, position int64, tags ...string) error {
	if len(tags) == 0 {
		return nil
	}
	keys := []string{clockKey, positionKey}
	for _, tag := range tags {
		keys = append(keys, tagPrefix+tag)
	}
	return bump.Exec(ctx, p.client, keys, []string{strconv.FormatInt(position, 10)}).Error()
}

// hintPatience is how long an editor's answer may wait for the site to be fresh:
// longer than a reader's page may wait for Redis.
const hintPatience = 500 * time.Millisecond

// Hint bumps right after a commit, so that the site is fresh when the answer
// arrives. It has little time and may fail: the event's job bumps for certain.
func (p *Pages) Hint(ctx context.Context, position int64, tags ...string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), hintPatience)
	defer cancel()
	if p.Bump(ctx, position, tags...) == nil && len(tags) > 0 {
		time.Sleep(settle)
	}
}

// settle is how long Redis takes to tell the processes' memories of a change,
// with some room: about a millisecond was measured.
const settle = 3 * time.Millisecond

// Position is the furthest change that Bump was told of, from this process's
// memory, which Redis keeps fresh within about a millisecond; 0 when unknown.
func (p *Pages) Position(ctx context.Context) int64 {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	position, err := p.client.DoCache(quick, p.client.B().Get().Key(positionKey).Cache(), p.life).AsInt64()
	if err != nil {
		return 0
	}
	return position
}

// Tick is the clock's present tick: what was read from the database while the clock
// stood there is still true as long as it stands there, whatever it was read of. It
// comes from this process's memory, which Redis keeps fresh within about a
// millisecond. False when Redis does not answer.
func (p *Pages) Tick(ctx context.Context) (int64, bool) {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick, err := p.client.DoCache(quick, p.client.B().Get().Key(clockKey).Cache(), p.life).AsInt64()
	return tick, err == nil || rueidis.IsRedisNil(err) // nil before the first change
}

// clock is the present tick and the position of the change that made it; both
// are 0 before the first.
func (p *Pages) clock(ctx context.Context) (tick, position int64, err error) {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	values, err := p.client.Do(quick, p.client.B().Mget().Key(clockKey, positionKey).Build()).ToArray()
	if err != nil {
		return 0, 0, err
	}
	tick, _ = values[0].AsInt64() // nil before the first change
	position, _ = values[1].AsInt64()
	return tick, position, nil
}

// youngest is the latest tick among the tags. With local it may come from this
// process's memory, which Redis keeps fresh within about a millisecond.
func (p *Pages) youngest(ctx context.Context, tags []string, local bool) (int64, error) {
	if len(tags) == 0 {
		return 0, nil
	}
	keys := make([]string, len(tags))
	for i, tag := range tags {
		keys[i] = tagPrefix + tag
	}
	var values map[string]rueidis.RedisMessage
	var err error
	if local {
		values, err = rueidis.MGetCache(p.client, ctx, p.life, keys)
	} else {
		values, err = rueidis.MGet(p.client, ctx, keys)
	}
	if err != nil {
		return 0, err
	}
	var latest int64
	for _, v := range values {
		if tick, err := v.AsInt64(); err == nil {
			latest = max(latest, tick)
		}
	}
	return latest, nil
}

// Key joins the parts that tell one page from another, all from an allow-list.
func Key(parts ...string) string { return strings.Join(parts, "|") }
