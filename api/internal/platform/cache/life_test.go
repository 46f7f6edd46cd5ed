package cache_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestAPageThatHasReachedItsLifeIsServedWhileOneRenews, by one node of all, however many
// ask; and not once a change has outdated it.
func TestAPageThatHasReachedItsLifeIsServedWhileOneRenews(t *testing.T) {
	server := testkit.StartRedis(t)
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	nodes := []*cache.Pages{node(t, server.URL), node(t, server.URL)}
	for _, p := range nodes {
		cache.SetNow(p, clock)
	}
	var now truth
	for _, p := range nodes {
		fetch(t, p, "a", now.render)
	}
	now.number.Store(1) // without a bump: only its life ends it
	ahead.Store(int64(9 * time.Minute))
	if got := fetch(t, nodes[0], "a", now.render); got != "0" || now.renders.Load() != 1 {
		t.Fatalf("before its life ended: %s after %d renders", got, now.renders.Load())
	}

	ahead.Store(int64(10*time.Minute + time.Second))
	renewing, goOn := make(chan struct{}), make(chan struct{})
	var once sync.Once
	slow := func(ctx context.Context) (cache.Page, error) {
		once.Do(func() { close(renewing) })
		<-goOn
		return now.render(ctx)
	}
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			begun := time.Now()
			got, err := nodes[i%2].Fetch(context.Background(), "a", slow)
			if err != nil || string(got.Body) != "0" || time.Since(begun) > time.Second {
				t.Errorf("a reader got %q after %s, %v", got.Body, time.Since(begun), err)
			}
		})
	}
	group.Wait()
	<-renewing
	close(goOn)
	for _, p := range nodes {
		eventually(t, 3*time.Second, "the new page", func() bool { return fetch(t, p, "a", now.render) == "1" })
	}
	if n := now.renders.Load(); n != 2 {
		t.Errorf("%d renders, want the first and one more", n)
	}

	ahead.Store(int64(20*time.Minute + 5*time.Second)) // at the end of its life again
	now.number.Store(2)
	if err := nodes[1].Bump(t.Context(), 0, "article:1"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond)
	for _, p := range nodes {
		if got := fetch(t, p, "a", now.render); got != "2" {
			t.Errorf("outdated, and still served: %s", got)
		}
	}
}

// TestARenewalThatFailsLeavesTheOldPage, and is not tried again with every reader.
func TestARenewalThatFailsLeavesTheOldPage(t *testing.T) {
	p := open(t)
	var ahead atomic.Int64
	cache.SetNow(p, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	var now truth
	fetch(t, p, "a", now.render)
	ahead.Store(int64(10*time.Minute + time.Second))
	var tries atomic.Int64
	for range 50 {
		got := fetch(t, p, "a", func(context.Context) (cache.Page, error) { tries.Add(1); panic("broken") })
		if got != "0" {
			t.Fatal(got)
		}
		time.Sleep(time.Millisecond)
	}
	if n := tries.Load(); n > 2 {
		t.Errorf("%d tries in 50 ms", n)
	}
}
