package cache

import (
	"context"
	"slices"
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
local previous = redis.call('GET', KEYS[1]) or '0'
local now = time[1] * 1000000 + time[2]
if now <= tonumber(previous) then now = previous + 1 end
now = string.format('%.0f', now)
`

// bump is atomic: no reader sees a tick without the tags that it belongs to.
var bump = rueidis.NewLuaScript(announce + tick + `
redis.call('SET', KEYS[1], now)
local position = redis.call('GET', KEYS[2]) or '0'
if tonumber(ARGV[4]) > tonumber(position) then
  position = ARGV[4]
  redis.call('SET', KEYS[2], position)
end
local tags = ''
for i = 3, #KEYS do
  redis.call('SET', KEYS[i], now)
  tags = tags .. (#KEYS[i] - ` + strconv.Itoa(len(tagPrefix)) + `) .. ':' .. string.sub(KEYS[i], ` + strconv.Itoa(len(tagPrefix)+1) + `)
end
announce(previous, now, position, 0, tags)
return now`)

// begin reads the clock for a render. Where there is none, Redis has lost its memory: a
// clock is born, and what is older than its birth is not served, for nobody knows any
// more what has outdated it.
var begin = rueidis.NewLuaScript(announce + `
local clock, birth, position = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3]) or '0'
if not (clock and birth) then
  ` + tick + `
  redis.call('SET', KEYS[1], now)
  redis.call('SET', KEYS[2], now)
  announce(0, now, position, 0, '')
  clock = now
