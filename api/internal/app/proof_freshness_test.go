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
// pages in all languages and scripts, feeds, search and API; Redis is killed at random,
// and the processes are held at random, in the middle of a render, too. Whoever asks after a change was answered
// sees it. PROVE_FRESHNESS is how many changes (make prove-freshness); 60
// otherwise.
func TestNoPageOfTwoPortalsIsOld(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute: make test")
	}
	changes, aSecond, every := 60, 100, 3*time.Second
	if n, err := strconv.Atoi(os.Getenv("PROVE_FRESHNESS")); err == nil {
		changes, aSecond, every = n, 200, 10*time.Second
	}
	db := testkit.ReplicatedDB(t)
	redis := testkit.StartRedis(t)
	f := begin(t, estate{testkit.DSN(t, db), testkit.ReplicaDSN(t, db), redis.URL, t.TempDir()})

	t.Run("calm", func(t *testing.T) { f.phase(t, changes/2, aSecond, func(working context.Context) { <-working.Done() }) })
	t.Run("Redis killed, nodes held", func(t *testing.T) {
		f.phase(t, changes-changes/2, aSecond, func(working context.Context) {
			var holding sync.WaitGroup
			holding.Go(func() { f.stop(working, every/3) })
			t.Logf("Redis was killed %d times", f.restarts(working, redis, every))
			holding.Wait()
		})
	})
}

// phase makes so many changes while readers ask, and harm is done until they are made.
func (f *proof) phase(t *testing.T, changes, aSecond int, harm func(working context.Context)) {
	f.counts = newCounts()
	begun := time.Now()
	reading, end := context.WithCancel(t.Context())
	defer end()
	working, done := context.WithCancel(t.Context())
	var readers, writers sync.WaitGroup
	f.read(reading, &readers, 6, aSecond, f.counts.readers)
	f.work(working, &writers, 3, changes, 20*time.Millisecond)
	go func() { writers.Wait(); done() }()
	harm(working)
	end()
	readers.Wait()
	f.tell(t, time.Since(begun))
	f.counts.readers.clean(t, "readers at any time")
	f.first.clean(t, "readers right after a change")
	if f.refused.Load() > 0 || f.made.Load() < int64(changes) {
		t.Errorf("%d changes were refused, %d of %d made", f.refused.Load(), f.made.Load(), changes)
	}
}

func (f *proof) tell(t *testing.T, within time.Duration) {
	t.Helper()
	t.Logf("nodes were held %d times, and with them %d requests under way", f.stops.Load(), f.held.Load())
	t.Logf("%d changes in %s, %d refused", f.made.Load(), within.Round(time.Second), f.refused.Load())
	t.Logf("readers at any time: %s", f.counts.readers)
	t.Logf("readers right after a change: %s", f.first)
	t.Logf("a change was answered after:%s", f.took)
	t.Logf("from a change's beginning until four readers after it had seen it:%s", f.whole)
	t.Logf("after its answer it was seen within:%s", f.seen)
}
