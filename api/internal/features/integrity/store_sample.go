package integrity

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// modest keeps a transaction's statements from taking much memory, and has each
// walk along the keys of its batch, also where the planner's statistics are old: it
// must not read a table for every batch.
func modest(ctx context.Context, tx bun.Tx) error {
	_, err := tx.ExecContext(ctx, `SET LOCAL work_mem = '4MB'; SET LOCAL enable_bitmapscan = off;
		SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off`)
	return err
}

// byChance are sealed objects of a type, about as many as asked for where there are
// many more: those next to ids that are drawn.
func byChance(ctx context.Context, db bun.IDB, t contentseal.Type, count int) (ids []int64, err error) {
	return ids, db.NewRaw(`SELECT DISTINCT found.object_id FROM
			(SELECT min(object_id) AS least, max(object_id) AS most FROM content_seals WHERE object_type = ?0) AS ends,
			LATERAL (SELECT least + floor(random() * (most - least + 1))::bigint AS drawn FROM generate_series(1, ?1)) AS draws,
			LATERAL (SELECT object_id FROM content_seals WHERE object_type = ?0 AND object_id >= drawn ORDER BY object_id LIMIT 1) AS found
		ORDER BY 1`, t, count).Scan(ctx, &ids)
}

// breathe gives the sign of life of a check that is between two notes of how far it
// is; false when somebody stopped it.
func breathe(ctx context.Context, db bun.IDB, id int64) (alive bool, err error) {
	return alive, db.NewRaw("WITH seen AS (UPDATE integrity_checks SET seen_at = now() WHERE id = ? AND state = 'running' RETURNING id) SELECT EXISTS (SELECT FROM seen)", id).Scan(ctx, &alive)
}
