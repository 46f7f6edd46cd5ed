package app

import "context"

// keepRedirects writes down how often redirects were followed and what was asked for
// in vain, until ctx ends.
func (a *App) keepRedirects(ctx context.Context) error { return a.Redirects.Keep(ctx) }
