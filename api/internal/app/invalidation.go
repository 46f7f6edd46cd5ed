package app

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/app/demo"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/features/redirects"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
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
		var tags []string
		for _, e := range events {
			if o, ok := e.(outdates); ok {
				tags = append(tags, o.CacheTags()...)
			}
		}
		if position, err := a.DB.Written(ctx); err == nil {
			a.Cache.Hint(ctx, int64(position), tags...)
		}
	})
	invalidate[news.WasPublished](a)
	invalidate[news.WasUpdated](a)
	invalidate[news.WasUnpublished](a)
	invalidate[news.WasKilled](a)
	invalidate[news.BreakingEnded](a)
	invalidate[rubrics.Changed](a)
	invalidate[tags.Changed](a)
	invalidate[authors.Changed](a)
	invalidate[banners.Changed](a)
	invalidate[pages.Changed](a)
	invalidate[blocks.Changed](a)
	invalidate[blocks.FeedChanged](a)
	invalidate[redirects.Changed](a)
	invalidate[scripts.Changed](a)
	invalidate[demo.Filled](a)
	invalidate[photobank.Changed](a)
	invalidate[photobank.Deleted](a)
	invalidate[photobank.RightsEnded](a)
	invalidate[readership.RankingChanged](a)
}

// invalidate bumps an event's cache tags when its job runs.
func invalidate[E outdates](a *App) {
	outbox.Listen(a.Outbox, "cache", func(ctx context.Context, e E) error {
		position, err := a.DB.Written(ctx)
		if err != nil {
			return err
		}
		if err := a.Cache.Bump(ctx, int64(position), e.CacheTags()...); err != nil {
			return err
		}
		a.warmArticle(ctx, e)
		return nil
	})
}

// upToDate has readers' queries see every change that the page cache knows of,
// on the primary while the replica is behind.
func (a *App) upToDate(ctx context.Context, position int64) context.Context {
	return a.DB.Fresh(ctx, postgres.Position(position))
}

// readUpToDate is upToDate for answers that the page cache does not make.
func (a *App) readUpToDate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := a.Cache.ForReaders(c.Request().Context())
		answer := func(ctx context.Context) error {
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		}
		if method := c.Request().Method; method != http.MethodGet && method != http.MethodHead {
			return answer(ctx)
		}
		return a.DB.Steady(ctx, answer) // nothing has been sent: httpx.ETag holds the answer
	}
}
