package cache

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/overload"
)

const (
	// renderLimit is how long one render may take, for all who wait for it.
	renderLimit = 10 * time.Second
	// lockLife is how long other nodes wait for one that renders: many times what a
	// render takes, and short enough for those who wait for one that has died.
	lockLife = 3 * time.Second
	// askEvery is how often a node that waits looks for the page, in its own memory.
	askEvery = 5 * time.Millisecond
	// lockEvery is how often it asks whether the one that renders has given up.
	lockEvery = 50 * time.Millisecond
)

// flight renders a page, or waits for whoever renders it.
func (p *Pages) flight(ctx context.Context, key string, render Render) (page Page, joined bool, err error) {
	return p.share(ctx, key, func(ctx context.Context) (Page, error) {
		release, page, elsewhere := p.turn(ctx, key)
		if elsewhere {
			p.counts.shared.Add(1)
			return page, nil
		}
		defer release()
		return p.make(ctx, key, render)
	})
}

// FetchIf is Fetch where keep is true, and a render of its own where it is not: of what
// nobody else will ask for.
func (p *Pages) FetchIf(ctx context.Context, keep bool, key string, render Render) (Page, error) {
	if keep {
		return p.Fetch(ctx, key, render)
	}
	page, _, err := p.limited(p.fresh(ctx, p.Position(ctx)), render)
	return page, err
}

// make renders a page and keeps it.
func (p *Pages) make(ctx context.Context, key string, render Render) (Page, error) {
	began, known := p.now(), *p.hearing.clock.Load()
	tick, position, clockErr := p.clock(ctx)
	position = max(position, known.position)
	p.counts.misses.Add(1)
	p.pageHits.missed(key)
	if w := warming(ctx); w != nil {
		w.made.Store(true)
	}
	ctx = p.fresh(ctx, position)
	if clockErr == nil {
		ctx = p.withTick(ctx, tick, known)
	}
	page, read, err := p.limited(ctx, render)
	if err != nil {
		p.refuse(key, tick, err)
		return Page{}, err
	}
	page.started, page.heard, page.Made = tick, known.tick, began
	page.Tags = union(page.Tags, []string{PageTag(key)})
	if read.Unkept() {
		return page, nil
	}
	if page.Status < 500 && (clockErr != nil || !p.store(ctx, key, page)) {
		p.copies.put(key, page, page.size())
	}
	return page, nil
}

// enter waits for a place to render in.
func (p *Pages) enter(ctx context.Context) (inside context.Context, leave func(), err error) {
	inside, leave, err = p.gate.Enter(ctx)
	if errors.Is(err, overload.ErrBusy) {
		p.counts.busy.Add(1)
	}
	return inside, leave, err
}

// limited renders when there is a place. A page carries the tags that its builder names,
// and those of all that was read for it: none can be forgotten.
func (p *Pages) limited(ctx context.Context, render Render) (Page, *Record, error) {
	ctx, leave, err := p.enter(ctx)
	if err != nil {
		return Page{}, nil, err
	}
	defer leave()
	ctx, read := Recording(ctx)
	page, err := p.finish(render(ctx))
	if err == nil {
		page.Tags = union(page.Tags, read.Tags())
		page.Until = sooner(page.Until, read.Until())
	}
	return page, read, err
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// sooner is the earlier of two times; zero is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// turn waits until it is this node's turn to render, or another one has rendered. The
// lock is a courtesy: two who render at once cost a render.
func (p *Pages) turn(ctx context.Context, key string) (release func(), page Page, elsewhere bool) {
	nobody := func() {}
	token := rand.Text()
	var asked time.Time
	for begun := time.Now(); time.Since(begun) < lockLife; time.Sleep(askEvery) {
		if time.Since(asked) >= lockEvery {
			asked = time.Now()
			ours, err := p.lock(ctx, key, token)
			if err != nil {
				return func() { go p.unlock(ctx, key, token) }, Page{}, false
			}
			if ours {
				release = func() { p.unlock(ctx, key, token) }
				page, elsewhere = p.already(ctx, key)
				if elsewhere {
					release()
				}
				return release, page, elsewhere
			}
		}
		if e, found, err := p.find(ctx, key); err != nil {
			return nobody, Page{}, false
		} else if found == current {
			return nobody, e.page, true
		}
	}
	return nobody, Page{}, false
}

// already finds a page that another node has stored between our look and our lock:
// memory hears of it a moment late. The beginning of an entry tells whether it is
// another one than memory has.
func (p *Pages) already(ctx context.Context, key string) (Page, bool) {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	head, err := p.client.Do(quick, p.client.B().Getrange().Key(pageKey+key).Start(0).End(lengthsAt-1).Build()).AsBytes()
	if err != nil || len(head) < lengthsAt {
		return Page{}, false
	}
	if known, found := p.ready.get(key); found && known.page.started >= int64(binary.BigEndian.Uint64(head)) {
		return Page{}, false
	}
	raw, err := p.client.Do(quick, p.client.B().Get().Key(pageKey+key).Build()).AsBytes()
	if err != nil {
		return Page{}, false
	}
	page, err := decode(raw)
	now := p.now()
	if err != nil || page.over(now) || p.old(page, now) {
		return Page{}, false
	}
	good, err := p.upToDate(quick, page)
	return page, good && err == nil
}

// lock asks for the lock once. Where it fails the lock may be ours all the same: Redis may
// have taken longer than we waited.
func (p *Pages) lock(ctx context.Context, key, token string) (ours bool, err error) {
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = p.client.Do(quick, p.client.B().Set().Key(lockKey+key).Value(token).Nx().Px(lockLife).Build()).Error()
	if rueidis.IsRedisNil(err) {
		return false, nil
	}
	p.link.note(ctx, err)
	return err == nil, err
}

// unlock lets go of one's own lock only: another one's may stand there by now.
var unlock = rueidis.NewLuaScript(`if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`)

func (p *Pages) unlock(ctx context.Context, key, token string) {
	quick, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	// What fails ends by itself.
	_ = unlock.Exec(quick, p.client, []string{lockKey + key}, []string{token}).Error()
}

// renew makes a page anew that has reached its life, while everybody gets the old one.
// One process of all does it.
func (p *Pages) renew(ctx context.Context, key string, render Render) {
	if _, busy := p.renewals.LoadOrStore(key, true); busy {
		return
	}
	ctx = context.WithoutCancel(ctx)
	go func() {
		defer p.renewals.Delete(key)
		token := rand.Text()
		ours, err := p.lock(ctx, key, token)
		if err != nil {
			p.unlock(ctx, key, token)
		} else if ours {
			if _, elsewhere := p.already(ctx, key); elsewhere {
				p.unlock(ctx, key, token)
				return
			}
			_, _, err = p.share(ctx, key, func(ctx context.Context) (Page, error) { return p.make(ctx, key, render) })
			p.unlock(ctx, key, token)
		}
		if err != nil || !ours {
			time.Sleep(renewAgain)
		}
	}()
}

// renewAgain is how long a process leaves a page alone that it could not renew.
const renewAgain = time.Second

// share lets one caller do the work for all; a caller who leaves does not end
// it. joined says that it had begun for another one.
func (p *Pages) share(ctx context.Context, key string, work Render) (page Page, joined bool, err error) {
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
