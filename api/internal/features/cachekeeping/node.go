package cachekeeping

import (
	"context"
	"crypto/rand"
	"runtime/metrics"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
)

const (
	// beatEvery is how often a node tells how it does.
	beatEvery = time.Second
	// forgotten is how long a node is remembered that tells nothing more.
	forgotten = time.Minute
)

// ClassCounts are hits and misses of what readers ask for.
type ClassCounts struct{ Hits, Misses int64 }

func (c *ClassCounts) add(more ClassCounts) {
	c.Hits, c.Misses = c.Hits+more.Hits, c.Misses+more.Misses
}

// Classes are the counts of each class. Of media, hits are files that were there, and
// misses those that were made on demand.
type Classes struct{ HTML, API, Media ClassCounts }

// Node is how a process does, by itself.
type Node struct {
	ID      string
	Name    string
	Since   time.Time
	Silent  time.Duration `json:"-"` // since it told of itself
	Reached bool          // whether it reaches Redis
	Clock   int64         // the tick that it knows of; 0: none
	Counts  cache.Counts
	Classes Classes
	Ready   int64 // bytes of pages ready to be sent
	Copies  int64 // bytes of copies for when Redis is down
	Heap    int64 // bytes in use of all kinds
}

func newNodeID() string { return rand.Text()[:12] }

// self is this process.
func (s *Service) self(ctx context.Context) Node {
	n := Node{ID: s.node, Name: s.deps.Name, Since: s.since, Reached: !s.deps.Cache.Down(), Counts: s.deps.Cache.Counts(), Classes: s.Classes(), Heap: heap()}
	n.Clock, _ = s.deps.Cache.Tick(ctx)
	n.Ready, n.Copies = s.deps.Cache.Memory()
	return n
}

// Classes are this process's counts.
func (s *Service) Classes() Classes {
	var c Classes
	c.HTML.Hits, c.HTML.Misses = s.deps.Cache.ClassCounts(cache.HTML)
	c.API.Hits, c.API.Misses = s.deps.Cache.ClassCounts(cache.API)
	c.Media.Hits, c.Media.Misses = s.deps.Media()
	return c
}

// heap is what the process's objects take.
func heap() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// Beat tells how this process does, and writes down its hits, until ctx ends.
func (s *Service) Beat(ctx context.Context) error {
	go s.deps.Cache.KeepHits(ctx)
	every := time.NewTicker(beatEvery)
	defer every.Stop()
	for {
		if !s.deps.Cache.Down() {
			if err := s.Tell(ctx); err != nil && ctx.Err() == nil {
				s.deps.Log.DebugContext(ctx, "this node could not tell how it does", "error", err.Error())
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-every.C:
		}
	}
}

// Tell tells how this process does, once.
func (s *Service) Tell(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return s.store.tell(ctx, s.self(ctx))
}
