package app

import (
	"context"
	"time"
)

// How often articles are indexed whose tags or authors have got other names, and how
// often it is looked whether the index lacks any: after an upgrade of the rules, or
// when an older process has published while a newer one ran.
const (
	searchTick  = 15 * time.Second
	searchWhole = time.Hour
)

// keepSearch keeps the readers' search whole until ctx ends. Any number of processes
// may do so at once.
func (a *App) keepSearch(ctx context.Context) error {
	var looked time.Time
	for ctx.Err() == nil {
		indexed, err := a.Search.CatchUp(ctx)
		if err == nil {
			err = a.Search.Learn(ctx)
		}
		if err == nil && time.Since(looked) >= searchWhole {
			var more int
			more, err = a.Search.Backfill(ctx, func(int, int) {})
			indexed, looked = indexed+more, time.Now()
		}
		if err != nil && ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "the search could not be brought up to date and is gone on with", "error", err.Error())
		}
		if indexed > 0 {
			a.Log.InfoContext(ctx, "articles were brought into the search", "articles", indexed)
		}
		a.pause(ctx, searchTick)
	}
	return nil
}
