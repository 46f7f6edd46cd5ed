package cache

import (
	"context"
	"sync/atomic"
)

// Every page carries two tags that no change bumps, for people who want it made anew:
// one of its own, and one of its kind. What is being rendered while they are bumped is
// outdated with the rest.

// KindTag marks the pages of a kind, such as "article".
func KindTag(kind string) string { return "kind:" + kind }

// PageTag marks the page under a key alone.
func PageTag(key string) string { return "page:" + key }

type warmingKey struct{}

// Warmed tells what a request that warms a page came to.
type Warmed struct{ made atomic.Bool }

// Made tells whether a page was rendered.
func (w *Warmed) Made() bool { return w.made.Load() }

// Warming is the context of a request that nobody waits for: it makes a page before
// readers ask, and counts as none of theirs.
func Warming(ctx context.Context) (context.Context, *Warmed) {
	w := &Warmed{}
	return context.WithValue(ctx, warmingKey{}, w), w
}

// warming is what a request that warms writes its outcome to; nil for a reader's.
func warming(ctx context.Context) *Warmed {
	w, _ := ctx.Value(warmingKey{}).(*Warmed)
	return w
}

// IsWarming tells whether nobody waits for what the context is of.
func IsWarming(ctx context.Context) bool { return warming(ctx) != nil }
