package news

import (
	"context"

	"github.com/uptrace/bun"
)

// MoveTag has at most limit of the articles that carry a tag carry another one
// instead, at the same place, and tells how many there were. What carries both keeps
// the place of the other. Their seals are made anew: readers see the tags. A version
// stays: nothing that is written was changed.
func (s *Service) MoveTag(ctx context.Context, tx bun.Tx, from, to int64, limit int) (int, error) {
	ids, err := holdTagged(ctx, tx, from, limit)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	if err := moveTag(ctx, tx, from, to, ids); err != nil {
		return 0, err
	}
	return len(ids), s.seal(ctx, tx, ids...)
}
