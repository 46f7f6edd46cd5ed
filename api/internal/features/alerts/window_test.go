package alerts

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC) // 12:00 in Almaty

// pastOf are events at seconds after noon, sealed in the order in which they are named.
func pastOf(seconds ...int) []past {
	var all []past
	for i, s := range seconds {
		all = append(all, past{Seq: int64(i + 1), At: noon.Add(time.Duration(s) * time.Second), Weight: 1, Value: strconv.Itoa(i % 3)})
	}
	slices.SortStableFunc(all, func(a, b past) int { return a.At.Compare(b.At) })
	return all
}

func TestWindows(t *testing.T) {
	three := Values{Enabled: true, Threshold: 3, WindowSeconds: 60}
	for _, c := range []struct {
		name         string
		after        int64
		all          []past
		distinct     bool
		seen, within int64
	}{
		{"nothing", 0, nil, false, 0, 0},
		{"one less", 0, pastOf(0, 1), false, 0, 0},
		{"just enough", 0, pastOf(0, 1, 2), false, 3, 3},
		{"the window is closed at its end only", 0, pastOf(0, 30, 60), false, 0, 0},
		{"and one second less is within", 0, pastOf(0, 30, 59), false, 3, 3},
		{"spread out", 0, pastOf(0, 50, 100, 150, 200), false, 0, 0},
		{"a burst between quiet times", 0, pastOf(0, 500, 501, 502, 503, 2000), false, 4, 4},
		{"two bursts: the fuller", 0, pastOf(0, 1, 2, 500, 501, 502, 503), false, 4, 7},
		{"all of it before the batch", 3, pastOf(0, 1, 2), false, 0, 0},
		{"only the last is new", 2, pastOf(0, 1, 2), false, 3, 3},
		{"the new one comes late and is the first", 2, pastOf(10, 20, 0), false, 3, 3},
		{"the new one is alone", 3, pastOf(0, 1, 2, 500), false, 0, 0},
		{"distinct ones", 0, pastOf(0, 1, 2, 3, 4), true, 3, 5},
		{"two distinct ones", 0, slices.DeleteFunc(pastOf(0, 1, 2, 3, 4), func(p past) bool { return p.Value == "2" }), true, 0, 0},
		{"weights", 0, []past{{Seq: 1, At: noon, Weight: 2}, {Seq: 2, At: noon.Add(time.Second), Weight: 5}}, false, 7, 2},
	} {
		_, seen, within := slide(c.all, c.after, three, c.distinct)
		if seen != c.seen || int64(len(within)) != c.within {
			t.Errorf("%s: seen %d, within %d; want %d, %d", c.name, seen, len(within), c.seen, c.within)
		}
	}
}

// TestWindowsAgainstTheirDefinition compares with counting by hand.
func TestWindowsAgainstTheirDefinition(t *testing.T) {
	for round := range 300 {
		r := rand.New(rand.NewPCG(7, uint64(round)))
		v := Values{Enabled: true, Threshold: 2 + r.IntN(4), WindowSeconds: 1 + r.IntN(60)}
		seconds := make([]int, 1+r.IntN(40))
		for i := range seconds {
			seconds[i] = r.IntN(300)
		}
		all := pastOf(seconds...)
		after := int64(r.IntN(len(all) + 1))
		var seen int64
		counted := map[int64]bool{}
		for _, last := range all {
			var within []past
			fresh := false
			for _, p := range all {
				if p.At.After(last.At.Add(-v.Window())) && !p.At.After(last.At) {
					within, fresh = append(within, p), fresh || p.Seq > after
				}
			}
			if n := int64(len(within)); fresh && n >= int64(v.Threshold) {
				seen = max(seen, n)
				for _, p := range within {
					counted[p.Seq] = true
				}
			}
		}
		_, gotSeen, gotWithin := slide(all, after, v, false)
		if gotSeen != seen || len(gotWithin) != len(counted) {
			t.Fatalf("round %d: seen %d within %d, want %d %d: %v after %d of %v", round, gotSeen, len(gotWithin), seen, len(counted), v, after, seconds)
		}
	}
}

func TestTheNightInAlmaty(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	usual, late := Values{Threshold: 23, WindowSeconds: 7 * 3600}, Values{Threshold: 24, WindowSeconds: 4 * 3600}
	for _, c := range []struct {
		utc         string
		usual, late bool
	}{
		{"2026-11-24T17:59:59Z", false, false}, // 22:59:59
		{"2026-11-24T18:00:00Z", true, false},  // 23:00
		{"2026-11-24T18:59:59Z", true, false},
		{"2026-11-24T19:00:00Z", true, true}, // midnight
		{"2026-11-24T22:59:59Z", true, true},
		{"2026-11-24T23:00:00Z", true, false}, // 04:00
		{"2026-11-25T00:59:59Z", true, false}, // 05:59:59
		{"2026-11-25T01:00:00Z", false, false},
		{"2024-02-01T17:30:00Z", true, false}, // still UTC+6: 23:30
	} {
		at, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := atNight(at.In(zone), usual); got != c.usual {
			t.Errorf("%s by 23 to 6: %v", c.utc, got)
		}
		if got := atNight(at.In(zone), late); got != c.late {
			t.Errorf("%s by 24 to 4: %v", c.utc, got)
		}
	}
}

// TestRulesAreWithinTheirLimits: who puts a rule back to its default must be able to.
func TestRulesAreWithinTheirLimits(t *testing.T) {
	keys := map[string]bool{}
	for _, r := range Rules() {
		if keys[r.Key] {
			t.Errorf("%s is there twice", r.Key)
		}
		keys[r.Key] = true
		if err := r.check(r.Defaults); err != nil {
			t.Errorf("%s: %v", r.Key, err)
		}
		if r.Defaults.Window() > longest {
			t.Errorf("%s reaches back further than sightings are kept", r.Key)
		}
	}
	for _, w := range watches() {
		if !keys[w.rule] {
			t.Errorf("a watch of %s, which is no rule", w.rule)
		}
	}
}
