package news

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
)

// LockLife is how long a lock lasts after its holder was last heard: three of the
// panel's heartbeats, so that one that is lost loses nothing.
const LockLife = 45 * time.Second

// Lock says who has an article open for writing. It keeps two people from
// working on one text unawares; what keeps their words is the version check of
// every save, which does not ask for the lock.
type Lock struct {
	ArticleID int64
	UserID    int64
	Since     time.Time
	SeenAt    time.Time
}

// ExpiresAt is when the lock ends unless its holder is heard again.
func (l Lock) ExpiresAt() time.Time { return l.SeenAt.Add(LockLife) }

// Acquire takes or renews the caller's lock. It fails with ErrLocked while
// somebody else has it, unless the caller takes over; the other learns of it when
// the lock is to be renewed.
func (s *Service) Acquire(ctx context.Context, id int64, takeOver bool) (Lock, error) {
	p, _ := access.From(ctx)
	var taken Lock
	err := s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		holder, held, err := holderOf(ctx, tx, id)
		if err != nil {
			return err
		}
		a, err := find(ctx, tx, id, false)
		if err != nil {
			return err
		}
		if err := a.standing().check(ctx, StepSave); err != nil {
			return err // a lock of who can't save would only be in the way
		}
		if held && holder.UserID != p.UserID {
			if !takeOver {
				taken = holder
				return ErrLocked
			}
			entry := audit.Entry{Action: "news.take_over", ObjectType: "article", ObjectID: id, Before: map[string]int64{"lock": holder.UserID}, After: map[string]int64{"lock": p.UserID}}
			if err := s.journal.Record(ctx, tx, entry); err != nil {
				return err
			}
		}
		taken, err = putLock(ctx, tx, id, p.UserID)
		return err
	})
	return taken, err
}

// Release ends the caller's lock; without one it does nothing.
func (s *Service) Release(ctx context.Context, id int64) error {
	p, _ := access.From(ctx)
	if err := s.exists(ctx, id); err != nil {
		return err
	}
	return dropLock(ctx, s.db.Primary, id, p.UserID)
}

// Locks are the locks of articles that have not ended.
func (s *Service) Locks(ctx context.Context, ids []int64) (map[int64]Lock, error) {
	return locks(ctx, s.db.Primary, ids)
}

// exists fails with ErrNotFound for an article that is not there.
func (s *Service) exists(ctx context.Context, id int64) error {
	there, err := exists(ctx, s.db.Primary, "articles", id)
	if err == nil && !there {
		return ErrNotFound
	}
	return err
}
