package news

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
)

// original is what a new version of a story is translated from: the given
// article, or the story's first; nil for the first itself.
func original(ctx context.Context, tx bun.Tx, storyID, from int64) (*Translation, error) {
	if storyID == 0 { // a new story
		return nil, nil
	}
	t, err := findOriginal(ctx, tx, storyID, from)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &t, err
}
