package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/app"
)

// node is a portal that runs, in a process of its own.
type node struct {
	base string
	pid  int
}

// publishing measures two nodes on one PostgreSQL and one Redis: cached pages while
// nothing is published, the same pages while an article a second is, and how soon a
// publication is seen on both.
func (b *pagesBench) publishing(ctx context.Context) error {
	const name = "cached, two nodes"
	if !strings.Contains(name, b.only) {
		return nil
	}
	paths, err := b.app.MovingPages(ctx)
	if err != nil {
		return err
	}
	publisher, err := b.app.Publisher(ctx)
	if err != nil {
		return err
	}
	return b.served(ctx, "on", "node 1", func(base string, pid int) error {
		one := node{base, pid}
		return b.served(ctx, "on", "node 2", func(base string, pid int) error {
			nodes := []node{one, {base, pid}}
			beside, rest := newSightings(publisher, nodes), newSightings(publisher, nodes)
			for i, way := range []struct {
				name string
				do   func(context.Context) error
			}{{", an article a second on 100 tags", beside.publish}, {", the same, and each looked for on all pages", beside.one}} {
				still, moving, err := b.besideStill(ctx, nodes, paths, way.do)
				if err != nil {
					return fmt.Errorf("%s%s: %w", name, way.name, err)
				}
				if err := errors.Join(b.print(name+[]string{"", ", again"}[i], still), b.print(name+way.name, moving)); err != nil {
					return err
				}
				if _, err := fmt.Fprintf(b.rows, "to not publishing (target 0.9)\t%.2f\t\t\t\t%.2f\t\t\t\n", moving.perSecond/still.perSecond, moving.each(moving.cpu)/still.each(still.cpu)); err != nil {
					return err
				}
			}
			if err := rest.atRandom(ctx, b.publications); err != nil {
				return err
			}
			b.seen = []*sightings{beside, rest}
			return nil
		})
	})
}

const (
	// publishingTurns is how often nodes are measured without publications and with them, in
	// turn: a machine's speed changes from one twenty seconds to the next. Fewer say little,
	// since the first publications meet pages that have just been made.
	publishingTurns = 6
	publishingTurn  = 5 * time.Second
)

// besideStill measures both nodes while nothing happens, and while one does something each
// second.
func (b *pagesBench) besideStill(ctx context.Context, nodes []node, paths []string, one func(context.Context) error) (still, moving load, err error) {
	if _, err := b.onBoth(ctx, nodes, paths, time.Second); err != nil { // as measured does
		return still, moving, err
	}
	for range publishingTurns {
		got, err := b.onBoth(ctx, nodes, paths, publishingTurn)
		if err != nil {
			return still, moving, err
		}
		still.add(got, publishingTurns)
		publish, stop := context.WithCancel(ctx)
		failed := make(chan error, 1)
		go func() { failed <- everySecond(publish, one) }()
		got, err = b.onBoth(ctx, nodes, paths, publishingTurn)
		stop()
		if err := errors.Join(err, <-failed); err != nil {
			return still, moving, err
		}
		moving.add(got, publishingTurns)
	}
	return still, moving, nil
}

