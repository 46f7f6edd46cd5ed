package cache_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/overload"
	"baq.kz/portal/api/internal/platform/testkit"
)

// truth is what the pages of a test are made of: each says its number.
type truth struct{ number, renders atomic.Int64 }

func (t *truth) render(context.Context) (cache.Page, error) {
	t.renders.Add(1)
	return page(fmt.Sprint(t.number.Load()), "article:1"), nil
}

// eventually asks until the answer is right, and fails when it is not within limit.
func eventually(t *testing.T, limit time.Duration, what string, right func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !right(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", limit, what)
		}
	}
}

// readers ask for pages until they are stopped, and count what no reader may see.
type readers struct {
	group         sync.WaitGroup
	stop          chan struct{}
	asked, failed atomic.Int64
	slowest       atomic.Int64
}

func read(p *cache.Pages, render cache.Render) *readers {
	r := &readers{stop: make(chan struct{})}
	for i := range 8 {
		r.group.Go(func() {
			for {
				select {
				case <-r.stop:
					return
				case <-time.After(time.Millisecond):
				}
				begun := time.Now()
				if _, err := p.Fetch(context.Background(), fmt.Sprint("page ", i%3), render); err != nil {
					r.failed.Add(1)
				}
				r.asked.Add(1)
				r.slowest.Store(max(r.slowest.Load(), int64(time.Since(begun))))
			}
		})
	}
	return r
}

func (r *readers) end(t *testing.T) {
	t.Helper()
	close(r.stop)
	r.group.Wait()
	if r.failed.Load() > 0 || r.asked.Load() == 0 {
		t.Errorf("%d of %d readers got an error", r.failed.Load(), r.asked.Load())
	}
	if slowest := time.Duration(r.slowest.Load()); slowest > 3*time.Second {
		t.Errorf("a reader waited %s", slowest)
	}
	t.Logf("%d readers, the slowest %s", r.asked.Load(), time.Duration(r.slowest.Load()))
}

// TestWhateverHappensToRedis kills Redis, has it hang, empties and restarts it, while
// readers read: nobody gets an error, and nobody sees an old page for longer than a copy
// lives.
func TestWhateverHappensToRedis(t *testing.T) {
	for name, harm := range map[string]struct{ begin, end func(*testkit.RedisProcess) }{
		"killed":    {(*testkit.RedisProcess).Kill, func(r *testkit.RedisProcess) { r.Start(t) }},
		"hanging":   {(*testkit.RedisProcess).Pause, (*testkit.RedisProcess).Resume},
		"emptied":   {func(r *testkit.RedisProcess) { _, _ = r.Do("FLUSHALL") }, func(*testkit.RedisProcess) {}},
		"restarted": {func(r *testkit.RedisProcess) { r.Kill(); r.Start(t) }, func(*testkit.RedisProcess) {}},
	} {
		t.Run(name, func(t *testing.T) {
			server := testkit.StartRedis(t)
			p := node(t, server.URL)
			var now truth
			fetch(t, p, "page 0", now.render)
			crowd := read(p, now.render)
			defer crowd.end(t)
			time.Sleep(100 * time.Millisecond)

			harm.begin(server)
			now.number.Store(1)
			_ = p.Bump(t.Context(), 0, "article:1") // may fail
			says := func() string { return fetch(t, p, "page 0", now.render) }
			eventually(t, 2*time.Second, "the change is seen without Redis", func() bool { return says() == "1" })
			now.number.Store(2)
			_ = p.Bump(t.Context(), 0, "article:1")
			eventually(t, 2*time.Second, "another change is seen", func() bool { return says() == "2" })

			harm.end(server)
			eventually(t, 10*time.Second, "it serves from Redis again", func() bool {
				before := p.Counts().Hits
				says()
				return p.Counts().Hits > before && !p.Down()
			})
			if got := says(); got != "2" {
				t.Errorf("the page from before came back: %s", got)
			}
			now.number.Store(3)
			if err := p.Bump(t.Context(), 0, "article:1"); err != nil {
				t.Fatal(err)
			}
			eventually(t, time.Second, "changes are seen as before", func() bool { return says() == "3" })
		})
	}
}

