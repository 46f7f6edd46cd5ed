package banners

import (
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

func insert(ctx context.Context, tx bun.Tx, b Banner) (int64, error) {
	r := row{Name: b.Name, Advertiser: b.Advertiser, Zone: b.Zone, FromAt: b.From, UntilAt: b.Until, Weight: b.Weight, Paused: b.Paused, Version: 1}
	if _, err := tx.NewInsert().Model(&r).Returning("id").Exec(ctx); err != nil {
		return 0, err
	}
	return r.ID, setParts(ctx, tx, r.ID, b)
}

// advance writes the banner and moves the version on; false when it is no longer the
// one given.
func advance(ctx context.Context, tx bun.Tx, b Banner) (bool, error) {
	current, err := postgres.Changed(tx.NewUpdate().Table("banners").
		Set("name = ?", b.Name).Set("advertiser = ?", b.Advertiser).Set("zone = ?", b.Zone).Set("from_at = ?", b.From).Set("until_at = ?", b.Until).
		Set("weight = ?", b.Weight).Set("paused = ?", b.Paused).Set("version = version + 1").Set("updated_at = now()").
		Where("id = ? AND version = ? AND deleted_at IS NULL", b.ID, b.Version).Exec(ctx))
	if err != nil || !current {
		return false, err
	}
	return true, setParts(ctx, tx, b.ID, b)
}

// setParts replaces arts and rubrics.
func setParts(ctx context.Context, tx bun.Tx, id int64, b Banner) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM banner_rubrics WHERE banner_id = ?", id); err != nil {
		return err
	}
	_, err := tx.NewRaw("INSERT INTO banner_rubrics (banner_id, rubric_id) SELECT ?, unnest(?::bigint[])", id, pgdialect.Array(b.RubricIDs)).Exec(ctx)
	if postgres.Referenced(err) {
		return ErrNoRubric
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM banner_arts WHERE banner_id = ?", id); err != nil {
		return err
	}
	for _, language := range slices.Sorted(maps.Keys(b.Arts)) {
		if err := addArt(ctx, tx, id, language, b.Arts[language]); err != nil {
			return err
		}
	}
	return nil
}

func addArt(ctx context.Context, tx bun.Tx, id int64, language lang.Code, art Art) error {
	if _, err := tx.NewInsert().Model(&artRow{BannerID: id, Language: language, Alt: art.Alt, URL: art.URL}).Exec(ctx); err != nil {
		return err
	}
	at := "arts." + string(language)
	if err := addPicture(ctx, tx, pictureRow{BannerID: id, Language: language, Form: wide, PictureID: art.PictureID}, at+".pictureId"); err != nil || art.NarrowPictureID == nil {
		return err
	}
	return addPicture(ctx, tx, pictureRow{BannerID: id, Language: language, Form: narrow, PictureID: *art.NarrowPictureID}, at+".narrowPictureId")
}

func addPicture(ctx context.Context, tx bun.Tx, r pictureRow, field string) error {
	_, err := tx.NewInsert().Model(&r).Exec(ctx)
	if postgres.Referenced(err) || postgres.Checked(err, photobank.TrashedUnused) {
		return ErrNoPicture.WithFields(fault.Field{Field: field, Code: "not_found", Message: "not in the photobank"})
	}
	return err
}

// remove takes the banner away with all it uses; false when somebody else has just
// done so.
func remove(ctx context.Context, tx bun.Tx, id int64) (bool, error) {
	removed, err := postgres.Changed(tx.ExecContext(ctx, "UPDATE banners SET deleted_at = now(), version = version + 1 WHERE id = ? AND deleted_at IS NULL", id))
	if err != nil || !removed {
		return false, err
	}
	for _, statement := range []string{"DELETE FROM banner_arts WHERE banner_id = ?", "DELETE FROM banner_rubrics WHERE banner_id = ?"} {
		if _, err := tx.ExecContext(ctx, statement, id); err != nil {
			return false, err
		}
	}
	return true, nil
}
