package photobank

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/postgres"
)

func settings(ctx context.Context, db bun.IDB) (s Settings, err error) {
	return s, db.NewSelect().Table("picture_settings").Column("required", "on_expiry", "notice_days", "animation", "trash_days", "version").Scan(ctx, &s)
}

// writeSettings is false when the version is no longer the given one.
func writeSettings(ctx context.Context, tx bun.Tx, s Settings) (bool, error) {
	return postgres.Changed(tx.NewUpdate().Table("picture_settings").
		Set("required = ?, on_expiry = ?, notice_days = ?", pgdialect.Array(s.Required), s.OnExpiry, s.NoticeDays).
		Set("animation = ?, trash_days = ?, version = version + 1", s.Animation, s.TrashDays).
		Where("version = ?", s.Version).Exec(ctx))
}
