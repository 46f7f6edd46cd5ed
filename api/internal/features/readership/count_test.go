package readership

import (
	"fmt"
	"testing"
	"time"
)

func begin() time.Time { return time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC) }

func reader(n int) Visitor {
	return Visitor{Address: fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255), UserAgent: "Firefox"}
}

func TestAVisitorCountsOnceInHalfAnHour(t *testing.T) {
	v := newViews(begin())
	for _, minute := range []int{0, 1, 29, 31, 45, 60} { // counted at 0 and 31
		v.add(7, reader(1), begin().Add(time.Duration(minute)*time.Minute))
	}
	v.add(8, reader(1), begin().Add(45*time.Minute))
	v.add(7, reader(2), begin().Add(45*time.Minute))
	v.add(7, Visitor{reader(1).Address, "Safari"}, begin().Add(45*time.Minute)) // a colleague behind the same address
	if got := written(t, v); got[7] != 4 || got[8] != 1 || len(got) != 2 {
		t.Errorf("%v", got)
	}
	if got := written(t, v); len(got) != 0 {
		t.Errorf("taken twice: %v", got)
	}
}

// written is what would be written now.
func written(t *testing.T, v *views) (got map[int64]int64) {
	t.Helper()
	if err := v.counted.Flush(func(views map[int64]int64) error { got = views; return nil }); err != nil {
		t.Error(err)
	}
	return got
}

// TestTheMemoryOfVisitorsIsBounded: a million readers and a million made up
// articles, within a minute.
func TestTheMemoryOfVisitorsIsBounded(t *testing.T) {
	v := newViews(begin())
	for n := range 1_000_000 {
		v.add(7, reader(n), begin())
		v.add(int64(n), reader(1), begin())
	}
	if n := len(v.recent) + len(v.earlier); n > remembered {
		t.Errorf("%d readings are remembered", n)
	}
	counted := written(t, v)
	if n := len(counted); n > waiting {
		t.Errorf("%d articles wait", n)
	}
	if counted[7] < 1_000_000 {
		t.Errorf("the flood has hidden %d readers of the article", 1_000_000-counted[7])
	}
}

func TestTheSaltIsNewEveryDay(t *testing.T) {
	v := newViews(begin())
	v.add(7, reader(1), begin())
	before := v.salt
	v.add(7, reader(1), begin().Add(25*time.Hour))
	if v.salt == before || len(v.earlier) != 0 || len(v.recent) != 1 {
		t.Error("yesterday's numbers are still there")
	}
}
