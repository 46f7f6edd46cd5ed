package photobank

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
)

type near struct {
	ID       int64
	Distance int
}

// similar looks each quarter of the hash up, and each of its neighbours that differ in
// one bit: two hashes that differ in at most seven bits share one of them.
func similar(ctx context.Context, db bun.IDB, id, phash int64, limit int) ([]near, error) {
	literal := strconv.FormatInt(phash, 10) // quoted: of -2^63 SQL reads the digits before the sign
	query := db.NewSelect().TableExpr("pictures AS p").ColumnExpr("p.id, bit_count((p.phash # ?::bigint)::bit(64)) AS distance", literal).
		WhereGroup(" AND ", func(query *bun.SelectQuery) *bun.SelectQuery {
			for shift := 0; shift < 64; shift += 16 {
				column := "(p.phash & 65535)"
				if shift > 0 {
					column = "(p.phash >> ? & 65535)"
				}
				values := pgdialect.Array(neighbours(phash >> shift & 65535))
				if shift > 0 {
					query.WhereOr(column+" = ANY(?::bigint[])", shift, values)
				} else {
					query.WhereOr(column+" = ANY(?::bigint[])", values)
				}
			}
			return query
		}).
		Where("p.id <> ? AND p.trashed_at IS NULL AND p.merged_into IS NULL", id).
		Where("bit_count((p.phash # ?::bigint)::bit(64)) <= ?", literal, alike).OrderExpr("distance, p.id").Limit(int64(limit))
	var found []near
	return found, query.Scan(ctx, &found)
}

// neighbours are sixteen bits, and those that differ from them in one.
func neighbours(bits int64) []int64 {
	out := []int64{bits}
	for i := range 16 {
		out = append(out, bits^1<<i)
	}
	return out
}

// oneLikenessAtATime has who looks for look-alikes of a new picture wait until others
// that do so are done.
func oneLikenessAtATime(ctx context.Context, tx bun.Tx) error {
	_, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended('picture likenesses', 0))").Exec(ctx)
	return err
}

// insertLikenesses leaves pairs alone that are noted already, judged or not.
func insertLikenesses(ctx context.Context, tx bun.Tx, id int64, found []near) error {
	for _, n := range found {
		_, err := tx.NewRaw(`INSERT INTO picture_likenesses (first_id, second_id, distance) VALUES (least(?, ?), greatest(?, ?), ?)
			ON CONFLICT ON CONSTRAINT picture_likenesses_key DO NOTHING`, id, n.ID, id, n.ID, n.Distance).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// likenesses leaves pairs out of which one is in the trash.
func likenesses(ctx context.Context, db bun.IDB, after *keyset.ByID, limit int) ([]Likeness, error) {
	query := db.NewSelect().TableExpr("picture_likenesses AS l").ColumnExpr("l.id, l.first_id, l.second_id, l.distance, l.found_at").
		Join("JOIN pictures AS a ON a.id = l.first_id AND a.trashed_at IS NULL AND a.merged_into IS NULL").
		Join("JOIN pictures AS b ON b.id = l.second_id AND b.trashed_at IS NULL AND b.merged_into IS NULL").
		Where("l.dismissed_at IS NULL").OrderExpr("l.id DESC").Limit(int64(limit))
	if after != nil {
		query.Where("l.id < ?", after.ID)
	}
	var found []Likeness
	return found, query.Scan(ctx, &found)
}

func dismiss(ctx context.Context, tx bun.Tx, id int64, by *int64) (l Likeness, err error) {
	err = tx.NewRaw(`UPDATE picture_likenesses SET dismissed_at = now(), dismissed_by = ? WHERE id = ? AND dismissed_at IS NULL
		RETURNING id, first_id, second_id, distance, found_at`, by, id).Scan(ctx, &l)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoLikeness
	}
	return l, err
}

// judge notes of two pictures that they are not the same.
func judge(ctx context.Context, tx bun.Tx, one, other int64, by *int64) error {
	_, err := tx.NewRaw(`INSERT INTO picture_likenesses (first_id, second_id, distance, dismissed_at, dismissed_by)
		SELECT least(a.id, b.id), greatest(a.id, b.id), coalesce(bit_count((a.phash # b.phash)::bit(64)), 64), now(), ? FROM pictures AS a, pictures AS b WHERE a.id = ? AND b.id = ?
		ON CONFLICT ON CONSTRAINT picture_likenesses_key DO UPDATE SET dismissed_at = now(), dismissed_by = excluded.dismissed_by`, by, one, other).Exec(ctx)
	return err
}

// dropLikenesses forgets what a picture looks like that is merged into another.
func dropLikenesses(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewDelete().Table("picture_likenesses").Where("first_id = ? OR second_id = ?", id, id).Exec(ctx)
	return err
}
