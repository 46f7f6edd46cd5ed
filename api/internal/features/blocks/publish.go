package blocks

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/keyset"
)

// Publish shows the draft to readers, now or at a time by the database's clock. It
// is the draft of that time which is published then.
func (s *Service) Publish(ctx context.Context, p Place, version int64, note string, at *time.Time) (Arrangement, error) {
	action := "blocks.publish"
	if at != nil {
		action = "blocks.schedule"
	}
	return s.frame(ctx, action, p, func(ctx context.Context, tx bun.Tx, a *Arrangement) (bool, error) {
		switch {
		case a.Version != version:
			return false, ErrStale
		case a.Version == 0:
			return false, ErrNothingToDo
		case at != nil:
			return false, plan(ctx, tx, *a, note, *at)
		}
		return true, publish(ctx, tx, a, a.Blocks, note, access.UserID(ctx))
	})
}

// publish makes blocks the version that readers see, and the draft.
func publish(ctx context.Context, tx bun.Tx, a *Arrangement, blocks []Block, note string, by *int64) error {
	number, err := addVersion(ctx, tx, a.Place, blocks, note, by)
	if err != nil {
		return err
	}
	a.Blocks, a.PublishAt, a.Published = blocks, nil, &Version{Number: number}
	return write(ctx, tx, *a)
}

// plan notes a publication to come. What was planned before is replaced.
func plan(ctx context.Context, tx bun.Tx, a Arrangement, note string, at time.Time) error {
	a.PublishAt = &at
	if err := write(ctx, tx, a); err != nil {
		return err
	}
	future, err := notePlan(ctx, tx, a.Place, note)
	if err == nil && !future {
		err = ErrTimePassed
	}
	return err
}

// Unschedule calls a planned publication off.
func (s *Service) Unschedule(ctx context.Context, p Place, version int64) (Arrangement, error) {
	return s.change(ctx, "blocks.unschedule", p, version, func(ctx context.Context, tx bun.Tx, a *Arrangement) error {
		if a.PublishAt == nil {
			return ErrNotScheduled
		}
		a.PublishAt = nil
		return write(ctx, tx, *a)
	})
}

// Versions is a page of what was published, the latest first, and the cursor of the
// next (nil: none).
func (s *Service) Versions(ctx context.Context, p Place, cursor string, limit int) ([]Version, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	if _, err := s.tree(ctx, p); err != nil {
		return nil, nil, err
	}
	rows, err := versions(ctx, s.DB.Primary, p, after, limit)
	rows, next := keyset.Page(rows, limit, func(v Version) any { return keyset.ByID{ID: v.Number} })
	return rows, next, err
}

// Version is what was published under a number. It fails with ErrVersionNotFound.
func (s *Service) Version(ctx context.Context, p Place, number int64) (Version, error) {
	if _, err := s.tree(ctx, p); err != nil {
		return Version{}, err
	}
	return version(ctx, s.DB.Primary, p, number)
}

// Restore publishes an earlier version again, as a new one; the draft is replaced
// too. What has gone meanwhile, such as a deleted tag, leaves its block empty.
func (s *Service) Restore(ctx context.Context, p Place, number, seen int64) (Arrangement, error) {
	return s.frame(ctx, "blocks.restore", p, func(ctx context.Context, tx bun.Tx, a *Arrangement) (bool, error) {
		if a.Version != seen {
			return false, ErrStale
		}
		earlier, err := version(ctx, tx, p, number)
		if err != nil {
			return false, err
		}
		return true, publish(ctx, tx, a, earlier.Blocks, restoredNote(number, earlier.Note), access.UserID(ctx))
	})
}
