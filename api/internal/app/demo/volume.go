package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baq.kz/portal/api/internal/app/demo/prose"
)

// The synthetic archive ends before the demo's stories begin, which so stay on
// the front pages, and goes back some years.
const (
	archiveEnd   = 13 * 24 * time.Hour
	archiveYears = 6
)

// batchStories is how many stories one transaction takes in.
const batchStories = 500

// Fill brings the number of synthetic published articles, all languages
// together, to total: what is there already counts. It can be broken off at any
// time and goes on where it stopped. Memory stays the same however many there
// are to be.
func (n Newsroom) Fill(ctx context.Context, total int) error {
	return n.alone(ctx, func() error {
		if err := n.seed(ctx); err != nil {
			return err
		}
		return n.fill(ctx, total)
	})
}

func (n Newsroom) fill(ctx context.Context, total int) error {
	done, err := n.filled(ctx)
	if err != nil {
		return err
	}
	a, err := n.archivist(ctx, done, total)
	if err != nil {
		return err
	}
	if done.Articles >= total {
		fmt.Fprintf(n.Out, "    %d synthetic articles are there\n", done.Articles)
		return n.settle(ctx, a.cacheTags()) // it may have been broken off in just that
	}
	if err := a.write(ctx); err != nil {
		return fmt.Errorf("the articles are not complete; run it again: %w", err)
	}
	return n.settle(ctx, a.cacheTags())
}

// write makes batches in one goroutine and stores them in another.
func (a *archivist) write(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan batch, 1)
	var making error
	go func() {
		defer close(batches)
		making = a.make(ctx, batches)
	}()
	said, begun, from := time.Now(), time.Now(), a.done.Articles
	for b := range batches {
		if err := a.store(ctx, b); err != nil {
			return err
		}
		a.done = b.upTo
		if time.Since(said) > 2*time.Second || a.done.Articles == a.total {
			said = time.Now()
			rate := float64(a.done.Articles-from) / time.Since(begun).Seconds()
			fmt.Fprintf(a.Out, "    %d of %d articles, %.0f a second, %.0f s left\n",
				a.done.Articles, a.total, rate, float64(a.total-a.done.Articles)/rate)
		}
	}
	return errors.Join(making, ctx.Err())
}

// make writes stories until there are enough of them.
func (a *archivist) make(ctx context.Context, out chan<- batch) error {
	at := a.done
	for at.Articles < a.total {
		b := batch{}
		for len(b.stories) < batchStories && at.Articles < a.total {
			versions, err := a.story(at, len(b.stories))
			if err != nil {
				return err
			}
			b.stories = append(b.stories, versions[0].at)
			b.articles = append(b.articles, versions...)
			at.Stories++
			at.Articles += len(versions)
		}
		b.upTo = at
		select {
		case out <- b:
		case <-ctx.Done():
			return nil
		}
	}
	return nil
}

// progress is what the journal remembers of the archive.
type progress struct {
	Articles int `json:"articles"`
	Stories  int `json:"stories"`
}

// batch is what one transaction stores.
type batch struct {
	stories  []time.Time // when each came into being
	articles []synthetic
	upTo     progress // after it
}

// synthetic is an article on its way into the database.
type synthetic struct {
	story    int // index in the batch
	language string
	slug     string
	text     prose.Text
	at       time.Time
	rubric   int64
	picture  int64
	creator  int64
	tags     []int64
	authors  []int64
}
