package app_test

import (
	"context"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/testkit"
)

// TestNoPageOfTwoPortalsIsOld is the proof on whole portals: two processes on one
// PostgreSQL with its replica and one Redis, a newsroom that changes all that readers see
// at random moments through the API of either, and readers who ask both for all kinds of
// pages in all languages and scripts, feeds, search and API. Whoever asks after a change
// was answered sees it. PROVE_FRESHNESS is how many changes (make prove-freshness); 60
// otherwise.
func TestNoPageOfTwoPortalsIsOld(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute: make test")
	}
	changes, aSecond, every := 60, 100, 3*time.Second
	if n, err := strconv.Atoi(os.Getenv("PROVE_FRESHNESS")); err == nil {
		changes, aSecond, every = n, 200, 2*time.Second
	}
	db := testkit.ReplicatedDB(t)
	redis := testkit.StartRedis(t)
	f := begin(t, estate{testkit.DSN(t, db), testkit.ReplicaDSN(t, db), redis.URL, t.TempDir()})

	begun := time.Now()
	reading, end := context.WithCancel(t.Context())
	defer end()
	var readers, writers sync.WaitGroup
	f.read(reading, &readers, 6, aSecond, func() *tally { return &f.readers })
	working, done := context.WithCancel(t.Context())
	f.work(working, &writers, 3, changes, 20*time.Millisecond)
	go func() { writers.Wait(); done() }()
	restarts := f.restarts(working, redis, every)
	end()
	readers.Wait()
	t.Logf("Redis was killed %d times", restarts)
	f.tell(time.Since(begun))
	f.readers.clean(t, "readers at any time")
	f.first.clean(t, "readers right after a change")
	if f.refused.Load() > 0 || f.made.Load() < int64(changes) {
		t.Errorf("%d changes were refused, %d of %d made", f.refused.Load(), f.made.Load(), changes)
	}
}

func (f *proof) tell(within time.Duration) {
	f.t.Helper()
	f.t.Logf("%d changes in %s, %d refused", f.made.Load(), within.Round(time.Second), f.refused.Load())
	f.t.Logf("readers at any time: %s", &f.readers)
	f.t.Logf("readers right after a change: %s", &f.first)
	f.t.Logf("a change was answered after:%s", &f.took)
	f.t.Logf("from a change's beginning until four readers after it had seen it:%s", &f.whole)
	f.t.Logf("after its answer it was seen within:%s", &f.seen)
}
