package app

import (
	"context"

	"baq.kz/portal/api/internal/features/cachekeeping"
)

// GetPage asks a node for a page as its warmers do.
func (a *App) GetPage(ctx context.Context, at cachekeeping.Address) error { return a.getPage(ctx, at) }

// EnterAsReader takes a place at the gate of readers.
func (a *App) EnterAsReader(ctx context.Context) (inside context.Context, leave func(), err error) {
	return a.gates.readers.Enter(ctx)
}
