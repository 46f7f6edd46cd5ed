package tags

import (
	"context"

	"github.com/uptrace/bun"
)

// holdBoth locks the two tags, in the order of their ids, against everybody who
// would refer to them, and gives the one that is to go.
func holdBoth(ctx context.Context, tx bun.Tx, id, version, into int64) (Tag, error) {
	var there []int64
	if err := tx.NewRaw("SELECT id FROM tags WHERE id IN (?, ?) ORDER BY id FOR UPDATE", id, into).Scan(ctx, &there); err != nil {
		return Tag{}, err
	}
	before, err := find(ctx, tx, id)
	switch {
	case err != nil:
		return Tag{}, err
	case before.Version != version:
		return Tag{}, ErrStale
	case len(there) != 2:
		return Tag{}, ErrMergeInto
	}
	return before, nil
}

// absorb gives a tag's names that the other lacks, and its addresses, to the other,
// and deletes it (migrations/0020_redirects.tx.up.sql).
func absorb(ctx context.Context, tx bun.Tx, id, into int64) error {
	for _, statement := range []string{
		"SELECT redirect_tag_merges(?0, ?1)",
		"UPDATE tags SET version = version + 1, updated_at = now() WHERE id = ?1",
		"DELETE FROM tags WHERE id = ?0",
	} {
		if _, err := tx.NewRaw(statement, id, into).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
