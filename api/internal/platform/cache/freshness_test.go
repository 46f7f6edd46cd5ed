package cache_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestNoChangeIsAnsweredBeforeItIsSeen makes changes at random moments on two nodes, while
// readers ask both all the time, renders are held in the middle of changes, and Redis is
// killed and started anew. Who asks after a change was answered sees it. PROVE_FRESHNESS is
// how many changes (make prove-freshness); 200 otherwise.
func TestNoChangeIsAnsweredBeforeItIsSeen(t *testing.T) {
	changes, every := 200, 100
	if n, err := strconv.Atoi(os.Getenv("PROVE_FRESHNESS")); err == nil {
		changes, every = n, 1000
	} else if testing.Short() {
		t.Skip("takes seconds: make test")
	}
	server := testkit.StartRedis(t)
	nodes := []*cache.Pages{node(t, server.URL), node(t, server.URL)}
	const tags = 100
	var truth, answered [tags]atomic.Int64
	var asked, stale, failed, held atomic.Int64
	render := func(tag int) cache.Render {
		return func(context.Context) (cache.Page, error) {
			seen := truth[tag].Load()
			if rand.N(20) == 0 {
				held.Add(1)
				time.Sleep(rand.N(20 * time.Millisecond))
			}
			return page(fmt.Sprint(seen), fmt.Sprint("article:", tag), "layout"), nil
		}
	}
	ask := func(p *cache.Pages, tag int) {
		least := answered[tag].Load()
		got, err := p.Fetch(context.Background(), fmt.Sprint("page ", tag), render(tag))
		asked.Add(1)
		seen, _ := strconv.ParseInt(string(got.Body), 10, 64)
		switch {
		case err != nil:
			failed.Add(1)
		case seen < least:
			stale.Add(1)
		}
	}
	stop := make(chan struct{})
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(rand.N(time.Millisecond)):
					ask(nodes[i%2], rand.N(tags))
				}
			}
		})
	}
	var waits []time.Duration
	for i := range changes {
		if i%every == every-1 { // between two changes
			server.Kill()
			server.Start(t)
			for _, p := range nodes {
				eventually(t, 10*time.Second, "Redis is used again", func() bool { _, known := p.Tick(t.Context()); return known && !p.Down() })
			}
		}
		tag := rand.N(tags)
		n := truth[tag].Add(1)
		begun := time.Now()
		nodes[i%2].Hint(context.Background(), int64(i+1), fmt.Sprint("article:", tag), "latest:kk")
		answered[tag].Store(n)
		for _, p := range nodes {
			ask(p, tag)
		}
		waits = append(waits, time.Since(begun))
		time.Sleep(rand.N(3 * time.Millisecond))
	}
	close(stop)
	group.Wait()
	slices.Sort(waits)
	t.Logf("%d changes, %d restarts of Redis, %d readers, %d held renders: %d old answers, %d errors; from the change until every node has shown it: p50 %s, p99 %s, worst %s",
		changes, changes/every, asked.Load(), held.Load(), stale.Load(), failed.Load(), waits[len(waits)/2], waits[len(waits)*99/100], waits[len(waits)-1])
	if stale.Load() != 0 || failed.Load() != 0 {
		t.Errorf("%d old answers, %d errors", stale.Load(), failed.Load())
	}
}
