package app

import (
	"context"

	"baq.kz/portal/api/internal/platform/lang"
)

// keepRedirects writes down how often redirects were followed and what was asked for
// in vain, until ctx ends.
func (a *App) keepRedirects(ctx context.Context) error { return a.Redirects.Keep(ctx) }

// moved tells the public API where an address of a site leads by now.
func (a *App) moved(ctx context.Context, language lang.Code, path string) (string, bool, error) {
	answer, found, err := a.Redirects.Resolve(ctx, language, path)
	return answer.Target, found, err
}
