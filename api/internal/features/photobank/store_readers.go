package photobank

import (
	"context"

	"github.com/uptrace/bun"
)

func onExpiry(ctx context.Context, db bun.IDB) (rule string, err error) {
	return rule, db.NewSelect().Table("picture_settings").Column("on_expiry").Scan(ctx, &rule)
}
