package app

import (
	"context"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/outbox"
)

// outdates is an event that changes what readers see.
type outdates interface {
	outbox.Event
	CacheTags() []string
}

// listen has the page cache follow every change: by a hint right after the
// commit, and for certain by the event's job.
func (a *App) listen() {
	a.Outbox.OnCommit(func(ctx context.Context, events []outbox.Event) {
		for _, e := range events {
			if o, ok := e.(outdates); ok {
				a.Cache.Hint(ctx, o.CacheTags()...)
			}
		}
	})
	invalidate[news.WasPublished](a)
	invalidate[news.WasUpdated](a)
	invalidate[news.WasUnpublished](a)
	invalidate[rubrics.Changed](a)
	invalidate[tags.Changed](a)
	invalidate[authors.Changed](a)
	invalidate[pages.Changed](a)
	invalidate[photobank.Changed](a)
}

// invalidate bumps an event's cache tags when its job runs. By then a replica
// that was behind at the hint has most likely caught up.
func invalidate[E outdates](a *App) {
	outbox.Listen(a.Outbox, "cache", func(ctx context.Context, e E) error {
		if err := a.awaitReplica(ctx); err != nil {
			return err
		}
		return a.Cache.Bump(ctx, e.CacheTags()...)
	})
}
