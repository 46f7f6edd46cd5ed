package cache

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/redis/rueidis"
)

// tick is Redis' own time in microseconds, or one more than the last tick where that has
// not passed: a clock that was lost with Redis' memory starts anew beyond all that pages
// remember of the lost one. (Lua's numbers hold microseconds exactly until the year 2255.)
const tick = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
if now <= last then now = last + 1 end
now = string.format('%.0f', now)
`

// bump is atomic: no reader sees a tick without the tags that it belongs to.
var bump = rueidis.NewLuaScript(tick + `
redis.call('SET', KEYS[1], now)
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[2]) or '0') then redis.call('SET', KEYS[2], ARGV[1]) end
for i = 3, #KEYS do redis.call('SET', KEYS[i], now) end
return now`)

// begin reads the clock for a render. Where there is none, Redis has lost its memory: a
// clock is born, and what is older than its birth is not served, for nobody knows any
// more what has outdated it.
var begin = rueidis.NewLuaScript(`
local now, birth = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if not (now and birth) then
  ` + strings.ReplaceAll(tick, "local now = ", "now = ") + `
  redis.call('SET', KEYS[1], now)
  redis.call('SET', KEYS[2], now)
end
return {now, redis.call('GET', KEYS[3]) or '0'}`)

// Bump outdates every page that carries one of the tags. Pages that are rendered
// from now on need a database that has reached the position of the change. What fails
// is owed: this process tries again until it succeeds, and meanwhile serves nothing from
// Redis.
func (p *Pages) Bump(ctx context.Context, position int64, tags ...string) error {
	if len(tags) == 0 {
		return nil
	}
	defer p.copies.clear()
	if p.link.down.Load() {
		p.owe(position, tags)
		return errDown
	}
	err := p.bump(ctx, position, tags)
	if err != nil {
		p.owe(position, tags)
	}
	return err
}

func (p *Pages) bump(ctx context.Context, position int64, tags []string) error {
	keys := []string{clockKey, positionKey}
	for _, tag := range tags {
		keys = append(keys, tagPrefix+tag)
	}
	err := bump.Exec(ctx, p.client, keys, []string{strconv.FormatInt(position, 10)}).Error()
	if refusal, is := rueidis.IsRedisErr(err); is && strings.Contains(refusal.Error(), "OOM") {
		// A full Redis takes nothing new, but lets go.
		return p.stop(ctx)
	}
	return err
}

// stop takes the clock away. Without one no page is served, and the next render starts it
// anew, beyond all that pages remember.
func (p *Pages) stop(ctx context.Context) error {
	return p.client.Do(ctx, p.client.B().Unlink().Key(clockKey, birthKey).Build()).Error()
}

// Empty outdates every page there is.
func (p *Pages) Empty(ctx context.Context) error {
	defer p.copies.clear()
	return p.stop(ctx)
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
	position, _ := p.remembered(ctx, positionKey)
	return position
}

// Tick is the clock's present tick: what was read from the database while the clock
// stood there is still true as long as it stands there, whatever it was read of. It
// comes from this process's memory, which Redis keeps fresh within about a
// millisecond. False when Redis does not answer.
func (p *Pages) Tick(ctx context.Context) (int64, bool) {
	tick, err := p.remembered(ctx, clockKey)
	return tick, err == nil
}

// remembered is a number from this process's memory; 0 when there is none.
func (p *Pages) remembered(ctx context.Context, key string) (int64, error) {
	if p.link.down.Load() {
		return 0, errDown
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	number, err := p.number(quick, key)
	p.link.note(ctx, err)
	return number, err
}

func (p *Pages) number(ctx context.Context, key string) (int64, error) {
	number, err := p.client.DoCache(ctx, p.client.B().Get().Key(key).Cache(), p.life).AsInt64()
	if rueidis.IsRedisNil(err) {
		return 0, nil
	}
	return number, err
}

// clock is the present tick and the position of the change that made it, which is 0
// before the first.
func (p *Pages) clock(ctx context.Context) (tick, position int64, err error) {
	if p.link.down.Load() {
		return 0, 0, errDown
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	values, err := begin.Exec(quick, p.client, []string{clockKey, birthKey, positionKey}, nil).ToArray()
	p.link.note(ctx, err)
	if err != nil {
		return 0, 0, err
	}
	if tick, err = values[0].AsInt64(); err != nil {
		return 0, 0, err
	}
	position, err = values[1].AsInt64()
	return tick, position, err
}

// upToDate tells whether a page is as young as the clock's birth and the changes of all
// its tags. With local it may go by this process's memory.
func (p *Pages) upToDate(ctx context.Context, page Page, local bool) (bool, error) {
	keys := make([]string, 0, len(page.Tags)+1)
	keys = append(keys, birthKey)
	for _, tag := range page.Tags {
		keys = append(keys, tagPrefix+tag)
	}
	var values map[string]rueidis.RedisMessage
	var err error
	if local {
		values, err = rueidis.MGetCache(p.client, ctx, p.life, keys)
	} else {
		values, err = rueidis.MGet(p.client, ctx, keys)
	}
	if err != nil {
		return false, err
	}
	birth := values[birthKey]
	if _, err := birth.AsInt64(); err != nil {
		return false, nil //nolint:nilerr // the clock is lost
	}
	for _, v := range values {
		if tick, err := v.AsInt64(); err == nil && tick > page.started {
			return false, nil
		}
	}
	return true, nil
}
