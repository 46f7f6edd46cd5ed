package cache_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

func thing(key int, _ string) []string { return []string{"thing:" + strconv.Itoa(key)} }

// now is work that begins at the clock's present tick.
func now(t *testing.T, p *cache.Pages) context.Context {
	t.Helper()
	ctx := t.Context()
	testkit.Eventually(t, "Redis tells the clock in time", func() bool {
		ctx = cache.Now(t.Context(), p)
		return cache.Keeps(ctx)
	})
	return ctx
}

func purge(t *testing.T, p *cache.Pages, tags ...string) {
	t.Helper()
	if err := p.Purge(t.Context(), tags...); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyItsOwnChangesEndWhatHasTags(t *testing.T) {
	p := open(t)
	r := &reads{memory: cache.NewMemory(10, thing)}
	purge(t, p, "other:1") // there is a clock
	r.all(t, now(t, p), 1, 2)
	purge(t, p, "other:1", "thing:3")
	if r.all(t, now(t, p), 1, 2); len(r.asked) != 1 {
		t.Errorf("another thing's change ended it: asked for %v", r.asked)
	}
	purge(t, p, "thing:1")
	if got := r.all(t, now(t, p), 1, 2); fmt.Sprint(got) != "[read 1 of 2 read 2 of 1]" {
		t.Errorf("after a change of 1 it has %v", got)
	}
	if err := p.Empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	fetch(t, p, "a", func(context.Context) (cache.Page, error) { return page("the clock is born"), nil })
	if r.all(t, now(t, p), 1, 2); fmt.Sprint(r.asked) != "[[1 2] [1] [1 2]]" {
		t.Errorf("beyond a clock that was lost: asked for %v", r.asked)
	}
}

// TestWhatIsReadLateIsNotTakenForYoung: a render that began before a change keeps what it
// reads after it as what was true before.
func TestWhatIsReadLateIsNotTakenForYoung(t *testing.T) {
	p := open(t)
	r := &reads{memory: cache.NewMemory(10, thing)}
	purge(t, p, "other:1")
	early := now(t, p)
	purge(t, p, "thing:1")
	r.all(t, early, 1)
	if got := r.all(t, now(t, p), 1); fmt.Sprint(got) != "[read 2 of 1]" {
		t.Errorf("after the change: %v", got)
	}
	if got := r.all(t, early, 1); fmt.Sprint(got) != "[read 2 of 1]" {
		t.Errorf("one who began before it got %v: it reads again what is younger", got)
	}
}

// onRedis is a node, and the Redis that it is on.
func onRedis(t *testing.T) (*cache.Pages, rueidis.Client) {
	t.Helper()
	url := testkit.Redis(t).URL
	client, err := cache.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return node(t, url), client
}

func set(t *testing.T, redis rueidis.Client, key string, tick int64) {
	t.Helper()
	if err := redis.Do(t.Context(), redis.B().Set().Key(key).Value(strconv.FormatInt(tick, 10)).Build()).Error(); err != nil {
		t.Fatal(err)
	}
}

// hears waits until a node has heard of what the clock is.
func hears(t *testing.T, p *cache.Pages, right func(tick int64) bool) {
	t.Helper()
	testkit.Eventually(t, "the node hears of the clock", func() bool {
		tick, known := p.Tick(t.Context())
		return known && cache.Hears(p) && right(tick)
	})
}

// TestAChangeThatWasNotHeardEndsAllThatIsRemembered: nobody knows what it was.
func TestAChangeThatWasNotHeardEndsAllThatIsRemembered(t *testing.T) {
	p, redis := onRedis(t)
	r := &reads{memory: cache.NewMemory(10, thing)}
	purge(t, p, "other:1")
	r.all(t, now(t, p), 1, 2)
	tick, _ := p.Tick(t.Context())
	missed := tick + 10
	set(t, redis, "{tags}thing:1", missed)
	set(t, redis, "{tags}clock", missed)
	r.all(t, now(t, p), 1) // a render asks Redis, and so may begin before this process has heard
	hears(t, p, func(tick int64) bool { return tick == missed })
	r.all(t, now(t, p), 2)
	if fmt.Sprint(r.asked) != "[[1 2] [1] [2]]" {
		t.Errorf("asked for %v", r.asked)
	}
}

// TestAClockThatFellEndsAllThatIsRemembered: Redis' time was ahead, it loses its memory, and
// its time is right again. What was true at a tick of before says nothing of ticks since.
func TestAClockThatFellEndsAllThatIsRemembered(t *testing.T) {
	p, redis := onRedis(t)
	r := &reads{memory: cache.NewMemory(10, thing)}
	ahead := time.Now().Add(20 * time.Second).UnixMicro()
	set(t, redis, "{tags}clock", ahead)
	purge(t, p, "other:1")
	r.all(t, now(t, p), 1, 2)
	if err := redis.Do(t.Context(), redis.B().Flushall().Build()).Error(); err != nil {
		t.Fatal(err)
	}
	fetch(t, p, "a", func(ctx context.Context) (cache.Page, error) { // the clock is born
		r.all(t, ctx, 1)
		return page("a"), nil
	})
	hears(t, p, func(tick int64) bool { return tick < ahead })
	purge(t, p, "thing:1")
	if got := r.all(t, now(t, p), 1, 2); fmt.Sprint(got) != "[read 3 of 1 read 3 of 2]" {
		t.Errorf("of the clock before it fell: %v", got)
	}
}

// TestNothingRememberedIsOlderThanAnAnsweredChange: things are changed on two nodes at
// random, while readers of both remember them.
func TestNothingRememberedIsOlderThanAnAnsweredChange(t *testing.T) {
	const things, changes = 6, 800
	url := testkit.Redis(t).URL
	nodes := []*cache.Pages{node(t, url), node(t, url)}
	purge(t, nodes[0], "other:1")
	var truth, answered [things]atomic.Int64
	var given, read atomic.Int64
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for _, p := range nodes {
		memory := cache.NewMemory(things, func(key int, _ int64) []string { return thing(key, "") })
		for range 3 {
			readers.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					key := rand.N(things)
					least := answered[key].Load()
					ctx := cache.Now(context.Background(), p)
					time.Sleep(time.Duration(rand.N(1000)) * time.Microsecond)
					got, err := memory.One(ctx, key, func() (int64, error) {
						read.Add(1)
						found := truth[key].Load()
						time.Sleep(time.Duration(rand.N(1000)) * time.Microsecond)
						return found, nil
					})
					if given.Add(1); err != nil || got < least {
						t.Errorf("%d of %d was given after %d had been answered: %v", got, key, least, err)
						return
					}
					time.Sleep(time.Duration(rand.N(300)) * time.Microsecond)
				}
			})
		}
	}
	for i := range changes {
		key := rand.N(things)
		n := truth[key].Add(1)
		nodes[i%2].Hint(context.Background(), 0, thing(key, "")...)
		answered[key].Store(n)
	}
	close(stop)
	readers.Wait()
	if given.Load() == read.Load() {
		t.Errorf("nothing was remembered: %d values were read", read.Load())
	}
}
