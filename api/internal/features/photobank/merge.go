package photobank

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

// Merge makes a picture stand for another, which takes over its uses and its places in
// collections; no article is rewritten. What was merged into it follows; a target that
// is merged itself stands for its own. It gives the target, and fails with
// ErrNotFound, ErrNoTarget, ErrIntoItself, ErrMerged or ErrTrashed.
func (s *Service) Merge(ctx context.Context, id, into int64) (after Picture, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		p, target, others, err := s.holdMerging(ctx, tx, id, into)
		if err != nil {
			return err
		}
		for _, one := range append([]Picture{p}, others...) {
			if err := mergeRow(ctx, tx, one.ID, target); err != nil {
				return err
			}
			if _, err := s.record(ctx, tx, "photobank.merge", one); err != nil {
				return err
			}
		}
		if err := moveCollected(ctx, tx, id, target); err != nil {
			return err
		}
		if err := dropLikenesses(ctx, tx, id); err != nil {
			return err
		}
		after, err = s.regard(ctx, tx, target, id)
		return err
	})
	return after, err
}

// holdMerging keeps a picture, the one that it is to be merged into and those that were
// merged into it from being changed, or used, until tx ends.
func (s *Service) holdMerging(ctx context.Context, tx bun.Tx, id, into int64) (p Picture, target int64, others []Picture, err error) {
	if into, err = standsFor(ctx, tx, into); errors.Is(err, ErrNotFound) {
		return p, 0, nil, ErrNoTarget
	} else if err != nil {
		return p, 0, nil, err
	}
	if id == into {
		return p, 0, nil, ErrIntoItself
	}
	held, err := holdAll(ctx, tx, id, into)
	if err != nil {
		return p, 0, nil, err
	}
	for _, one := range held {
		switch {
		case one.ID == id:
			p = one
		case one.ID != into:
			others = append(others, one)
		}
		if one.TrashedAt != nil {
			return p, 0, nil, ErrTrashed
		}
	}
	t := slices.IndexFunc(held, func(one Picture) bool { return one.ID == into })
	switch {
	case p.ID == 0:
		return p, 0, nil, ErrNotFound
	case t < 0:
		return p, 0, nil, ErrNoTarget
	case p.MergedInto != nil || held[t].MergedInto != nil:
		return p, 0, nil, ErrMerged
	}
	return p, into, others, nil
}

// Separate undoes a merge. The two are not offered as look-alikes again. It fails with
// ErrNotFound or ErrNotMerged.
func (s *Service) Separate(ctx context.Context, id int64) (after Picture, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		p, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if p.MergedInto == nil {
			return ErrNotMerged
		}
		target := *p.MergedInto
		held, err := holdAll(ctx, tx, id, target)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(held, func(one Picture) bool { return one.ID == id })
		if i < 0 || held[i].MergedInto == nil || *held[i].MergedInto != target {
			return ErrNotMerged
		}
		if err := separateRow(ctx, tx, id); err != nil {
			return err
		}
		if after, err = s.record(ctx, tx, "photobank.separate", held[i]); err != nil {
			return err
		}
		if p.PHash != nil {
			if _, err := s.noteLikenesses(ctx, tx, id, *p.PHash); err != nil {
				return err
			}
		}
		if err := judge(ctx, tx, id, target, access.UserID(ctx)); err != nil {
			return err
		}
		if _, err := s.regard(ctx, tx, target, id); err != nil {
			return err
		}
		after, err = find(ctx, tx, id)
		return err
	})
	return after, err
}

// regard looks anew at whether two pictures are used, and has the pages of the first
// follow.
func (s *Service) regard(ctx context.Context, tx bun.Tx, target, other int64) (Picture, error) {
	if err := lookAtUses(ctx, tx, target, other); err != nil {
		return Picture{}, err
	}
	if err := s.announce(ctx, tx, target); err != nil {
		return Picture{}, err
	}
	return find(ctx, tx, target)
}
