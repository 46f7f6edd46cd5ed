package app

import (
	"context"

	"baq.kz/portal/migrations"
)

// Migrate brings the schema up to date, and the built-in roles with it.
func (a *App) Migrate(ctx context.Context) error {
	if err := a.DB.Migrate(ctx, migrations.Files(), a.Log); err != nil {
		return err
	}
	return a.Accounts.EnsureRoles(ctx)
}
