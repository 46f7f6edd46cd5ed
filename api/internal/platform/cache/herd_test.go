package cache_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestAHerdMakesOneRender: 1,000 readers at once, half of them on another node. The lock is
// a courtesy: a command that takes longer than 50 ms, as on a machine that stands still for
// a moment, lets another one render. So each herd has three chances.
func TestAHerdMakesOneRender(t *testing.T) {
	for name, before := range map[string]func(t *testing.T, one *cache.Pages, ahead *atomic.Int64){
		"cold": func(*testing.T, *cache.Pages, *atomic.Int64) {},
		"expired within grace": func(_ *testing.T, _ *cache.Pages, ahead *atomic.Int64) {
			ahead.Store(int64(10*time.Minute + time.Second))
		},
		"expired beyond grace":  func(_ *testing.T, one *cache.Pages, ahead *atomic.Int64) { ahead.Store(int64(12 * time.Minute)) },
		"outdated a moment ago": func(t *testing.T, one *cache.Pages, _ *atomic.Int64) { one.Hint(t.Context(), 1, "article:1") },
	} {
		t.Run(name, func(t *testing.T) {
			renders := int64(0)
			for chance := 0; chance < 3 && renders != 1; chance++ {
				renders = herd(t, name, before)
			}
			if renders != 1 {
				t.Errorf("%d renders for 1,000 readers, the last of three times", renders)
			}
		})
	}
}

// herd tells how many renders 1,000 readers cause after what was before.
func herd(t *testing.T, name string, before func(t *testing.T, one *cache.Pages, ahead *atomic.Int64)) int64 {
	t.Helper()
	const takes = 300 * time.Millisecond
	server := testkit.StartRedis(t)
	one, two := node(t, server.URL), node(t, server.URL)
	var ahead atomic.Int64
	for _, p := range []*cache.Pages{one, two} {
		cache.SetNow(p, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	}
	var now truth
	if name != "cold" {
		for range 2 {
			fetch(t, one, "page", now.render)
			fetch(t, two, "page", now.render)
		}
	}
	if name == "expired beyond grace" { // Redis itself forgets it then
		if _, err := server.Do("DEL", "page3:page"); err != nil {
			t.Fatal(err)
		}
	}
	before(t, one, &ahead)
	time.Sleep(time.Second)
	now.renders.Store(0)
	now.number.Store(1)
	render := func(ctx context.Context) (cache.Page, error) {
		made, err := now.render(ctx)
		time.Sleep(takes)
		return made, err
	}
	waits := make([]time.Duration, 1000)
	var group sync.WaitGroup
	begun := time.Now()
	for i := range waits {
		group.Go(func() {
			got, err := []*cache.Pages{one, two}[i%2].Fetch(context.Background(), "page", render)
			if err != nil || string(got.Body) != "1" && name != "expired within grace" {
				t.Errorf("a reader got %q, %v", got.Body, err)
			}
			waits[i] = time.Since(begun)
		})
	}
	group.Wait()
	eventually(t, 3*time.Second, "it is made anew", func() bool { return fetch(t, two, "page", render) == "1" })
	t.Logf("%d renders; the slowest waited %s, a render took %s", now.renders.Load(), slices.Max(waits), takes)
	return now.renders.Load()
}
