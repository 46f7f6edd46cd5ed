package overload_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/overload"
)

func TestAGateBoundsWhatGoesOnAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := overload.New(3, 100)
		var inside, most, done atomic.Int64
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				_, leave, err := g.Enter(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				defer leave()
				if n := inside.Add(1); n > most.Load() {
					most.Store(n)
				}
				time.Sleep(10 * time.Millisecond)
				inside.Add(-1)
				done.Add(1)
			})
		}
		all.Wait()
		if most.Load() != 3 || done.Load() != 50 {
			t.Errorf("%d at once, %d done", most.Load(), done.Load())
		}
		if in, waiting, refused := g.Counts(); in+waiting+int(refused) != 0 {
			t.Errorf("left behind: %d inside, %d waiting, %d refused", in, waiting, refused)
		}
	})
}

// TestWhoFindsTheQueueFullIsRefusedAtOnce, and told when to come again.
func TestWhoFindsTheQueueFullIsRefusedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := overload.New(1, 1)
		_, leave, err := g.Enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			if _, after, err := g.Enter(t.Context()); err == nil {
				after()
			}
		}()
		synctest.Wait()
		begun := time.Now()
		_, _, err = g.Enter(t.Context())
		refusal, ok := fault.As(err)
		if !errors.Is(err, overload.ErrBusy) || !ok || refusal.RetryAfter < time.Second || time.Since(begun) != 0 {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
		leave()
		synctest.Wait()
		if _, leave, err = g.Enter(t.Context()); err != nil {
			t.Fatalf("the gate is shut for ever: %v", err)
		}
		leave()
	})
}

func TestNobodyWaitsForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := overload.New(1, 5)
		if _, _, err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		if _, _, err := g.Enter(t.Context()); !errors.Is(err, overload.ErrBusy) || time.Since(begun) > 5*time.Second {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
		left, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := g.Enter(left); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if _, waiting, _ := g.Counts(); waiting != 0 {
			t.Errorf("%d still wait", waiting)
		}
	})
}

func TestNoGateLetsEverybodyIn(t *testing.T) {
	var g *overload.Gate
	for range 3 {
		if _, _, err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhoIsInsideEntersFreely: work that is bounded in two places waits once, counts once,
// and is out when the outer part has left.
func TestWhoIsInsideEntersFreely(t *testing.T) {
	g, other := overload.New(1, 0), overload.New(1, 0)
	inside, leave, err := g.Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, again, err := g.Enter(inside)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := g.Enter(t.Context()); !errors.Is(err, overload.ErrBusy) {
		t.Errorf("somebody else got in: %v", err)
	}
	again()
	if in, _, _ := g.Counts(); in != 1 {
		t.Errorf("%d inside", in)
	}
	if _, _, err := other.Enter(inside); err != nil {
		t.Error(err)
	} else if in, _, _ := other.Counts(); in != 1 {
		t.Error("a place at one gate is one at another")
	}
	leave()
	if in, _, _ := g.Counts(); in != 0 {
		t.Errorf("%d inside", in)
	}
}