end
return {clock, position}`)

// stopped takes the clock away.
var stopped = rueidis.NewLuaScript(announce + tick + `
redis.call('UNLINK', KEYS[1], KEYS[2])
local position = redis.call('GET', KEYS[3]) or '0'
if tonumber(ARGV[4]) > tonumber(position) then position = ARGV[4] end
announce(0, now, position, 0, '')
return now`)

// Bump outdates every page that carries one of the tags. Pages that are rendered
// from now on need a database that has reached the position of the change. What fails, or
// may be lost, is owed: this process tries again until it succeeds, and meanwhile serves
// nothing from Redis.
func (p *Pages) Bump(ctx context.Context, position int64, tags ...string) error {
	if len(tags) == 0 {
		return nil
	}
	_, err := p.bumpOrOwe(ctx, position, tags)
	return err
}

// Purge is Bump for somebody who waits, of what has not changed in any database: it
// returns when no process serves any more what it outdates, as Hint does.
func (p *Pages) Purge(ctx context.Context, tags ...string) error {
	if len(tags) == 0 {
		return nil
	}
	since := time.Now()
	tick, err := p.bumpOrOwe(ctx, 0, tags)
	if err == nil {
		p.hearing.heardByAll(ctx, change{tick, since, time.Now()})
	}
	return err
}

func (p *Pages) bumpOrOwe(ctx context.Context, position int64, tags []string) (tick int64, err error) {
	defer p.copies.clear()
	if p.unreachable() {
		err = errDown
	} else {
		tick, err = p.bump(ctx, position, tags)
	}
	if err == nil && !p.link.steady() {
		err = errUnsure
	}
	if err != nil {
		p.owe(position, tags)
	}
	return tick, err
}

func (p *Pages) bump(ctx context.Context, position int64, tags []string) (tick int64, err error) {
	keys := []string{clockKey, positionKey}
	for _, tag := range tags {
		keys = append(keys, tagPrefix+tag)
	}
	tick, err = bump.Exec(ctx, p.client, keys, append(p.voice(), strconv.FormatInt(position, 10))).AsInt64()
	if refusal, is := rueidis.IsRedisErr(err); is && strings.Contains(refusal.Error(), "OOM") {
		// A full Redis takes nothing new, but lets go.
		return p.stop(ctx, position)
	}
	return tick, err
}

// unreachable tells whether it is no use to tell Redis anything. One that is too slow for
// readers still comes to hear of changes.
func (p *Pages) unreachable() bool {
	_, hears := p.hearing.current()
	return p.link.down.Load() && !hears && p.link.answers.Load() == nil
}

// stop takes the clock away. Without one no page is served, and the next render starts it
// anew, beyond all that pages remember. A full Redis can't keep the position of a change;
// who listens is told of it.
func (p *Pages) stop(ctx context.Context, position int64) (tick int64, err error) {
	return stopped.Exec(ctx, p.client, []string{clockKey, birthKey, positionKey}, append(p.voice(), strconv.FormatInt(position, 10))).AsInt64()
}

// Empty outdates every page there is.
func (p *Pages) Empty(ctx context.Context) error {
	defer p.copies.clear()
	since := time.Now()
	tick, err := p.stop(ctx, 0)
	if err == nil {
		p.hearing.heardByAll(ctx, change{tick, since, time.Now()})
	}
	return err
}

// hintPatience is how long an editor's answer may wait for Redis: longer than a reader's
// page may.
const hintPatience = 500 * time.Millisecond

// Hint bumps right after a commit, and waits until every process has said that it has
// heard of it, or may no longer serve what was before: who asks after that sees the
// change. A connection that breaks meanwhile is tried again. Where Redis can't be told, or
// may lose it, it waits until all copies from before the change have ended; what is owed is
// bumped when Redis answers, and the event's job bumps for certain.
func (p *Pages) Hint(ctx context.Context, position int64, tags ...string) {
	if len(tags) == 0 {
		return
	}
	defer p.copies.clear()
	since := time.Now()
	ctx = context.WithoutCancel(ctx)
	quick, cancel := context.WithTimeout(ctx, hintPatience)
	defer cancel()
	for !p.unreachable() && quick.Err() == nil {
		tick, err := p.bump(quick, position, tags)
		if err == nil && !p.link.steady() {
			break
		}
		if err == nil {
			p.hearing.heardByAll(ctx, change{tick, since, time.Now()})
			return
		}
		time.Sleep(askEvery)
	}
	p.owe(position, tags)
	time.Sleep(time.Until(since.Add(copyLife)))
}

// Position is the furthest change that Bump was told of, as far as this process has
// heard; 0 when unknown.
func (p *Pages) Position(ctx context.Context) int64 {
	known, _ := p.known(ctx)
	return known.position
}

// Tick is the clock's present tick: what was read from the database while the clock
// stood there is still true as long as it stands there, whatever it was read of. False
// when Redis does not answer.
func (p *Pages) Tick(ctx context.Context) (int64, bool) {
	known, err := p.known(ctx)
	return known.tick, err == nil && known.tick != 0 // without a clock nothing is known to stand still
}

// known is what this process has heard of the clock, or what Redis says of it where it
// may have missed something. The position is never before the one that it has heard of.
func (p *Pages) known(ctx context.Context) (reading, error) {
	heard, trusted := p.hearing.current()
	if p.link.down.Load() {
		return reading{position: heard.position}, errDown
	}
	if trusted {
		return heard, nil
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	values, err := rueidis.MGet(p.client, quick, []string{clockKey, positionKey})
	p.link.note(ctx, err)
	if err != nil {
		return reading{position: heard.position}, err
	}
	clock, position := values[clockKey], values[positionKey]
	return reading{tick: number(clock), position: max(number(position), heard.position)}, nil
}

// number is a number in Redis; 0 where there is none.
func number(m rueidis.RedisMessage) int64 {
	n, err := m.AsInt64()
	if err != nil {
		return 0
	}
	return n
}

// clock is the present tick and the position of the change that made it, which is 0
// before the first.
func (p *Pages) clock(ctx context.Context) (tick, position int64, err error) {
	if p.link.down.Load() {
		return 0, 0, errDown
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	values, err := begin.Exec(quick, p.client, []string{clockKey, birthKey, positionKey}, p.voice()).ToArray()
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

// upToDate asks Redis whether a page is as young as the clock's birth and the changes of
// all its tags.
func (p *Pages) upToDate(ctx context.Context, page Page) (bool, error) {
	ticks, err := p.ticks(ctx, page.Tags)
	return err == nil && !page.outdated(ticks), err
}

// ticks are those of the clock's birth and of the last changes of tags, as Redis itself
// has them, by their keys there. What was never bumped has none.
func (p *Pages) ticks(ctx context.Context, tags []string) (map[string]int64, error) {
	keys := make([]string, 0, len(tags)+1)
	keys = append(keys, birthKey)
	for _, tag := range tags {
		keys = append(keys, tagPrefix+tag)
	}
	ticks := make(map[string]int64, len(keys))
	for some := range slices.Chunk(keys, ticksAtOnce) {
		values, err := rueidis.MGet(p.client, ctx, some)
		if err != nil {
			return nil, err
		}
		for key, value := range values {
			if tick := number(value); tick != 0 {
				ticks[key] = tick
			}
		}
	}
	return ticks, nil
}

// ticksAtOnce is how many tags Redis is asked for in one command.
const ticksAtOnce = 500

// outdated tells whether a change has outdated the page, or the clock that it was made by
// is lost.
func (page Page) outdated(ticks map[string]int64) bool {
	birth := ticks[birthKey]
	return birth == 0 || birth > page.started ||
		slices.ContainsFunc(page.Tags, func(tag string) bool { return ticks[tagPrefix+tag] > page.started })
}