// TestAFullRedis takes no new pages and no new tags. What it holds must not outlive a
// change all the same.
func TestAFullRedis(t *testing.T) {
	server := testkit.StartRedis(t)
	one, two := node(t, server.URL), node(t, server.URL)
	var now truth
	for range 2 { // the second time from Redis, into the processes' memory
		fetch(t, one, "page 0", now.render)
		fetch(t, two, "page 0", now.render)
	}
	if n := now.renders.Load(); n != 1 {
		t.Fatalf("%d renders for two nodes", n)
	}
	for _, setting := range [][]string{{"CONFIG", "SET", "maxmemory-policy", "noeviction"}, {"CONFIG", "SET", "maxmemory", "1"}} {
		if _, err := server.Do(setting...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := server.Do("SET", "x", "y"); err == nil || !strings.Contains(err.Error(), "OOM") {
		t.Fatalf("it is not full: %v", err)
	}
	if got := fetch(t, one, "page 0", now.render); got != "0" || now.renders.Load() != 1 {
		t.Errorf("what is remembered of it is not served: %s after %d renders", got, now.renders.Load())
	}
	crowd := read(two, now.render)
	for round := range int64(5) {
		now.number.Store(round + 1)
		if err := one.Bump(t.Context(), 0, "article:1"); err != nil {
			t.Errorf("a full Redis can't be told of a change: %v", err)
		}
		for _, p := range []*cache.Pages{one, two} {
			eventually(t, 2*time.Second, "the change is seen", func() bool { return fetch(t, p, "page 0", now.render) == fmt.Sprint(round+1) })
		}
	}
	time.Sleep(300 * time.Millisecond) // between changes
	crowd.end(t)
	if n, asked := now.renders.Load(), crowd.asked.Load(); n > asked/2 {
		t.Errorf("%d renders for %d readers: no copy stands in", n, asked)
	}
	if _, err := server.Do("CONFIG", "SET", "maxmemory", "0"); err != nil {
		t.Fatal(err)
	}
	eventually(t, 5*time.Second, "pages are kept again", func() bool {
		before := one.Counts().Hits
		fetch(t, one, "page 0", now.render)
		return one.Counts().Hits > before
	})
}

// TestARenderFromBeforeTheLossIsNotServed: Redis forgets what has outdated it.
func TestARenderFromBeforeTheLossIsNotServed(t *testing.T) {
	server := testkit.StartRedis(t)
	p := node(t, server.URL)
	var now truth
	started, proceed := make(chan struct{}), make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = p.Fetch(context.Background(), "a", func(ctx context.Context) (cache.Page, error) {
			made, err := now.render(ctx)
			if now.renders.Load() == 1 {
				close(started)
				<-proceed
			}
			return made, err
		})
	}()
	<-started
	now.number.Store(1)
	if err := p.Bump(t.Context(), 0, "article:1"); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Do("FLUSHALL"); err != nil {
		t.Fatal(err)
	}
	close(proceed)
	<-done
	time.Sleep(20 * time.Millisecond)
	if got := fetch(t, p, "a", now.render); got != "1" {
		t.Errorf("after the loss: %s", got)
	}
}

func TestEmptyOutdatesAll(t *testing.T) {
	server := testkit.StartRedis(t)
	one, two := node(t, server.URL), node(t, server.URL)
	var now truth
	for _, key := range []string{"a", "b"} {
		fetch(t, one, key, now.render)
		fetch(t, two, key, now.render)
	}
	if n := now.renders.Load(); n != 2 {
		t.Fatalf("%d renders", n)
	}
	now.number.Store(1)
	if err := one.Empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*cache.Pages{one, two} {
		for _, key := range []string{"a", "b"} {
			eventually(t, time.Second, "the new page", func() bool { return fetch(t, p, key, now.render) == "1" })
		}
	}
}

func TestOneOfAllNodesRenders(t *testing.T) {
	server := testkit.StartRedis(t)
	nodes := []*cache.Pages{node(t, server.URL), node(t, server.URL), node(t, server.URL)}
	// Where Redis takes longer than a reader waits, as on a machine that does too much at
	// once, a node renders without the lock: several tries are allowed.
	var renders atomic.Int64
	for try := range 3 {
		renders.Store(0)
		var group sync.WaitGroup
		for i := range 60 {
			group.Go(func() {
				got, err := nodes[i%3].Fetch(context.Background(), fmt.Sprint("page ", try), func(context.Context) (cache.Page, error) {
					renders.Add(1)
					time.Sleep(200 * time.Millisecond)
					return page("x", "article:1"), nil
				})
				if err != nil || string(got.Body) != "x" {
					t.Errorf("%q, %v", got.Body, err)
				}
			})
		}
		group.Wait()
		if renders.Load() == 1 {
			return
		}
	}
	t.Errorf("%d renders on three nodes", renders.Load())
}

// TestTheLockOfADeadNodeEnds: the one that renders has died.
func TestTheLockOfADeadNodeEnds(t *testing.T) {
	if testing.Short() {
		t.Skip("waits three seconds: make test")
	}
	server := testkit.StartRedis(t)
	if _, err := server.Do("SET", "lock:a", "of a node that died", "PX", "3000"); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if got := fetch(t, node(t, server.URL), "a", new(truth).render); got != "0" {
		t.Error(got)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

// TestAFailureElsewhereFreesTheNext: a node whose render fails does not keep the others
// waiting.
func TestAFailureElsewhereFreesTheNext(t *testing.T) {
	server := testkit.StartRedis(t)
	one, two := node(t, server.URL), node(t, server.URL)
	begun := make(chan struct{})
	go func() {
		_, _ = one.Fetch(context.Background(), "a", func(context.Context) (cache.Page, error) {
			close(begun)
			time.Sleep(50 * time.Millisecond)
			return cache.Page{}, errors.New("broken")
		})
	}()
	<-begun
	before := time.Now()
	if got := fetch(t, two, "a", new(truth).render); got != "0" || time.Since(before) > time.Second {
		t.Errorf("%q after %s", got, time.Since(before))
	}
}

// TestALockThatCameTooLateIsLetGo: Redis took longer to lock than somebody waits for it,
// and did it all the same. The next render does not wait until that lock has ended.
func TestALockThatCameTooLateIsLetGo(t *testing.T) {
	server := testkit.StartRedis(t)
	p := node(t, server.URL)
	eventually(t, 2*time.Second, "it hears of changes", func() bool { return cache.Hears(p) })
	var now truth
	fetch(t, p, "b", now.render) // a clock, connections, scripts
	if _, err := server.Do("CLIENT", "PAUSE", "100", "WRITE"); err != nil {
		t.Fatal(err)
	}
	fetch(t, p, "a", now.render)
	time.Sleep(200 * time.Millisecond)
	if err := p.Bump(t.Context(), 0, "article:1"); err != nil {
		t.Fatal(err)
	}
	now.number.Store(1)
	begun := time.Now()
	eventually(t, 5*time.Second, "the change is shown", func() bool { return fetch(t, p, "a", now.render) == "1" })
	if took := time.Since(begun); took > time.Second {
		t.Errorf("the next render waited %s", took)
	}
}

func TestTheCrowdOfRendersIsLimited(t *testing.T) {
	p := open(t)
	const atOnce = 5
	p.RenderThrough(overload.New(atOnce, 300))
	var running, most atomic.Int64
	var group sync.WaitGroup
	for i := range 300 {
		group.Go(func() {
			_, err := p.Fetch(context.Background(), fmt.Sprint(i), func(context.Context) (cache.Page, error) {
				for now, peak := running.Add(1), most.Load(); now > peak && !most.CompareAndSwap(peak, now); peak = most.Load() {
				}
				defer running.Add(-1)
				time.Sleep(5 * time.Millisecond)
				return page("x"), nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := most.Load(); n != atOnce {
		t.Errorf("%d renders at once", n)
	}
}

// TestOnlyRendersTakeAPlace: while the one place is taken, pages that are kept are served,
// readers of the page that is being made wait for it, and who wants another one is refused
// at once; with Redis and without.
func TestOnlyRendersTakeAPlace(t *testing.T) {
	for _, without := range []bool{false, true} {
		server := testkit.StartRedis(t)
		p := node(t, server.URL)
		if without {
			server.Kill()
			eventually(t, 5*time.Second, "Redis is away", func() bool { return p.Down() })
		}
		gate := overload.New(1, 0)
		p.RenderThrough(gate)
		fetch(t, p, "kept", new(truth).render)
		hold, rendering := make(chan struct{}), make(chan struct{})
		slow := func(context.Context) (cache.Page, error) {
			close(rendering)
			<-hold
			return page("made", "article:1"), nil
		}
		var group sync.WaitGroup
		ask := func(render cache.Render) {
			if got, err := p.Fetch(context.Background(), "slow", render); err != nil || string(got.Body) != "made" {
				t.Errorf("%s, %v", got.Body, err)
			}
		}
		group.Go(func() { ask(slow) })
		<-rendering
		for range 50 {
			group.Go(func() {
				ask(func(context.Context) (cache.Page, error) { return cache.Page{}, errors.New("a render of its own") })
			})
		}
		begun := time.Now()
		if got := fetch(t, p, "kept", func(context.Context) (cache.Page, error) { return cache.Page{}, errors.New("rendered again") }); got != "0" {
			t.Error(got)
		}
		if _, err := p.Fetch(t.Context(), "another", new(truth).render); !errors.Is(err, overload.ErrBusy) || time.Since(begun) > 500*time.Millisecond {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
		if inside, waiting, refused := gate.Counts(); inside != 1 || waiting != 0 || refused != 1 || p.Counts().Busy != 1 {
			t.Errorf("%d inside, %d waiting, %d refused, %d pages refused", inside, waiting, refused, p.Counts().Busy)
		}
		close(hold)
		group.Wait()
		if fetch(t, p, "another", new(truth).render); t.Failed() {
			t.Errorf("without Redis: %t", without)
		}
	}
}

// TestWhatIsNotThereIsRememberedForAMoment, but not after its publication.
func TestWhatIsNotThereIsRememberedForAMoment(t *testing.T) {
	p := open(t)
	missing := fault.New(fault.NotFound, "news.not_found", "no such article")
	var renders atomic.Int64
	there := atomic.Bool{}
	ask := func() error {
		_, err := p.Fetch(t.Context(), "a", func(context.Context) (cache.Page, error) {
			renders.Add(1)
			if there.Load() {
				return page("x", "article:1"), nil
			}
			return cache.Page{}, missing
		})
		return err
	}
	for range 50 {
		if err := ask(); !errors.Is(err, missing) {
			t.Fatal(err)
		}
	}
	if n := renders.Load(); n > 2 {
		t.Errorf("%d renders", n)
	}
	there.Store(true)
	if err := p.Bump(t.Context(), 0, "latest:kk"); err != nil {
		t.Fatal(err)
	}
	eventually(t, 500*time.Millisecond, "the article is there", func() bool { return ask() == nil })
}

func TestAFailureOfOursIsNotRemembered(t *testing.T) {
	p := open(t)
	var renders atomic.Int64
	for range 3 {
		_, err := p.Fetch(t.Context(), "a", func(context.Context) (cache.Page, error) {
			renders.Add(1)
			return cache.Page{}, errors.New("the database went away")
		})
		if err == nil {
			t.Fatal("no error")
		}
	}
	if n := renders.Load(); n != 3 {
		t.Errorf("%d renders", n)
	}
}
