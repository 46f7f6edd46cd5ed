package cache_test

import (
	"math/rand/v2"
	"sync"
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
