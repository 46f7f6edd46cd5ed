package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tally is what all readers of a time have seen.
type tally struct {
	mu     sync.Mutex
	asked  int
	failed int
	old    int
	wrong  int
	oldest time.Duration // for how long what was shown had not been true any more
	took   []time.Duration
	notes  []string
}

// mostNotes is how many single answers are told of.
const mostNotes = 12

func (a *tally) add(l look) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked++
	a.took = append(a.took, l.took)
	for _, one := range []struct {
		text string
		n    *int
	}{{l.failed, &a.failed}, {l.old, &a.old}, {l.wrong, &a.wrong}} {
		if one.text == "" {
			continue
		}
		*one.n++
		if len(a.notes) < mostNotes {
			a.notes = append(a.notes, l.begun.Format("15:04:05.000 ")+l.kind+": "+one.text)
		}
	}
	a.oldest = max(a.oldest, l.age)
}

func (a *tally) String() string {
	return fmt.Sprintf("%d requests, %d errors, %d old answers (the oldest %s), %d that never were; %s",
		a.asked, a.failed, a.old, a.oldest.Round(time.Millisecond), a.wrong, quantiles(a.took))
}

// clean fails the test where a reader saw what no reader may see.
func (a *tally) clean(t *testing.T, when string) {
	t.Helper()
	if a.failed+a.old+a.wrong > 0 || a.asked == 0 {
		t.Errorf("%s: %s\n%s", when, a, strings.Join(a.notes, "\n"))
	}
}

func quantiles(all []time.Duration) string {
	if len(all) == 0 {
		return "none"
	}
	sorted := slices.Sorted(slices.Values(all))
	at := func(part float64) time.Duration {
		return sorted[int(part*float64(len(sorted)-1))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %s, p99 %s, worst %s", at(0.5), at(0.99), at(1))
}

// times are durations by what they are of.
type times struct {
	mu sync.Mutex
	of map[string][]time.Duration
}

func (s *times) add(what string, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[string][]time.Duration{}
	}
	s.of[what] = append(s.of[what], d)
}

func (s *times) String() string {
	var out strings.Builder
	for _, what := range slices.Sorted(maps.Keys(s.of)) {
		fmt.Fprintf(&out, "\n  %-32s %6d  %s", what, len(s.of[what]), quantiles(s.of[what]))
	}
	return out.String()
}
