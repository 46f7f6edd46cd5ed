package app

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/features/banners"
)

// countBanners writes down what this process has counted of banners, until ctx ends.
func (a *App) countBanners(ctx context.Context) error {
	tick := time.NewTicker(banners.FlushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), banners.FlushEvery)
			defer cancel()
			a.flushBanners(last)
			return nil
		case <-tick.C:
			a.flushBanners(ctx)
		}
	}
}

func (a *App) flushBanners(ctx context.Context) {
	if err := a.Banners.Counter.Flush(ctx); err != nil && ctx.Err() == nil {
		a.Log.ErrorContext(ctx, "figures of banners could not be written; they wait", "error", err.Error())
	}
}
