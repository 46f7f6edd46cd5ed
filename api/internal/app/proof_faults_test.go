package app_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/embedded"
	"baq.kz/portal/api/internal/platform/testkit"
)

// mishap is what happens to what the nodes stand on, and how it ends.
type mishap struct {
	name       string
	begin, end func()
	lasts      time.Duration // at the least, in the long proof
}

// TestNoFaultIsSeenByReaders does to Redis and to PostgreSQL's replica what the issue lists,
// one after the other, while readers ask two whole portals for all kinds of pages and the
// newsroom goes on changing them. No reader gets an error, no change is refused, and
// nothing old is shown. `make prove-faults` does it for longer, with more readers.
func TestNoFaultIsSeenByReaders(t *testing.T) {
	long, aSecond, prove := harmed(t)
	base := ownServers(t)
	redis := testkit.StartRedis(t)
	way := testkit.Slow(t, redis.URL)
	f := begin(t, estate{base.PrimaryDSN, base.ReplicaDSN, "redis://" + way.Address, t.TempDir()})
	for _, one := range mishaps(t, redis, way, base) {
		lasts := long
		if prove {
			lasts = max(long, one.lasts+5*time.Second)
		}
		t.Run(one.name, func(t *testing.T) { f.suffer(t, one, lasts, aSecond) })
	}
}

// harmed tells how long each mishap lasts at the least, and how much readers ask meanwhile.
func harmed(t *testing.T) (long time.Duration, aSecond int, prove bool) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes minutes: make test")
	}
	if os.Getenv("PROVE_FAULTS") != "" {
		return 10 * time.Second, 200, true
	}
	return 2 * time.Second, 60, false
}

// TestNoFailoverIsSeenByReaders: on a cluster of Redis the node with clock and tags gives its
// place to its replica, because it is told to, because it has died, and because it hangs:
// then nodes find the new one seconds after each other.
func TestNoFailoverIsSeenByReaders(t *testing.T) {
	long, aSecond, prove := harmed(t)
	if !prove {
		t.Skip("make prove-faults; the cache alone has its failovers in each run")
	}
	address, servers := testkit.StartRedisCluster(t)
	first := testkit.OwnerOf(t, servers, "{tags}clock")
	second := testkit.StartRedisReplica(t, servers, first)
	db := testkit.ReplicatedDB(t)
	f := begin(t, estate{testkit.DSN(t, db), testkit.ReplicaDSN(t, db), address, t.TempDir()})
	for _, one := range []mishap{
		{"failover on command", func() { second.Failover(t) }, func() { testkit.Eventually(t, "the first follows", func() bool { return first.Follows(t) }) }, 0},
		{"primary killed", second.Kill, func() {
			first.LeadsWithin(t)
			second.Start(t)
			testkit.Eventually(t, "the second follows", func() bool { return second.Follows(t) })
		}, 0},
		{"primary hangs", first.Pause, func() {
			second.LeadsWithin(t)
			first.Resume()
		}, 0},
	} {
		t.Run(one.name, func(t *testing.T) { f.suffer(t, one, max(long, 6*time.Second), aSecond) })
	}
}

// suffer has a mishap last for so long, and a while after it.
func (f *proof) suffer(t *testing.T, one mishap, long time.Duration, aSecond int) {
	f.counts = newCounts()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var group sync.WaitGroup
	f.read(ctx, &group, 6, aSecond, f.counts.readers)
	f.work(ctx, &group, 1, 1_000_000, 100*time.Millisecond)
	time.Sleep(long / 4)
	one.begin()
	time.Sleep(long)
	one.end()
	time.Sleep(long / 2)
	end()
	group.Wait()
	t.Logf("readers at any time: %s", f.counts.readers)
	t.Logf("readers right after a change: %s", f.first)
	var all []time.Duration
	for _, some := range f.took.of {
		all = append(all, some...)
	}
	t.Logf("%d changes, %d refused, answered after: %s", f.made.Load(), f.refused.Load(), quantiles(all))
	f.counts.readers.clean(t, "readers at any time")
	f.first.clean(t, "readers right after a change")
	if f.refused.Load() > 0 || f.made.Load() == 0 {
		t.Errorf("%d changes were refused, %d made", f.refused.Load(), f.made.Load())
	}
}

func mishaps(t *testing.T, redis *testkit.RedisProcess, way *testkit.SlowWay, base servers) []mishap {
	command := func(words ...string) {
		if _, err := redis.Do(words...); err != nil {
			t.Errorf("%v: %v", words, err)
		}
	}
	none := func() {}
	slow := func(by time.Duration) mishap {
		return mishap{"Redis answers " + by.String() + " late", func() { way.Delay(by) }, func() { way.Delay(0) }, 0}
	}
	behind := func(by time.Duration) mishap {
		return mishap{"replica " + by.String() + " behind", func() { base.delayReplica(t, by) }, func() { base.delayReplica(t, 0) }, by}
	}
	return []mishap{
		{"nothing", none, none, 0},
		{"Redis killed", redis.Kill, func() { redis.Start(t) }, 0},
		{"Redis hangs", redis.Pause, redis.Resume, 0},
		slow(20 * time.Millisecond), slow(60 * time.Millisecond), slow(150 * time.Millisecond),
		{"Redis is full", func() {
			command("CONFIG", "SET", "maxmemory-policy", "noeviction")
			command("CONFIG", "SET", "maxmemory", "1")
		}, func() { command("CONFIG", "SET", "maxmemory", "0") }, 0},
		{"Redis emptied", func() { command("FLUSHALL") }, func() { command("FLUSHALL") }, 0},
		{"Redis started anew, empty", func() { redis.Kill(); redis.Start(t) }, none, 0},
		behind(3 * time.Second), behind(time.Minute),
		{"replica hangs", func() { base.signalReplica(t, syscall.SIGSTOP) }, func() { base.signalReplica(t, syscall.SIGCONT) }, 0},
		{"replica killed", func() { base.signalReplica(t, syscall.SIGKILL) }, none, 0}, // it is started again
	}
}

// servers are a primary and a replica of a test's own, which it may hurt.
type servers struct {
	embedded.Addresses
	replicaFolder string
}

func ownServers(t *testing.T) servers {
	t.Helper()
	dir, err := testkit.Folder("portal-faults-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	options := testkit.Options(filepath.Join(dir, "servers"), true)
	stack := startServers(t, options)
	return servers{stack.Addresses, filepath.Join(options.Dir, "replica")}
}

// delayReplica has the replica show each commit so much later.
func (s servers) delayReplica(t *testing.T, by time.Duration) {
	conn, err := pgx.Connect(t.Context(), s.ReplicaDSN)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	for _, statement := range []string{"ALTER SYSTEM SET recovery_min_apply_delay = '" + strconv.Itoa(int(by.Milliseconds())) + "ms'", "SELECT pg_reload_conf()"} {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Error(err)
		}
	}
}

// signalReplica sends a signal to all processes of the replica.
func (s servers) signalReplica(t *testing.T, signal syscall.Signal) {
	text, err := os.ReadFile(filepath.Join(s.replicaFolder, "postmaster.pid"))
	first, _, _ := strings.Cut(string(text), "\n")
	pid, wrong := strconv.Atoi(first)
	if err != nil || wrong != nil {
		t.Error("the replica is not there:", err, wrong)
		return
	}
	for _, one := range append([]int{pid}, childrenOf(pid)...) {
		_ = syscall.Kill(one, signal)
	}
}
