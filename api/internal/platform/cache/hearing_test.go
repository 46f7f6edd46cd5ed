package cache_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// published changes the truth, and gives it to readers who ask once the change has been
// answered: none may see the one before. It counts those who do.
type published struct {
	number, answered, asked, stale atomic.Int64
}

func (p *published) render(context.Context) (cache.Page, error) {
	return page(fmt.Sprint(p.number.Load()), "article:1", "latest:kk"), nil
}

func (p *published) change(on *cache.Pages) {
	n := p.number.Add(1)
	on.Hint(context.Background(), n, "article:1", fmt.Sprint("rubric:", n%100))
	p.answered.Store(n)
}

// read asks all nodes until stop is closed.
func (p *published) read(t *testing.T, stop chan struct{}, nodes ...*cache.Pages) *sync.WaitGroup {
	t.Helper()
	group := &sync.WaitGroup{}
	for _, node := range nodes {
		for key := range 4 {
			group.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					least := p.answered.Load()
					got, err := node.Fetch(context.Background(), fmt.Sprint("page ", key), p.render)
					var seen int64
					if _, scanErr := fmt.Sscan(string(got.Body), &seen); err != nil || scanErr != nil {
						t.Errorf("a reader got %q, %v", got.Body, err)
						return
					}
					p.asked.Add(1)
					if seen < least {
						p.stale.Add(1)
					}
					time.Sleep(time.Duration(rand.N(300)) * time.Microsecond)
				}
			})
		}
	}
	return group
}

// TestAChangeIsAnsweredWhenEveryNodeHasHeardOfIt, also one whose news of Redis comes late.
func TestAChangeIsAnsweredWhenEveryNodeHasHeardOfIt(t *testing.T) {
	all := []time.Duration{20 * time.Millisecond, 50 * time.Millisecond, 60 * time.Millisecond, 150 * time.Millisecond}
	if testing.Short() {
		all = all[1:3] // about where a node does without Redis
	}
	for _, late := range all {
		t.Run(late.String(), func(t *testing.T) { changesHeard(t, late) })
	}
}

func changesHeard(t *testing.T, late time.Duration) {
	t.Helper()
	server := testkit.StartRedis(t)
	slow := testkit.Slow(t, server.URL)
	near, far := node(t, server.URL), node(t, "redis://"+slow.Address)
	slow.Delay(late)
	time.Sleep(time.Second) // both have heard of each other
	var p published
	stop := make(chan struct{})
	group := p.read(t, stop, near, far)
	begun := time.Now()
	const changes = 60
	for i := range changes {
		p.change([]*cache.Pages{near, near, far}[i%3])
		time.Sleep(rand.N(10 * time.Millisecond))
	}
	took := time.Since(begun)
	close(stop)
	group.Wait()
	if n := p.stale.Load(); n != 0 {
		t.Errorf("%d of %d readers saw an old page after its change was answered", n, p.asked.Load())
	}
	if far.Counts().Hits+far.Counts().Bypasses == 0 || p.answered.Load() == 0 {
		t.Error("the far node was not asked, or no change was answered: this proves nothing")
	}
	t.Logf("%d changes in %s, %d readers, %d hits far away and %d pages without Redis", changes, took, p.asked.Load(), far.Counts().Hits, far.Counts().Bypasses)
}

// TestWhoHearsNothingServesNothingOld: the way of one node to Redis stops while it stays
// connected. The change waits until that node may no longer go by its memory.
func TestWhoHearsNothingServesNothingOld(t *testing.T) {
	server := testkit.StartRedis(t)
	slow := testkit.Slow(t, server.URL)
	near, far := node(t, server.URL), node(t, "redis://"+slow.Address)
	time.Sleep(time.Second)
	rounds := 5
	if testing.Short() {
		rounds = 2
	}
	for range rounds {
		var p published
		fetch(t, near, "page", p.render)
		fetch(t, far, "page", p.render)
		slow.Delay(time.Hour)
		begun := time.Now()
		p.change(near)
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("the change waited %s", took)
		}
		if got := fetch(t, far, "page", p.render); got != "1" {
			t.Errorf("a node that hears nothing serves %s", got)
		}
		slow.Reset()
		eventually(t, 10*time.Second, "the far node is back", func() bool { _, known := far.Tick(t.Context()); return known && !far.Down() })
		if err := near.Empty(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
	}
}

// TestChangesAreSeenWhateverHappensToTheListeners: connections are cut at random, and
// Redis is emptied.
func TestChangesAreSeenWhateverHappensToTheListeners(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds: make test")
	}
	server := testkit.StartRedis(t)
	one, two := node(t, server.URL), node(t, server.URL)
	var p published
	stop := make(chan struct{})
	group := p.read(t, stop, one, two)
	harm := sync.WaitGroup{}
	harm.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(rand.N(400 * time.Millisecond)):
			}
			_, _ = server.Do("CLIENT", "KILL", "TYPE", "pubsub")
			if i%5 == 4 {
				_, _ = server.Do("FLUSHALL")
			}
		}
	})
	for i := range 60 {
		p.change([]*cache.Pages{one, two}[i%2])
		time.Sleep(rand.N(20 * time.Millisecond))
	}
	close(stop)
	harm.Wait()
	group.Wait()
	t.Logf("%d readers, %d old", p.asked.Load(), p.stale.Load())
	if n := p.stale.Load(); n != 0 {
		t.Errorf("%d of %d readers saw an old page after its change was answered", n, p.asked.Load())
	}
}
