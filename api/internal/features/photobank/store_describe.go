package photobank

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/postgres"
)

// hold reads a picture and keeps it from being changed until tx ends.
func hold(ctx context.Context, tx bun.Tx, id int64) (Picture, error) {
	var r row
	err := selectPictures(tx, &r).Where("p.id = ?", id).For("NO KEY UPDATE OF p").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Picture{}, ErrNotFound
	}
	return r.picture(), err
}

// write stores all that can be changed of a picture that is held, and what follows
// from it.
func write(ctx context.Context, tx bun.Tx, p Picture) error {
	end, err := licenceEnd(ctx, tx, p.LicenceID)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Table("pictures").
		Set("author = ?, source = ?, licence = ?, place = ?", p.Author, p.Source, p.Licence, p.Place).
		Set("keywords = ?, persons = ?", pgdialect.Array(p.Keywords), pgdialect.Array(p.Persons)).
		Set("taken_at = ?, licence_id = ?, rights_until = ?", p.TakenAt, p.LicenceID, p.RightsUntil).
		Set("expires_at = least(?::timestamptz, ?::timestamptz)", p.RightsUntil, end).
		Set("expired = expired AND coalesce(least(?::timestamptz, ?::timestamptz) <= now(), false)", p.RightsUntil, end).
		Set("focus = ?::jsonb, crops = ?::jsonb", p.Focus, p.Crops).
		Set("trashed_at = ?, trashed_by = CASE WHEN ? THEN coalesce(trashed_by, ?) END", p.TrashedAt, p.TrashedAt != nil, access.UserID(ctx)).
		Set("described = ?, search = ?", pgdialect.Array(p.described()), p.searchText()).
		Set("lexemes = array_to_tsvector(?::text[])", pgdialect.Array(p.lexemes())).
		Set("version = version + 1").Where("id = ?", p.ID).Exec(ctx)
	if err != nil {
		return inUse(err)
	}
	if _, err := tx.NewDelete().Table("picture_labels").Where("picture_id = ?", p.ID).Exec(ctx); err != nil {
		return err
	}
	return insertLabels(ctx, tx, p.ID, p.Labels)
}

// licenceEnd is when a licence ends, nil for never and for none. The licence is held:
// who changes its end waits, and finds the picture afterwards.
func licenceEnd(ctx context.Context, tx bun.Tx, id *int64) (end *time.Time, err error) {
	if id == nil {
		return nil, nil
	}
	err = tx.NewRaw("SELECT expires_at FROM licences WHERE id = ? FOR SHARE", *id).Scan(ctx, &end)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoLicence
	}
	return end, err
}

// aliases are the pictures that were merged into one of those.
func aliases(ctx context.Context, db bun.IDB, ids []int64) (others []int64, err error) {
	return others, db.NewRaw("SELECT id FROM pictures WHERE merged_into = ANY(?) ORDER BY id", pgdialect.Array(ids)).Scan(ctx, &others)
}

// inUse makes a refusal of what the database says of a picture that is used.
func inUse(err error) error {
	if postgres.Checked(err, TrashedUnused) || postgres.Referenced(err) {
		return ErrInUse
	}
	return err
}

// facts are what the file says of itself.
func facts(ctx context.Context, db bun.IDB, id int64) (found []Fact, err error) {
	var r row
	err = db.NewSelect().Model(&r).Column("facts").Where("p.id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	return r.Facts, err
}
