package tally_test

import (
	"errors"
	"maps"
	"sync"
	"testing"

	"baq.kz/portal/api/internal/platform/tally"
)

func plus(a, b int) int { return a + b }

func TestNothingIsWrittenOfNothing(t *testing.T) {
	err := tally.New[string](1, plus).Flush(func(map[string]int) error { return errors.New("asked to write") })
	if err != nil {
		t.Error(err)
	}
}

func TestAFullTallyTakesNoNewKey(t *testing.T) {
	counts := tally.New[string](1, plus)
	if !counts.Add("a", 1) || counts.Add("b", 1) || !counts.Add("a", 1) {
		t.Error("the limit is not kept")
	}
	if !counts.Knows("a") || counts.Knows("b") {
		t.Error("keys are not known")
	}
}

func TestWhatCouldNotBeWrittenIsKept(t *testing.T) {
	counts, down := tally.New[string](2, plus), errors.New("down")
	counts.Add("a", 1)
	err := counts.Flush(func(got map[string]int) error {
		counts.Add("a", 2) // while it is written
		counts.Add("b", 4)
		if got["a"] != 1 {
			t.Error(got)
		}
		return down
	})
	if !errors.Is(err, down) {
		t.Error(err)
	}
	var written map[string]int
	for range 2 {
		if err := counts.Flush(func(got map[string]int) error { written = got; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if want := map[string]int{"a": 3, "b": 4}; !maps.Equal(written, want) {
		t.Errorf("%v, not %v", written, want)
	}
}

func TestNothingIsLostBetweenFlushes(t *testing.T) {
	counts, total := tally.New[int](10, plus), 0
	var adders, flusher sync.WaitGroup
	done := make(chan struct{})
	flush := func() error {
		return counts.Flush(func(got map[int]int) error {
			if len(got)%3 == 1 {
				return errors.New("down")
			}
			for _, n := range got {
				total += n
			}
			return nil
		})
	}
	flusher.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				_ = flush()
			}
		}
	})
	for i := range 8 {
		adders.Go(func() {
			for range 1000 {
				counts.Add(i, 1)
			}
		})
	}
	adders.Wait()
	close(done)
	flusher.Wait()
	if err := counts.Flush(func(got map[int]int) error {
		for _, n := range got {
			total += n
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	if total != 8000 {
		t.Errorf("%d of 8000", total)
	}
}
