package app

import (
	"context"
	"time"
)

const (
	// flushEvery is how long a view may wait in a process's memory before it is
	// written; a crash loses so much.
	flushEvery = 5 * time.Second
	// rankEvery is how often a process looks whether other articles are most read.
	rankEvery = 20 * time.Second
	// pruneEvery is how often hours that are no longer told are deleted.
	pruneEvery = time.Hour
)

// keepReadership writes the views that this process has counted, outdates the pages
// of the most read, and deletes old hours, until ctx ends. What is counted then is
// still written.
func (a *App) keepReadership(ctx context.Context) error {
	flush, rank, prune := time.NewTicker(flushEvery), time.NewTicker(rankEvery), time.NewTicker(pruneEvery)
	defer flush.Stop()
	defer rank.Stop()
	defer prune.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushEvery)
			defer cancel()
			a.readershipTrouble(last, "the last views could not be written", a.Readership.Flush(last))
			return nil
		case <-flush.C:
			a.readershipTrouble(ctx, "views could not be written; they wait", a.Readership.Flush(ctx))
		case <-rank.C:
			a.readershipTrouble(ctx, "the most read could not be looked through", a.Readership.Rank(ctx))
		case <-prune.C:
			a.readershipTrouble(ctx, "old hours of views could not be deleted", a.Readership.Prune(ctx))
		}
	}
}

func (a *App) readershipTrouble(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		a.Log.ErrorContext(ctx, what, "error", err.Error())
	}
}
