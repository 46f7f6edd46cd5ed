package accounts

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

// Names are the names of users, for those who show who did something.
func Names(ctx context.Context, db bun.IDB, ids []int64) (map[int64]string, error) {
	names := map[int64]string{}
	if len(ids) == 0 {
		return names, nil
	}
	type named struct {
		id   int64
		name string
	}
	rows, err := postgres.PreparedOn(ctx, db, "SELECT id, name FROM users WHERE id = ANY($1)", []any{ids}, func(row pgx.Rows, n *named) error { return row.Scan(&n.id, &n.name) })
	for _, r := range rows {
		names[r.id] = r.name
	}
	return names, err
}
