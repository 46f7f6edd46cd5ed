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

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

func thing(key int, _ string) []string { return []string{"thing:" + strconv.Itoa(key)} }

// now is work that begins at the clock's present tick.
func now(t *testing.T, p *cache.Pages) context.Context {
	t.Helper()
	tick, known := p.Tick(t.Context())
	if !known {
		t.Fatal("there is no clock")
	}
	return p.WithTick(t.Context(), tick)
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

// TestAChangeThatWasNotHeardEndsAllThatIsRemembered: nobody knows what it was.
func TestAChangeThatWasNotHeardEndsAllThatIsRemembered(t *testing.T) {
	p := open(t)
	r := &reads{memory: cache.NewMemory(10, thing)}
	purge(t, p, "other:1")
	tick, _ := p.Tick(t.Context())
	r.all(t, p.WithTick(t.Context(), tick), 1)
	r.all(t, p.WithTick(t.Context(), tick+1), 1)
	r.all(t, cache.WithTick(t.Context(), tick+2), 1)
	if len(r.asked) != 3 {
		t.Errorf("something was given at ticks that nobody has heard of: asked for %v", r.asked)
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
					tick, known := p.Tick(t.Context())
					if !known {
						continue
					}
					got, err := memory.One(p.WithTick(t.Context(), tick), key, func() (int64, error) {
						read.Add(1)
						return truth[key].Load(), nil
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
	if given.Load() < 2*read.Load() {
		t.Errorf("of %d values %d were read", given.Load(), read.Load())
	}
}
