package app

import (
	"context"
	"io"

	"baq.kz/portal/api/internal/app/demo"
)

// Newsroom is this portal as the demo is written into it; out hears of progress.
func (a *App) Newsroom(out io.Writer) demo.Newsroom {
	return demo.Newsroom{
		Languages: a.Config.Languages, DB: a.DB, Journal: a.Journal, Outbox: a.Outbox, Accounts: a.Accounts, Rubrics: a.Rubrics, Tags: a.Tags,
		Authors: a.Authors, Photobank: a.Photobank, News: a.News, Pages: a.Pages, Search: a.Search, Out: out,
	}
}

// Seed fills the portal with the demo newsroom; a second time it changes nothing.
func (a *App) Seed(ctx context.Context, out io.Writer) error { return a.Newsroom(out).Seed(ctx) }
