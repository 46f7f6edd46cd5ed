package ratelimit

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

func open(t *testing.T, url string) rueidis.Client {
	t.Helper()
	client, err := cache.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// TestAWindowIsOneForAllProcesses, and a client's own.
func TestAWindowIsOneForAllProcesses(t *testing.T) {
	server := testkit.Redis(t)
	one, two := New(open(t, server.URL), "test", time.Second, quiet()), New(open(t, server.URL), "test", time.Second, quiet())
	for i, l := range []*Limiter{one, two, one, two} {
		if n, left := l.Count(t.Context(), "203.0.113.9"); n != i+1 || left <= 0 || left > time.Second {
			t.Errorf("%d, %s left", n, left)
		}
	}
	if n, _ := one.Count(t.Context(), "2001:db8::/64"); n != 1 {
		t.Errorf("another client's count is %d", n)
	}
	if n, _ := New(one.client, "other", time.Second, quiet()).Count(t.Context(), "203.0.113.9"); n != 1 {
		t.Errorf("another limit's count is %d", n)
	}
	time.Sleep(1100 * time.Millisecond)
	if n, _ := two.Count(t.Context(), "203.0.113.9"); n != 1 {
		t.Errorf("in the next window the count is %d", n)
	}
	// A key without an end would count for ever.
	if err := one.client.Do(t.Context(), one.client.B().Set().Key("rate:test:10.0.0.1").Value("7").Build()).Error(); err != nil {
		t.Fatal(err)
	}
	if n, left := one.Count(t.Context(), "10.0.0.1"); n != 8 || left <= 0 || left > time.Second {
		t.Errorf("%d, %s left", n, left)
	}
}

// TestAheadAsksSeldomAndLetsNoMoreThrough: two nodes, clients that ask as often as they can.
func TestAheadAsksSeldomAndLetsNoMoreThrough(t *testing.T) {
	const limit = 600
	server := testkit.Redis(t)
	client := open(t, server.URL)
	asked := func() int {
		text, err := client.Do(t.Context(), client.B().Arbitrary("INFO", "commandstats").Build()).ToString()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, name := range []string{"cmdstat_evalsha:calls=", "cmdstat_eval:calls="} {
			if _, rest, found := strings.Cut(text, name); found {
				calls, _ := strconv.Atoi(rest[:strings.IndexByte(rest, ',')])
				n += calls
			}
		}
		return n
	}
	nodes := []*Limiter{New(client, "ahead", time.Minute, quiet()), New(open(t, server.URL), "ahead", time.Minute, quiet())}
	count := func(node int) int {
		n, left := nodes[node].Ahead(limit)(t.Context(), "203.0.113.9")
		if left <= 0 || left > time.Minute {
			t.Fatalf("%s are left", left)
		}
		return n
	}
	before := asked()
	for i := range limit / 4 {
		if n := count(0); n != i+1 {
			t.Fatalf("the %dth request of one node is counted as %d", i+1, n)
		}
	}
	if n := asked() - before; n > limit/4/5 {
		t.Errorf("%d requests asked Redis %d times", limit/4, n)
	}
	var passed atomic.Int64
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for range limit / 4 {
				if count(worker%2) <= limit {
					passed.Add(1)
				}
			}
		})
	}
	all.Wait()
	total := limit/4 + int(passed.Load())
	if total > limit || total < limit-limit/aheadShare {
		t.Errorf("%d of %d were let through", total, limit)
	}
	for node := range nodes {
		if n := count(node); n <= limit {
			t.Errorf("node %d lets another one through: %d", node, n)
		}
	}
	// A limit of a few is counted one by one.
	for i := range 12 {
		if n, _ := nodes[i%2].Ahead(10)(t.Context(), "few"); n != i+1 {
			t.Errorf("the %dth is counted as %d", i+1, n)
		}
	}
}

// TestWithoutRedisAProcessCountsAlone, and nobody waits for it again and again.
func TestWithoutRedisAProcessCountsAlone(t *testing.T) {
	server := testkit.Redis(t)
	l := New(open(t, server.URL), "test", time.Minute, quiet())
	if n, _ := l.Count(t.Context(), "203.0.113.9"); n != 1 {
		t.Fatal(n)
	}
	server.Stop()
	begun := time.Now()
	for i := range 200 {
		if n, left := l.Count(t.Context(), "203.0.113.9"); n != i+1 || left > time.Minute {
			t.Fatalf("%d, %s left", n, left)
		}
	}
	if spent := time.Since(begun); spent > 2*time.Second {
		t.Errorf("200 requests have waited for %s", spent)
	}
}

func TestTheMemoryOfClientsIsBounded(t *testing.T) {
	l := &Limiter{window: time.Minute, now: time.Now, alone: map[string]*window{}}
	for i := range 3 * remembered {
		l.countAlone(fmt.Sprint(i))
	}
	if len(l.alone) > remembered {
		t.Errorf("%d clients are remembered", len(l.alone))
	}
}
