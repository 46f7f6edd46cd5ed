package photobank

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// selectCollections reads collections with the picture that was put in last and is
// still listed: a few rows of the collection's index.
func selectCollections(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().TableExpr("picture_collections AS c").ColumnExpr(`c.id, c.name, c.description, c.pictures, c.version, c.updated_at,
		(SELECT l.picture_id FROM collected_pictures AS l JOIN pictures AS p ON p.id = l.picture_id AND p.trashed_at IS NULL AND p.merged_into IS NULL
			WHERE l.collection_id = c.id ORDER BY l.added_at DESC, l.picture_id DESC LIMIT 1) AS cover_id`)
}

func collections(ctx context.Context, db bun.IDB, part string, after *keyset.ByName, limit int) ([]Collection, error) {
	query := selectCollections(db).OrderExpr("lower(c.name), c.id").Limit(int64(limit))
	if part != "" {
		query.Where("lower(c.name) LIKE lower(?)", postgres.Contains(part))
	}
	if after != nil {
		query.Where("(lower(c.name), c.id) > (lower(?), ?)", after.Name, after.ID)
	}
	found := []Collection{}
	return found, query.Scan(ctx, &found)
}

func findCollection(ctx context.Context, db bun.IDB, id int64) (c Collection, err error) {
	err = selectCollections(db).Where("c.id = ?", id).Scan(ctx, &c)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrCollectionNotFound
	}
	return c, err
}

// holdCollection keeps the collection and its count from being changed until tx ends.
func holdCollection(ctx context.Context, tx bun.Tx, id int64) (Collection, error) {
	if _, err := tx.NewRaw("SELECT FROM picture_collections WHERE id = ? FOR NO KEY UPDATE", id).Exec(ctx); err != nil {
		return Collection{}, err
	}
	return findCollection(ctx, tx, id)
}

func insertCollection(ctx context.Context, tx bun.Tx, c Collection, by *int64) (id int64, err error) {
	err = tx.NewRaw("INSERT INTO picture_collections (name, description, created_by) VALUES (?, ?, ?) RETURNING id", c.Name, c.Description, by).Scan(ctx, &id)
	return id, collectionTaken(err)
}

func writeCollection(ctx context.Context, tx bun.Tx, c Collection) error {
	_, err := tx.NewUpdate().Table("picture_collections").Set("name = ?, description = ?", c.Name, c.Description).
		Set("version = version + 1, updated_at = now()").Where("id = ?", c.ID).Exec(ctx)
	return collectionTaken(err)
}

func collectionTaken(err error) error {
	if postgres.Unique(err, "picture_collections_name_key") {
		return ErrCollectionTaken
	}
	return err
}

func deleteCollection(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewDelete().Table("picture_collections").Where("id = ?", id).Exec(ctx)
	return err
}

// putInto gives the pictures that were not in the collection before.
func putInto(ctx context.Context, tx bun.Tx, id int64, pictures []int64) ([]int64, error) {
	came := []int64{}
	if len(pictures) == 0 {
		return came, nil
	}
	err := tx.NewRaw(`INSERT INTO collected_pictures (collection_id, picture_id)
		SELECT DISTINCT ?::bigint, coalesce(p.merged_into, given.id) FROM unnest(?::bigint[]) AS given (id) LEFT JOIN pictures AS p ON p.id = given.id
		ORDER BY 2 ON CONFLICT DO NOTHING RETURNING picture_id`, id, pgdialect.Array(pictures)).Scan(ctx, &came)
	if postgres.Referenced(err) {
		err = ErrNoPicture
	}
	return came, err
}

// takeOut gives the pictures that were in the collection.
func takeOut(ctx context.Context, tx bun.Tx, id int64, pictures []int64) ([]int64, error) {
	went := []int64{}
	if len(pictures) == 0 {
		return went, nil
	}
	return went, tx.NewRaw("DELETE FROM collected_pictures WHERE collection_id = ? AND picture_id = ANY(?) RETURNING picture_id", id, pgdialect.Array(pictures)).Scan(ctx, &went)
}

func countCollection(ctx context.Context, tx bun.Tx, id int64, more int) error {
	_, err := tx.NewUpdate().Table("picture_collections").Set("pictures = pictures + ?, updated_at = now()", more).Where("id = ?", id).Exec(ctx)
	return err
}
