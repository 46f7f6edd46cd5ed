package cache_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestAFailoverIsSeenByNoReader: another node of the cluster takes the place of the one with
// clock and tags, once because it is told to, once because the first has died, while changes
// and readers go on.
func TestAFailoverIsSeenByNoReader(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds: make test")
	}
	address, servers := testkit.StartRedisCluster(t)
	first := testkit.OwnerOf(t, servers, "{tags}clock")
	second := testkit.StartRedisReplica(t, servers, first)
	one, two := node(t, address), node(t, address)
	var p published
	stop := make(chan struct{})
	group := p.read(t, stop, one, two)
	var changes sync.WaitGroup
	changes.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				p.change([]*cache.Pages{one, two}[i%2])
				time.Sleep(rand.N(20 * time.Millisecond))
			}
		}
	})
	inUse := func(what string) {
		eventually(t, 15*time.Second, "Redis is used again after "+what, func() bool {
			_, first := one.Tick(t.Context())
			_, second := two.Tick(t.Context())
			return first && second && !one.Down() && !two.Down()
		})
		t.Logf("%s: %d changes, %d readers, %d old", what, p.number.Load(), p.asked.Load(), p.stale.Load())
	}
	time.Sleep(3 * time.Second)
	inUse("the beginning")
	second.Failover(t)
	time.Sleep(3 * time.Second)
	inUse("a failover on command")
	testkit.Eventually(t, "the first follows", func() bool { return first.Follows(t) })
	second.Kill()
	first.LeadsWithin(t)
	time.Sleep(3 * time.Second)
	inUse("a death")
	close(stop)
	changes.Wait()
	group.Wait()
	if n := p.stale.Load(); n != 0 || p.asked.Load() == 0 {
		t.Errorf("%d of %d readers saw an old page after its change was answered", n, p.asked.Load())
	}
}

// TestWhoFindsTheNewPrimaryFirstServesNothingOld: the primary of a cluster hangs, and one
// node comes to its replica while another, which has changed something meanwhile, can't get
// there yet. What that one owes the first must not serve.
func TestWhoFindsTheNewPrimaryFirstServesNothingOld(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds: make test")
	}
	address, servers := testkit.StartRedisCluster(t)
	first := testkit.OwnerOf(t, servers, "{tags}clock")
	second := testkit.StartRedisReplica(t, servers, first)
	var open atomic.Bool // the other node's way to the replica
	client, err := cache.OpenBy(address, func(ctx context.Context, to string, dialer *net.Dialer, _ *tls.Config) (net.Conn, error) {
		if "redis://"+to == second.URL && !open.Load() {
			return nil, errors.New("no way")
		}
		return dialer.DialContext(ctx, "tcp", to)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	one, other := node(t, address), cache.New(client, 10*time.Minute, nil)
	eventually(t, 5*time.Second, "both are heard of", func() bool { return cache.Hears(one) && cache.Hears(other) })
	time.Sleep(time.Second)

	const keys = 8 // on all nodes
	var p published
	ask := func(node *cache.Pages) {
		for key := range keys {
			least := p.answered.Load()
			if got := fetch(t, node, fmt.Sprint("page ", key), p.render); got != fmt.Sprint(least) {
				t.Fatalf("page %d is served as of %s, after %d was answered", key, got, least)
			}
		}
		p.asked.Add(1)
	}
	ask(one)
	first.Pause()
	t.Cleanup(first.Resume)
	eventually(t, 5*time.Second, "the one hears nothing", func() bool { return !cache.Hears(one) })
	p.change(other)
	heard := time.Time{}
	eventually(t, 30*time.Second, "the one hears the new primary for a while", func() bool {
		ask(one)
		if heard.IsZero() && cache.Hears(one) {
			heard = time.Now()
		}
		return !heard.IsZero() && time.Since(heard) > 1500*time.Millisecond
	})
	open.Store(true)
	eventually(t, 30*time.Second, "both use Redis again", func() bool {
		ask(one)
		ask(other)
		return !one.Down() && !other.Down()
	})
	for range 100 {
		ask(one)
		ask(other)
		time.Sleep(5 * time.Millisecond)
	}
	t.Logf("all pages were asked for %d times", p.asked.Load())
}

// TestWhatAPrimaryTookAfterItHungIsToldAgain: a primary that hung takes what waited for it
// before it learns that it is none any more. Here the change's tag is taken back, as the new
// primary has never had it.
func TestWhatAPrimaryTookAfterItHungIsToldAgain(t *testing.T) {
	server := testkit.StartRedis(t)
	one, other := node(t, server.URL), node(t, server.URL)
	var p published
	fetch(t, one, "page", p.render)
	server.Pause()
	eventually(t, 5*time.Second, "both do without Redis", func() bool { return one.Down() && other.Down() })
	server.Resume()
	var changes sync.WaitGroup
	changes.Go(func() { p.change(other) })
	eventually(t, 5*time.Second, "Redis takes the change", func() bool {
		tick, err := server.Do("GETDEL", "{tags}article:1")
		return err == nil && tick != ""
	})
	changes.Wait()
	eventually(t, 10*time.Second, "both use Redis again", func() bool {
		if got := fetch(t, one, "page", p.render); got != "1" {
			t.Fatalf("served as of %s", got)
		}
		return !one.Down() && !other.Down()
	})
	if there, err := server.Do("GET", "{tags}article:1"); err != nil || there == "" {
		t.Errorf("the change was not told again: %q, %v", there, err)
	}
}
