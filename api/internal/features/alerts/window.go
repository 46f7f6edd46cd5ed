package alerts

import "time"

// past is an event of one rule and subject.
type past struct {
	Seq     int64
	At      time.Time
	Weight  int64
	Value   string
	Counted bool // an alert stands for it
}

// slide looks at every window of the past, which is in the order of time, that
// holds something of the batch: of what is after a place of the chain. It returns
// the fullest that reaches the rule's threshold, what is in it, and all that is in
// any such window. What was sealed late is found as well: windows end at any
// event, not only at those of the batch.
func slide(all []past, after int64, v Values, distinct bool) (fullest []past, seen int64, within []past) {
	c := counter{distinct: distinct, values: map[string]int{}}
	fresh, begin, done := 0, 0, 0
	for end, p := range all {
		c.add(p)
		if p.Seq > after {
			fresh++
		}
		for ; !all[begin].At.After(p.At.Add(-v.Window())); begin++ {
			c.remove(all[begin])
			if all[begin].Seq > after {
				fresh--
			}
		}
		if fresh == 0 || c.total() < int64(v.Threshold) {
			continue
		}
		within = append(within, all[max(begin, done):end+1]...)
		done = end + 1
		if c.total() > seen {
			seen, fullest = c.total(), all[begin:end+1]
		}
	}
	return fullest, seen, within
}

// counter counts what is in a window: events, or the distinct values of them.
type counter struct {
	distinct bool
	values   map[string]int
	events   int64
}

func (c *counter) add(p past) {
	c.events += p.Weight
	c.values[p.Value]++
}

func (c *counter) remove(p past) {
	c.events -= p.Weight
	if c.values[p.Value]--; c.values[p.Value] == 0 {
		delete(c.values, p.Value)
	}
}

func (c *counter) total() int64 {
	if c.distinct {
		return int64(len(c.values))
	}
	return c.events
}
