// Package overload keeps a service answering when more is asked of it than it can do:
// it works on so much at a time, lets a few wait, and refuses the rest at once, who
// then may come again.
package overload

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
)

// ErrBusy is the refusal; it carries when to come again.
var ErrBusy = fault.New(fault.Unavailable, "service.busy", "more is asked than can be done just now; try again when Retry-After says")

// patience is how long somebody waits for a place: longer than a queue takes to move
// on, and shorter than people wait.
const patience = 2 * time.Second

// comeAgain is after how long who was refused may come again, and how far apart they
// are sent, so that they do not all come back at once.
const comeAgain = 2 * time.Second

// Gate bounds work of one kind. A nil Gate lets everybody in.
type Gate struct {
	places  chan struct{}
	queue   int64
	waiting atomic.Int64
	refused atomic.Int64
}

// New makes a gate that lets places in at once, and as many as queue wait.
func New(places, queue int) *Gate {
	return &Gate{places: make(chan struct{}, places), queue: int64(queue)}
}

// place marks the context of work that has a place at a gate.
type place struct{ at *Gate }

// Enter waits for a place; who has one works under the context inside, and calls leave.
// What is done under that context enters freely: work takes one place, however many parts
// of the program bound it. Enter fails with ErrBusy, at once when the queue is full.
func (g *Gate) Enter(ctx context.Context) (inside context.Context, leave func(), err error) {
	if g == nil || ctx.Value(place{g}) != nil {
		return ctx, func() {}, nil
	}
	if err := g.wait(ctx); err != nil {
		return ctx, nil, err
	}
	return context.WithValue(ctx, place{g}, true), func() { <-g.places }, nil
}

func (g *Gate) wait(ctx context.Context) error {
	select {
	case g.places <- struct{}{}:
		return nil
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.queue {
		return g.refuse()
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case g.places <- struct{}{}:
		return nil
	case <-timer.C:
		return g.refuse()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *Gate) refuse() error {
	g.refused.Add(1)
	refusal := *ErrBusy
	refusal.RetryAfter = comeAgain + rand.N(comeAgain)
	return &refusal
}

// Counts are how much is worked on, how many wait, and how many were refused since the
// process began.
func (g *Gate) Counts() (inside, waiting int, refused int64) {
	return len(g.places), int(g.waiting.Load()), g.refused.Load()
}
