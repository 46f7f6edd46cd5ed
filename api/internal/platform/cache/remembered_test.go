package cache_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
)

// reads counts what a memory has to read.
type reads struct {
	memory *cache.Memory[int, string]
	asked  [][]int
}

func (r *reads) all(t *testing.T, ctx context.Context, keys ...int) []string { //nolint:revive // the test comes first
	t.Helper()
	found, err := r.memory.All(ctx, keys, func(missing []int) (map[int]string, error) {
		r.asked = append(r.asked, missing)
		out := map[int]string{}
		for _, key := range missing {
			if key != 404 {
				out[key] = fmt.Sprint("read ", len(r.asked), " of ", key)
			}
		}
		return out, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Values(found))
}

func TestAMemoryReadsOnlyWhatItDoesNotKnow(t *testing.T) {
	r := &reads{memory: cache.NewMemory[int, string](10, nil)}
	ctx := cache.WithTick(t.Context(), 0) // before the first change there is a clock, too
	r.all(t, ctx, 1, 2)
	got := r.all(t, ctx, 2, 3, 404)
	if fmt.Sprint(got) != "[read 1 of 2 read 2 of 3]" || fmt.Sprint(r.asked) != "[[1 2] [3 404]]" {
		t.Errorf("%v, asked for %v", got, r.asked)
	}
	if r.all(t, ctx, 3, 1); len(r.asked) != 2 {
		t.Errorf("asked for what is known: %v", r.asked)
	}
}

func TestAnyChangeEndsAMemory(t *testing.T) {
	r := &reads{memory: cache.NewMemory[int, string](10, nil)}
	r.all(t, cache.WithTick(t.Context(), 7), 1)
	for _, tick := range []int64{8, 7, 0, 1} { // a Redis that lost its clock begins anew
		before := len(r.asked)
		if r.all(t, cache.WithTick(t.Context(), tick), 1); len(r.asked) != before+1 {
			t.Errorf("at tick %d something of another tick was given", tick)
		}
	}
}

func TestWorkWithoutAClockIsNeitherKeptNorAnswered(t *testing.T) {
	r := &reads{memory: cache.NewMemory[int, string](10, nil)}
	ctx := cache.WithTick(t.Context(), 3)
	r.all(t, ctx, 1)
	r.all(t, t.Context(), 1, 2)
	r.all(t, ctx, 2)
	if fmt.Sprint(r.asked) != "[[1] [1 2] [2]]" {
		t.Errorf("asked for %v", r.asked)
	}
}

func TestAFailureIsNotKept(t *testing.T) {
	m, failure := cache.NewMemory[string, int](1, nil), errors.New("no")
	ctx := cache.WithTick(t.Context(), 1)
	for range 2 {
		if _, err := m.One(ctx, "a", func() (int, error) { return 0, failure }); !errors.Is(err, failure) {
			t.Fatal(err)
		}
	}
	if got, err := m.One(ctx, "a", func() (int, error) { return 5, nil }); got != 5 || err != nil {
		t.Error(got, err)
	}
}

// TestNothingIsKeptBeyondItsTime: its own, or a minute.
func TestNothingIsKeptBeyondItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, n := cache.NewMemory[string, int](2, nil), 0
		ctx := cache.WithTick(t.Context(), 1)
		read := func(key string, life time.Duration) int {
			got, err := m.Until(ctx, key, func() (int, time.Time, error) {
				n++
				if life == 0 {
					return n, time.Time{}, nil
				}
				return n, time.Now().Add(life), nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		for _, one := range []struct {
			life, passes time.Duration
			again        bool
		}{{5 * time.Second, 4 * time.Second, false}, {5 * time.Second, 5 * time.Second, true}, {time.Hour, 59 * time.Second, false}, {time.Hour, time.Minute, true}, {0, time.Minute, true}, {-time.Second, 0, true}} {
			key := fmt.Sprint(one)
			first := read(key, one.life)
			time.Sleep(one.passes)
			if second := read(key, one.life); (second != first) != one.again {
				t.Errorf("of a life of %s after %s: read again %v", one.life, one.passes, second != first)
			}
		}
	})
}

// TestAFloodDoesNotGrowAMemory nor take what is asked for all the time.
func TestAFloodDoesNotGrowAMemory(t *testing.T) {
	r := &reads{memory: cache.NewMemory[int, string](10, nil)}
	ctx := cache.WithTick(t.Context(), 1)
	r.all(t, ctx, -1)
	for i := range 1000 {
		r.all(t, ctx, i)
		r.all(t, ctx, -1)
	}
	known := len(r.asked)
	if known != 1001 {
		t.Errorf("what is asked for all the time was read %d times", known-1000)
	}
	for i := range 1000 {
		r.all(t, ctx, i)
	}
	if again := len(r.asked) - known; again < 980 {
		t.Errorf("of 1,000 others %d are kept in a memory of 10", 1000-again)
	}
}

func TestManyUseAMemoryAtOnce(t *testing.T) {
	m := cache.NewMemory[int, int](50, nil)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 2000 {
				tick := int64(i / 500)
				ctx := cache.WithTick(t.Context(), tick)
				got, err := m.One(ctx, i%100, func() (int, error) { return int(tick), nil })
				if err != nil || got != int(tick) {
					t.Errorf("worker %d got something of tick %d at %d: %v", worker, got, tick, err)
					return
				}
			}
		})
	}
	all.Wait()
}
