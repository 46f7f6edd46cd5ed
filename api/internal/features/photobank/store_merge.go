package photobank

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// standsFor is the picture that one was merged into, or itself.
func standsFor(ctx context.Context, db bun.IDB, id int64) (target int64, err error) {
	err = db.NewRaw("SELECT coalesce(merged_into, id) FROM pictures WHERE id = ?", id).Scan(ctx, &target)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return target, err
}

// holdAll reads two pictures, and what was merged into the first, in the order of their
// ids. No use of one of them begins until tx ends: that would refer to a held row.
func holdAll(ctx context.Context, tx bun.Tx, id, other int64) ([]Picture, error) {
	var rows []row
	err := selectPictures(tx, &rows).
		Where("p.id IN (?, ?) OR p.merged_into = ?", id, other, id).Order("p.id").For("UPDATE OF p").Scan(ctx)
	return pictures(rows), err
}

func mergeRow(ctx context.Context, tx bun.Tx, id, into int64) error {
	_, err := tx.NewUpdate().Table("pictures").Set("merged_into = ?, version = version + 1", into).Where("id = ?", id).Exec(ctx)
	return err
}

func separateRow(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewUpdate().Table("pictures").Set("merged_into = NULL, version = version + 1").Where("id = ?", id).Exec(ctx)
	return err
}

// lookAtUses sets whether held pictures are used, by themselves or as those that were
// merged into them.
func lookAtUses(ctx context.Context, tx bun.Tx, ids ...int64) error {
	_, err := tx.NewRaw("UPDATE pictures SET used = NOT used WHERE id = ANY(?) AND used <> picture_in_use(id)", pgdialect.Array(ids)).Exec(ctx)
	return err
}

// moveCollected has a picture's places in collections taken by another.
func moveCollected(ctx context.Context, tx bun.Tx, id, into int64) error {
	_, err := tx.NewRaw(`WITH was AS (DELETE FROM collected_pictures WHERE picture_id = ? RETURNING collection_id, added_at),
		moved AS (INSERT INTO collected_pictures (collection_id, picture_id, added_at) SELECT collection_id, ?, added_at FROM was ON CONFLICT DO NOTHING RETURNING collection_id)
		UPDATE picture_collections SET pictures = pictures - 1 WHERE id IN (SELECT collection_id FROM was EXCEPT SELECT collection_id FROM moved)`, id, into).Exec(ctx)
	return err
}
