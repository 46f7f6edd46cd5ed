package app_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proof is two whole portals with readers and a newsroom at work.
type proof struct {
	t     *testing.T
	paper *paper
	nodes []string
	spots []*spot

	processes []*os.Process
	stopped   atomic.Pointer[time.Time] // when a node was held the last time
	counts
}

// counts are of one phase of a proof.
type counts struct {
	readers *tally // of those who ask at any time
	first   *tally // of those who ask right after a change
	seen    *times // from a change's answer until a page showed it, by kind of page
	took    *times // until a change was answered, by kind of change
	whole   *times // from a change's beginning until all who asked after it had seen it
	made    *atomic.Int64
	refused *atomic.Int64
	held    *atomic.Int64 // requests that were under way when a node was held
	stops   *atomic.Int64
}

func newCounts() counts {
	return counts{new(tally), new(tally), new(times), new(times), new(times), new(atomic.Int64), new(atomic.Int64), new(atomic.Int64), new(atomic.Int64)}
}

// begin starts two nodes and founds the newsroom. All pages must show at the beginning
// what they are said to show: else nothing would be proved by them.
func begin(t *testing.T, e estate) *proof {
	t.Helper()
	pictures := e.settle(t)
	f := &proof{t: t}
	for range 2 {
		address, process := e.startNode(t)
		f.nodes, f.processes = append(f.nodes, address), append(f.processes, process)
	}
	f.paper = found(t, f.nodes, pictures)
	f.spots = f.paper.spots()
	var at tally
	r := f.paper.reader(f.nodes)
	for _, node := range f.nodes {
		for _, one := range f.spots {
			at.add(r.ask(node, one))
		}
	}
	at.clean(t, "at the beginning")
	if t.Failed() {
		t.FailNow()
	}
	return f
}

// read has readers ask until ctx ends, so many a second all together.
func (f *proof) read(ctx context.Context, group *sync.WaitGroup, readers, aSecond int, into *tally) {
	pause := time.Duration(readers) * time.Second / time.Duration(aSecond)
	for range readers {
		r := f.paper.reader(f.nodes)
		group.Go(func() {
			for next := time.Now(); ctx.Err() == nil; next = next.Add(rand.N(2 * pause)) {
				if late := time.Since(next); late > time.Second { // who can't keep up asks no more for it
					next = time.Now()
				}
				time.Sleep(time.Until(next))
				l := r.ask(f.nodes[rand.IntN(len(f.nodes))], f.spots[rand.IntN(len(f.spots))])
				into.add(l)
				if at := f.stopped.Load(); at != nil && l.begun.Before(*at) && l.begun.Add(l.took).After(*at) {
					f.held.Add(1)
				}
			}
		})
	}
}

// work makes changes at random moments, and asks after each answer, until there were so many.
func (f *proof) work(ctx context.Context, group *sync.WaitGroup, writers, changes int, pause time.Duration) {
	for range writers {
		r := f.paper.reader(f.nodes)
		group.Go(func() {
			for ctx.Err() == nil && f.made.Load() < int64(changes) {
				f.change(r, f.any())
				time.Sleep(rand.N(2*pause + 1))
			}
		})
	}
}

// any is a change at random, every second one of an article.
func (f *proof) any() *change {
	all := f.paper.changes
	for {
		c := &all[rand.IntN(len(all))]
		if c.kind == "article" || rand.IntN(3) == 0 {
			return c
		}
	}
}

// asksAfter is how many pages are asked for after a change.
const asksAfter = 4

func (f *proof) change(r *reader, c *change) {
	if !c.mu.TryLock() {
		return
	}
	begun := time.Now()
	err := c.make()
	answered := time.Now()
	c.mu.Unlock()
	if err != nil {
		f.refused.Add(1)
		f.t.Logf("%s %s: %v", answered.Format("15:04:05.000"), c.kind, err)
		return
	}
	f.made.Add(1)
	f.took.add(c.kind, answered.Sub(begun))
	shown := slices.DeleteFunc(slices.Clone(f.spots), func(s *spot) bool { return !slices.Contains(s.shows, c.fact) && s.bar != c.fact })
	for range asksAfter {
		at := shown[rand.IntN(len(shown))]
		l := r.ask(f.nodes[rand.IntN(len(f.nodes))], at)
		f.first.add(l)
		f.seen.add(at.kind, l.took)
	}
	f.whole.add("all changes", time.Since(begun))
}