// onBoth has a wrk of its own ask each node, with half of the connections.
func (b *pagesBench) onBoth(ctx context.Context, nodes []node, paths []string, length time.Duration) (both load, err error) {
	loads := make([]load, len(nodes))
	group, within := errgroup.WithContext(ctx)
	for i, n := range nodes {
		half := *b
		half.clients, half.dir = b.clients/len(nodes), filepath.Join(b.dir, fmt.Sprint("node", i))
		if err := os.MkdirAll(half.dir, 0o700); err != nil {
			return both, err
		}
		group.Go(func() (err error) {
			loads[i], err = half.timed(within, n.base, paths, "", n.pid, length)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return both, err
	}
	for _, l := range loads {
		both.perSecond += l.perSecond
		both.requests += l.requests
		both.failed += l.failed
		both.cpu += l.cpu
		both.database = max(both.database, l.database) // both saw the same one
		both.p50, both.p99, both.memory = max(both.p50, l.p50), max(both.p99, l.p99), max(both.memory, l.memory)
	}
	return both, nil
}

// sightings are how publications came to be seen.
type sightings struct {
	publisher *app.Publisher
	nodes     []node
	web       *http.Client
	mu        sync.Mutex
	took      map[string][]time.Duration // by kind of page: of the first answer after the publication's
	stale     map[string]int
	kinds     []string
}

const (
	untilAnswered = "publishing, until it is answered"
	everywhere    = "from its beginning until both nodes have shown it on all pages"
	// unseenLimit is when a publication that is not seen is a failure of the measurement.
	unseenLimit = 10 * time.Second
)

func newSightings(p *app.Publisher, nodes []node) *sightings {
	return &sightings{publisher: p, nodes: nodes, web: &http.Client{Timeout: unseenLimit}, took: map[string][]time.Duration{}, stale: map[string]int{}}
}

// everySecond does one thing a second until ctx ends.
func everySecond(ctx context.Context, one func(context.Context) error) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := one(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
}

// atRandom publishes so many articles, at moments of chance.
func (s *sightings) atRandom(ctx context.Context, publications int) error {
	for range publications {
		if err := s.one(ctx); err != nil {
			return err
		}
		time.Sleep(rand.N(100 * time.Millisecond))
	}
	return nil
}

// publish publishes an article, and asks for nothing.
func (s *sightings) publish(ctx context.Context) error {
	at := rand.Perm(len(s.nodes))
	_, err := s.publisher.Publish(ctx, s.nodes[at[0]].base, s.nodes[at[1]].base)
	return err
}

// one publishes an article, and asks both nodes at once for all that shows it, in an
// order of chance, beginning when the publication has been answered.
func (s *sightings) one(ctx context.Context) error {
	at := rand.Perm(len(s.nodes))
	p, err := s.publisher.Publish(ctx, s.nodes[at[0]].base, s.nodes[at[1]].base)
	if err != nil {
		return err
	}
	group, within := errgroup.WithContext(ctx)
	for _, n := range s.nodes {
		group.Go(func() error {
			for _, i := range rand.Perm(len(p.Pages)) {
				if err := s.look(within, n.base, p, p.Pages[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	s.note(untilAnswered, p.Answered.Sub(p.Begun), 0)
	s.note(everywhere, time.Since(p.Begun), 0)
	return nil
}

// look asks for a page until it shows the publication. All answers that don't are stale:
// they were asked for after the publication had been answered.
func (s *sightings) look(ctx context.Context, base string, p app.Publication, at app.PublishedAt) error {
	stale := 0
	for begun := time.Now(); time.Since(begun) < unseenLimit; stale++ {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+at.Path, nil)
		if err != nil {
			return err
		}
		request.Host = p.Host
		request.Header.Set("X-Forwarded-For", fmt.Sprintf("10.0.%d.%d", rand.N(256), rand.N(256))) // one address may not search so often
		answer, err := s.web.Do(request)
		if err != nil {
			return err
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			return err
		}
		if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNotFound {
			return fmt.Errorf("%s: %s", at.Path, answer.Status)
		}
		if answer.StatusCode == http.StatusOK && bytes.Contains(text, []byte(p.Mark)) {
			s.note(at.Kind, time.Since(begun), stale)
			return nil
		}
	}
	return fmt.Errorf("%s%s does not show %s after %s", base, at.Path, p.Mark, unseenLimit)
}

func (s *sightings) note(kind string, took time.Duration, stale int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.took[kind]; !known {
		s.kinds = append(s.kinds, kind)
	}
	s.took[kind] = append(s.took[kind], took)
	s.stale[kind] += stale
}

func (s *sightings) print(title string) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\n%s\tasked\tp50 ms\tp99 ms\tworst\tstale\t\n", title)
	slices.Sort(s.kinds)
	for _, kind := range s.kinds {
		took := s.took[kind]
		slices.Sort(took)
		at := func(q float64) float64 {
			return took[min(int(q*float64(len(took))), len(took)-1)].Seconds() * 1000
		}
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.1f\t%.1f\t%d\t\n", kind, len(took), at(0.5), at(0.99), at(1), s.stale[kind])
	}
	return w.Flush()
}
