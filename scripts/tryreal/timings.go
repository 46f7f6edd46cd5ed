package main

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"text/tabwriter"
	"time"
)

// timings are the durations of all requests by operation.
type timings struct {
	mu  sync.Mutex
	ops map[string]*operation
}

type operation struct {
	took        []time.Duration
	first, last time.Time
}

func newTimings() *timings { return &timings{ops: map[string]*operation{}} }

// add counts one request of an operation.
func (t *timings) add(name string, began time.Time) {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	o := t.ops[name]
	if o == nil {
		o = &operation{first: began}
		t.ops[name] = o
	}
	if began.Before(o.first) {
		o.first = began
	}
	o.took, o.last = append(o.took, now.Sub(began)), now
}

// print writes a line for each operation: how many, how many a second while
// they ran, and how long half and 95 % of them took at most.
func (t *timings) print(out io.Writer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	names := make([]string, 0, len(t.ops))
	for name := range t.ops {
		names = append(names, name)
	}
	slices.Sort(names)
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "operation\trequests\t/s\tp50 ms\tp95 ms\tmax ms\t")
	for _, name := range names {
		o := t.ops[name]
		slices.Sort(o.took)
		fmt.Fprintf(table, "%s\t%d\t%.0f\t%.1f\t%.1f\t%.1f\t\n", name, len(o.took), o.rate(),
			millis(o.at(0.5)), millis(o.at(0.95)), millis(o.at(1)))
	}
	_ = table.Flush()
}

func (o *operation) rate() float64 {
	return float64(len(o.took)) / max(o.last.Sub(o.first).Seconds(), 0.001)
}

// at is the duration that the share of all requests did not exceed.
func (o *operation) at(share float64) time.Duration {
	return o.took[min(int(share*float64(len(o.took))), len(o.took)-1)]
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
