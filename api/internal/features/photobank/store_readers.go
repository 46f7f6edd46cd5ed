package photobank

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

func onExpiry(ctx context.Context, db bun.IDB) (rule string, err error) {
	return rule, db.NewSelect().Table("picture_settings").Column("on_expiry").Scan(ctx, &rule)
}

func requiredFields(ctx context.Context, db bun.IDB) (fields []string, err error) {
	return fields, db.NewSelect().Table("picture_settings").Column("required").Scan(ctx, pgdialect.Array(&fields))
}
