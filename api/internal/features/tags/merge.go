package tags

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
)

// Articles are what carries tags: the feature news.
type Articles interface {
	// MoveTag has at most limit articles carry a tag instead of another, in tx, and
	// tells how many there were.
	MoveTag(ctx context.Context, tx bun.Tx, from, to int64, limit int) (int, error)
}

const (
	// mergeStep is how many articles move in one transaction: nobody who writes on one
	// of them waits longer than that takes, about half a second.
	mergeStep = 500
	// mergePatience is how long one request moves articles. The next goes on where it
	// stopped: what has moved has moved.
	mergePatience = 20 * time.Second
)

// merged is what the journal keeps of a step.
type merged struct {
	Into     int64 `json:"into"`
	Articles int   `json:"articles"` // that moved in this step
}

// Merge has another tag take over a tag's articles, addresses and the names in
// languages that it lacks; then the tag is gone. Many articles move in steps, each
// whole in itself; it fails with ErrMergeUnfinished when they took too long, and goes
// on when it is asked again.
func (s *Service) Merge(ctx context.Context, articles Articles, id, version, into int64) (Tag, error) {
	if id == into {
		return Tag{}, ErrMergeSelf
	}
	if err := s.mergeable(ctx, id, version, into); err != nil {
		return Tag{}, err
	}
	for began := time.Now(); ; {
		moved, err := s.moveSome(ctx, articles, id, into)
		if err != nil {
			return Tag{}, err
		}
		if moved < mergeStep {
			return s.finishMerge(ctx, articles, id, version, into)
		}
		if time.Since(began) > mergePatience {
			return Tag{}, ErrMergeUnfinished
		}
	}
}

// mergeable refuses what can't be merged, before anything moves.
func (s *Service) mergeable(ctx context.Context, id, version, into int64) error {
	before, err := find(ctx, s.db.Primary, id)
	if err != nil {
		return err
	}
	if before.Version != version {
		return ErrStale
	}
	if _, err := find(ctx, s.db.Primary, into); err != nil {
		return ErrMergeInto
	}
	return nil
}

// moveSome moves a step's articles. Both tags' pages are outdated at once.
func (s *Service) moveSome(ctx context.Context, articles Articles, id, into int64) (moved int, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if moved, err = articles.MoveTag(ctx, tx, id, into, mergeStep); err != nil || moved == 0 {
			return err
		}
		entry := audit.Entry{Action: "tags.merge", ObjectType: "tag", ObjectID: id, After: merged{into, moved}}
		if err := s.journal.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: id}, Changed{ID: into})
	})
	return moved, err
}

// finishMerge removes the tag. It holds both tags first, so that nobody gives an
// article the old one meanwhile: who does so waits, and is told that it is gone.
func (s *Service) finishMerge(ctx context.Context, articles Articles, id, version, into int64) (after Tag, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := holdBoth(ctx, tx, id, version, into)
		if err != nil {
			return err
		}
		moved := 0
		for step := mergeStep; step == mergeStep; moved += step {
			if step, err = articles.MoveTag(ctx, tx, id, into, mergeStep); err != nil {
				return err
			}
		}
		if err := absorb(ctx, tx, id, into); err != nil {
			return err
		}
		if after, err = find(ctx, tx, into); err != nil {
			return err
		}
		entry := audit.Entry{Action: "tags.merge", ObjectType: "tag", ObjectID: id, Before: before, After: merged{into, moved}}
		if err := s.journal.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{ID: id}, Changed{ID: into})
	})
	return after, err
}
