package photobank

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// adoptEnd gives some pictures of a licence the end that follows from it, and holds
// them. The licence is held by who changes it, or by this.
func adoptEnd(ctx context.Context, tx bun.Tx, licence int64, limit int) (ids []int64, err error) {
	return ids, tx.NewRaw(`WITH l AS MATERIALIZED (SELECT id, expires_at FROM licences WHERE id = ? FOR NO KEY UPDATE),
		behind AS (SELECT p.id FROM pictures AS p JOIN l ON l.id = p.licence_id
			WHERE p.licence_id = ? AND p.expires_at IS DISTINCT FROM least(p.rights_until, l.expires_at) ORDER BY p.id LIMIT ? FOR NO KEY UPDATE OF p)
		UPDATE pictures AS p SET expires_at = least(p.rights_until, l.expires_at),
			expired = p.expired AND coalesce(least(p.rights_until, l.expires_at) <= now(), false)
		FROM l, behind WHERE p.id = behind.id RETURNING p.id`, licence, licence, limit).Scan(ctx, &ids)
}

// claimExpired notes that the end of some pictures' rights is announced, by the
// database's clock.
func claimExpired(ctx context.Context, tx bun.Tx, limit int) (ids []int64, err error) {
	return ids, tx.NewRaw(`UPDATE pictures SET expired = true WHERE id IN (
			SELECT id FROM pictures WHERE expires_at <= now() AND NOT expired ORDER BY expires_at LIMIT ? FOR NO KEY UPDATE SKIP LOCKED)
		RETURNING id`, limit).Scan(ctx, &ids)
}

func nextEnd(ctx context.Context, db bun.IDB, most time.Duration) (time.Duration, error) {
	var seconds float64
	err := db.NewRaw(`SELECT coalesce((SELECT extract(epoch FROM expires_at - now()) FROM pictures
		WHERE expires_at IS NOT NULL AND NOT expired ORDER BY expires_at LIMIT 1), ?)`, most.Seconds()).Scan(ctx, &seconds)
	return min(most, max(0, time.Duration(seconds*float64(time.Second)))), err
}

// expiredInUse are pictures that are shown somewhere though their rights have ended.
func expiredInUse(ctx context.Context, db bun.IDB, after int64, limit int) (ids []int64, err error) {
	return ids, db.NewRaw("SELECT id FROM pictures WHERE expires_at <= now() AND used AND id > ? ORDER BY id LIMIT ?", after, limit).Scan(ctx, &ids)
}

// expiring is the soonest first, and one row more than asked for.
func expiring(ctx context.Context, db bun.IDB, q Period, after *keyset.ByTime) ([]Picture, error) {
	var rows []row
	query := selectPictures(db, &rows).
		Where("p.expires_at IS NOT NULL AND p.trashed_at IS NULL AND p.merged_into IS NULL").
		Order("p.expires_at", "p.id").Limit(int64(q.Limit + 1))
	if q.From != nil {
		query.Where("p.expires_at >= ?", *q.From)
	}
	if q.Until != nil {
		query.Where("p.expires_at < ?", *q.Until)
	}
	if after != nil {
		query.Where("(p.expires_at, p.id) > (?, ?)", after.At, after.ID)
	}
	err := query.Scan(ctx)
	return pictures(rows), err
}

func pictures(rows []row) []Picture {
	out := make([]Picture, len(rows))
	for i, r := range rows {
		out[i] = r.picture()
	}
	return out
}

// ends counts pictures between each two of the moments, under the first of them.
func ends(ctx context.Context, db bun.IDB, moments []time.Time) (map[time.Time]int, error) {
	var rows []struct {
		Day      int
		Pictures int
	}
	err := db.NewRaw(`SELECT width_bucket(expires_at, ?::timestamptz[]) AS day, count(*) AS pictures FROM pictures
		WHERE expires_at >= ? AND expires_at < ? AND trashed_at IS NULL AND merged_into IS NULL GROUP BY 1`,
		pgdialect.Array(moments), moments[0], moments[len(moments)-1]).Scan(ctx, &rows)
	out := map[time.Time]int{}
	for _, r := range rows {
		out[moments[r.Day-1]] = r.Pictures
	}
	return out, err
}

// firstOfDay is true for one transaction each day.
func firstOfDay(ctx context.Context, tx bun.Tx, day string) (bool, error) {
	return postgres.Changed(tx.NewUpdate().Table("picture_settings").Set("told_on = ?", day).Where("told_on IS DISTINCT FROM ?", day).Exec(ctx))
}

func countEnding(ctx context.Context, db bun.IDB, from, until time.Time) (e Ending, err error) {
	return e, db.NewSelect().Table("pictures").ColumnExpr("count(*) AS pictures, count(*) FILTER (WHERE used) AS used, coalesce(min(expires_at), ?) AS first", until).
		Where("expires_at > ? AND expires_at < ? AND trashed_at IS NULL AND merged_into IS NULL", from, until).Scan(ctx, &e)
}
