package app

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/features/indexnow"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/outbox"
)

const (
	// indexNowTick is how often a process looks for pages to tell search engines of.
	indexNowTick = 2 * time.Second
	// indexNowPatience is how long a search engine may take to answer.
	indexNowPatience = 15 * time.Second
)

// indexNow has search engines told of what changes before readers.
func (a *App) indexNow() {
	a.IndexNow = indexnow.New(indexnow.Deps{
		DB: a.DB, Languages: a.Config.Languages, Endpoint: a.Config.IndexNow, Key: a.Config.IndexNowKey,
		Client: &http.Client{Timeout: indexNowPatience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	})
	outbox.Listen(a.Outbox, "indexnow", func(ctx context.Context, e news.WasPublished) error { return a.IndexNow.Note(ctx, e.Change) })
	outbox.Listen(a.Outbox, "indexnow", func(ctx context.Context, e news.WasUpdated) error { return a.IndexNow.Note(ctx, e.Change) })
	outbox.Listen(a.Outbox, "indexnow", func(ctx context.Context, e news.WasUnpublished) error { return a.IndexNow.Note(ctx, e.Change) })
	outbox.Listen(a.Outbox, "indexnow", func(ctx context.Context, e news.WasKilled) error { return a.IndexNow.Note(ctx, e.Change) })
	a.told = prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: "portal", Subsystem: "indexnow", Name: "addresses_total", Help: "Addresses of changed pages that search engines were told of, by what came of it.",
	}, []string{"outcome"})
	a.Metrics.MustRegister(a.told)
}

// tellSearchEngines tells them of changed pages until ctx ends. Any number of
// processes may do so at once.
func (a *App) tellSearchEngines(ctx context.Context) error {
	for ctx.Err() == nil {
		told, found, err := a.IndexNow.Tell(ctx)
		switch {
		case err != nil:
			if ctx.Err() == nil {
				a.Log.ErrorContext(ctx, "search engines can't be told of changes", "error", err.Error())
			}
		case found:
			a.told.WithLabelValues(string(told.Outcome)).Add(float64(told.Addresses))
			if told.Why != nil {
				a.Log.WarnContext(ctx, "a search engine did not take changed addresses", "outcome", string(told.Outcome), "addresses", told.Addresses, "error", told.Why.Error())
			}
			if told.Outcome == indexnow.Taken {
				continue // there may be more
			}
		}
		a.pause(ctx, indexNowTick)
	}
	return nil
}
