package app

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/outbox"
)

const (
	// rightsTick is the longest that the rights' loop sleeps: a page that was cached
	// shows a picture whose rights have ended so much longer at most.
	rightsTick = 10 * time.Second
	// catalogueTick is how often the photobank is tidied up.
	catalogueTick = 10 * time.Minute
)

// catalogue has the photobank follow its own events.
func (a *App) catalogue() {
	outbox.Listen(a.Outbox, "files", a.Photobank.RemoveFiles)
	outbox.Listen(a.Outbox, "rights", a.Photobank.Follow)
	outbox.Listen(a.Outbox, "pages", a.Photobank.ShowAnew)
}

// keepRights announces pictures whose rights end until ctx ends. Any number of
// processes may do so at once.
func (a *App) keepRights(ctx context.Context) error {
	for ctx.Err() == nil {
		wait := rightsTick
		expired, err := a.Photobank.Expire(ctx)
		if err == nil {
			wait, err = a.Photobank.NextEnd(ctx, rightsTick)
		}
		if err != nil && ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "the rights in pictures can't be kept", "error", err.Error())
			wait = rightsTick
		}
		if expired > 0 {
			a.Log.InfoContext(ctx, "the rights in pictures have ended", "pictures", expired)
		}
		// What is due now is held by another process.
		a.pause(ctx, max(wait, rightsTick/100))
	}
	return nil
}

// keepCatalogue tidies the photobank up until ctx ends: it deletes what has lain in
// the trash for long, brings the words of pictures into the search that are not there,
// and tells once a day of rights that are about to end. Any number of processes may do
// so at once.
func (a *App) keepCatalogue(ctx context.Context) error {
	for ctx.Err() == nil {
		purged, err := a.Photobank.PurgeTrash(ctx)
		if err == nil {
			_, err = a.Photobank.ReadWords(ctx)
		}
		if err == nil {
			err = a.tellRights(ctx)
		}
		if err != nil && ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "the photobank could not be tidied up", "error", err.Error())
		}
		if purged > 0 {
			a.Log.InfoContext(ctx, "old pictures of the trash were deleted", "pictures", purged)
		}
		a.pause(ctx, catalogueTick)
	}
	return nil
}

// tellRights raises an alert of pictures whose rights are about to end: one of a day.
func (a *App) tellRights(ctx context.Context) error {
	ending, told, err := a.Photobank.TellEnding(ctx)
	if err != nil || !told || ending.Pictures == 0 {
		return err
	}
	return a.Alerts.Raise(ctx, alerts.Raise{
		Rule: alerts.RightsEnding, SubjectType: alerts.System, SubjectID: "photobank", Count: int64(ending.Pictures),
		Details: map[string]any{"pictures": ending.Pictures, "used": ending.Used, "days": ending.Days, "first": ending.First},
	})
}
