package photobank

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

func selectLicences(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().Table("licences").Column("id", "name", "terms", "expires_at", "version", "updated_at")
}

func licences(ctx context.Context, db bun.IDB) ([]Licence, error) {
	found := []Licence{}
	return found, selectLicences(db).OrderExpr("lower(name), id").Limit(licenceLimit).Scan(ctx, &found)
}

func findLicence(ctx context.Context, db bun.IDB, id int64) (l Licence, err error) {
	err = selectLicences(db).Where("id = ?", id).Scan(ctx, &l)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrLicenceNotFound
	}
	return l, err
}

// insertLicence counts within its statement; two at the same moment may make one too many.
func insertLicence(ctx context.Context, tx bun.Tx, l Licence) (id int64, err error) {
	err = tx.NewRaw(`INSERT INTO licences (name, terms, expires_at) SELECT ?, ?, ?
		WHERE (SELECT count(*) FROM licences) < ? RETURNING id`, l.Name, l.Terms, l.ExpiresAt, licenceLimit).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrManyLicences
	}
	return id, licenceTaken(err)
}

// writeLicence is false when the version is no longer the given one.
func writeLicence(ctx context.Context, tx bun.Tx, l Licence) (bool, error) {
	current, err := postgres.Changed(tx.NewUpdate().Table("licences").
		Set("name = ?, terms = ?, expires_at = ?", l.Name, l.Terms, l.ExpiresAt).
		Set("version = version + 1, updated_at = now()").Where("id = ? AND version = ?", l.ID, l.Version).Exec(ctx))
	return current, licenceTaken(err)
}

func licenceTaken(err error) error {
	if postgres.Unique(err, "licences_name_key") {
		return ErrLicenceTaken
	}
	return err
}

func deleteLicence(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewDelete().Table("licences").Where("id = ?", id).Exec(ctx)
	if postgres.Referenced(err) {
		return ErrLicenceInUse
	}
	return err
}
