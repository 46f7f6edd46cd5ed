package postgres

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"
)

// Spent is what a piece of work cost the database.
type Spent struct {
	queries atomic.Int64
	nanos   atomic.Int64
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
		s.queries.Add(1)
		s.nanos.Add(int64(time.Since(e.StartTime)))
	}
}
