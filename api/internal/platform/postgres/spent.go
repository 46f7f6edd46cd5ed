package postgres

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"
)

// Spent is what a piece of work cost the database.
type Spent struct {
	queries atomic.Int64
	nanos   atomic.Int64

	mutex    sync.Mutex
	prepared []Statement
}

// Statement is a prepared statement with its arguments.
type Statement struct {
	Text string
	Args []any
}

// Statements are the prepared ones (see Prepared), for those who look at their plans.
func (s *Spent) Statements() []Statement {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.prepared)
}

// noteSpent counts prepared statements that went together, where the context measures.
func noteSpent(ctx context.Context, begun time.Time, statements ...Statement) {
	if s, ok := ctx.Value(spentKey{}).(*Spent); ok {
		s.add(len(statements), time.Since(begun))
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.prepared = append(s.prepared, statements...)
	}
}

// add counts statements that took so long together.
func (s *Spent) add(statements int, took time.Duration) {
	s.queries.Add(int64(statements))
	s.nanos.Add(int64(took))
}

// Queries is the number of statements.
func (s *Spent) Queries() int64 { return s.queries.Load() }

// Time is how long the work waited for the database.
func (s *Spent) Time() time.Duration { return time.Duration(s.nanos.Load()) }

type spentKey struct{}

// Measure counts what is spent under the context that it gives.
func Measure(ctx context.Context) (context.Context, *Spent) {
	s := &Spent{}
	return context.WithValue(ctx, spentKey{}, s), s
}

// meter is the hook that counts.
type meter struct{}

// BeforeQuery implements bun.QueryHook.
func (meter) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery implements bun.QueryHook.
func (meter) AfterQuery(ctx context.Context, e *bun.QueryEvent) {
	if s, ok := ctx.Value(spentKey{}).(*Spent); ok {
		s.add(1, time.Since(e.StartTime))
	}
}
