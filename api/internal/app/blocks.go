package app

import (
	"context"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/platform/signing"
)

// blocks makes the feature; links of previews are signed with a key of their own.
func (a *App) blocks(secret []byte) (*blocks.Service, error) {
	signer, err := signing.New(secret, a.Config.Environment, blocks.PreviewPurpose)
	return blocks.New(blocks.Deps{
		DB: a.DB, Journal: a.Journal, Outbox: a.Outbox, Languages: a.Config.Languages,
		News: a.News, Rubrics: a.Rubrics, Tags: a.Tags, Read: a.Readership, Signer: signer,
	}), err
}

// names are the names of people by id.
func (a *App) names(ctx context.Context, ids []int64) (map[int64]string, error) {
	return accounts.Names(ctx, a.DB.Primary, ids)
}

// keepLayouts publishes pages made of blocks that are due until ctx ends. Any
// number of processes may do so at once; after a downtime they catch up.
func (a *App) keepLayouts(ctx context.Context) error {
	for ctx.Err() == nil {
		a.pause(ctx, a.whenDue(ctx, a.Blocks.NextDue, a.doDueLayouts))
	}
	return nil
}

// doDueLayouts publishes one page that is due after another.
func (a *App) doDueLayouts(ctx context.Context) error {
	for ctx.Err() == nil {
		due, found, err := a.Blocks.RunDue(ctx)
		if err != nil || !found {
			return err
		}
		a.schedule.layout(due.Late)
		a.Log.InfoContext(ctx, "done by the schedule", "what", "layout", "place", due.Place.String(), "late", due.Late.String())
	}
	return nil
}
