package alerts

import (
	"slices"
	"time"
)

// past is what happened around a batch of one rule and subject, in the order of time.
type past struct {
	seq    int64
	at     time.Time
	weight int64
	value  string
}

// slide looks at every window of the past that holds something of the batch,
// which is all after a place of the chain, and returns the fullest that reaches
// the rule's threshold. more is how many events of the batch are in such windows.
// What was sealed late is found as well: windows end at any event, not only at
// those of the batch.
func slide(all []past, after int64, v Values, distinct bool) (fullest []past, seen, more int64) {
	counted := make([]bool, len(all))
	w := counter{distinct: distinct, values: map[string]int{}}
	fresh, begin := 0, 0
	for end, p := range all {
		w.add(p)
		if p.seq > after {
			fresh++
		}
		for ; !all[begin].at.After(p.at.Add(-v.Window())); begin++ {
			w.remove(all[begin])
			if all[begin].seq > after {
				fresh--
			}
		}
		if fresh == 0 || w.total() < int64(v.Threshold) {
			continue
		}
		for i := end; i >= begin && !counted[i]; i-- {
			counted[i] = true
		}
		if w.total() > seen {
			seen, fullest = w.total(), all[begin:end+1]
		}
	}
	for i, p := range all {
		if counted[i] && p.seq > after {
			more += p.weight
		}
	}
	return slices.Clone(fullest), seen, more
}

// counter counts what is in a window: events, or the distinct values of them.
type counter struct {
	distinct bool
	values   map[string]int
	events   int64
}

func (c *counter) add(p past) {
	c.events += p.weight
	c.values[p.value]++
}

func (c *counter) remove(p past) {
	c.events -= p.weight
	if c.values[p.value]--; c.values[p.value] == 0 {
		delete(c.values, p.value)
	}
}

func (c *counter) total() int64 {
	if c.distinct {
		return int64(len(c.values))
	}
	return c.events
}
