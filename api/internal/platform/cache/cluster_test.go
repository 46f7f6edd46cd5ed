package cache_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestOnACluster of three nodes: pages lie on all of them, clock and tags on one.
func TestOnACluster(t *testing.T) {
	address, servers := testkit.StartRedisCluster(t)
	one, two := node(t, address), node(t, address)
	var now truth
	const keys = 60
	all := func(want string) {
		t.Helper()
		for i := range keys {
			for _, p := range []*cache.Pages{one, two} {
				eventually(t, 2*time.Second, "page "+fmt.Sprint(i)+" says "+want, func() bool { return fetch(t, p, fmt.Sprint("html|", i), now.render) == want })
			}
		}
	}
	all("0")
	if n := now.renders.Load(); n != keys {
		t.Errorf("%d renders of %d pages", n, keys)
	}
	for i, server := range servers {
		if size, err := server.Do("EVAL", "return tostring(redis.call('DBSIZE'))", "0"); err != nil || size == "0" {
			t.Errorf("node %d holds %s keys, %v", i, size, err)
		}
	}
	for round := range int64(3) {
		now.number.Store(round + 1)
		if err := one.Bump(t.Context(), round, "article:1", "latest:kk", fmt.Sprint("rubric:", round)); err != nil {
			t.Fatal(err)
		}
		all(fmt.Sprint(round + 1))
	}
	now.number.Store(9)
	if err := two.Empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	all("9")
	if one.Down() || two.Down() {
		t.Error("the cluster counts as down")
	}
	if got := two.Position(context.Background()); got != 2 {
		t.Errorf("position %d", got)
	}
}
