package photobank

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
)

// rightsBatch is how many pictures one step of following a changed licence covers:
// a second of work, with their seals.
const rightsBatch = 500

// follow brings the ends of the first pictures of a licence in step, so that with most
// licences the change is done when it is answered; the rest is a job's: see Follow.
func (s *Service) follow(ctx context.Context, tx bun.Tx, licence int64) error {
	n, err := s.followSome(ctx, tx, licence)
	if err != nil || n < rightsBatch {
		return err
	}
	return s.deps.Outbox.Publish(ctx, tx, LicenceChanged{ID: licence})
}

// followBatches is how many steps a job takes before it hands over to another: a job
// has a minute, and one that takes longer is tried again after ever longer pauses.
const followBatches = 5

// Follow brings the ends of all pictures of a licence in step with it, some at a
// time; of many pictures the next job does the rest. It may be called again.
func (s *Service) Follow(ctx context.Context, changed LicenceChanged) error {
	for step, more := 1, true; more; step++ {
		err := s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			n, err := s.followSome(ctx, tx, changed.ID)
			more = n == rightsBatch && step < followBatches
			if err != nil || more || n < rightsBatch {
				return err
			}
			return s.deps.Outbox.Publish(ctx, tx, changed)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// followSome tells how many pictures it brought in step. Pages that show them follow.
func (s *Service) followSome(ctx context.Context, tx bun.Tx, licence int64) (int, error) {
	ids, err := adoptEnd(ctx, tx, licence, rightsBatch)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	if err := s.seal(ctx, tx, ids...); err != nil {
		return 0, err
	}
	return len(ids), s.announceRights(ctx, tx, ids)
}

// announceRights tells the pages of pictures, and of those that were merged into them.
func (s *Service) announceRights(ctx context.Context, tx bun.Tx, ids []int64) error {
	others, err := aliases(ctx, tx, ids)
	if err != nil {
		return err
	}
	return s.deps.Outbox.Publish(ctx, tx, RightsEnded{IDs: append(ids, others...)})
}

// Expire announces the end of the rights in some pictures, and tells how many: readers
// see them no more since that moment, but pages that were cached before do. Any
// number of processes may do so at once.
func (s *Service) Expire(ctx context.Context) (expired int, err error) {
	for more := true; more; {
		err := s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			ids, err := claimExpired(ctx, tx, rightsBatch)
			more = len(ids) == rightsBatch
			if err != nil || len(ids) == 0 {
				return err
			}
			expired += len(ids)
			return s.announceRights(ctx, tx, ids)
		})
		if err != nil {
			return expired, err
		}
	}
	return expired, nil
}

// NextEnd is how long it takes until the rights in a picture end that nobody has
// announced, at most a given time.
func (s *Service) NextEnd(ctx context.Context, most time.Duration) (time.Duration, error) {
	return nextEnd(ctx, s.deps.DB.Primary, most)
}

// ShowAnew has pages follow another rule for pictures whose rights have ended.
func (s *Service) ShowAnew(ctx context.Context, _ ExpiryRuleChanged) error {
	for after := int64(0); ; {
		ids, err := expiredInUse(ctx, s.deps.DB.Primary, after, rightsBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		after = ids[len(ids)-1]
		err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.announceRights(ctx, tx, ids) })
		if err != nil {
			return err
		}
	}
}

// Period asks for pictures whose rights end within a time; nil is open.
type Period struct {
	From, Until *time.Time // Until is not included
	Cursor      string
	Limit       int
}

// Expiring is a page of pictures whose rights end, the soonest first, and the cursor
// of the next (nil: none).
func (s *Service) Expiring(ctx context.Context, q Period) ([]Picture, *string, error) {
	after, err := keyset.Decode[keyset.ByTime](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	found, err := expiring(ctx, s.deps.DB.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, q.Limit, func(p Picture) any { return keyset.ByTime{At: *p.ExpiresAt, ID: p.ID} })
	return page, next, nil
}

// calendarDays is the longest period of the calendar.
const calendarDays = 400

// Ends counts the pictures whose rights end on each of the days from one to before
// another, by the newsroom's clock; days without any are left out. It fails with
// ErrBadPeriod.
func (s *Service) Ends(ctx context.Context, from, until time.Time) (map[time.Time]int, error) {
	midnight := func(day time.Time) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, s.deps.Zone)
	}
	days := []time.Time{}
	for day := from; day.Before(until) && len(days) <= calendarDays; day = day.AddDate(0, 0, 1) {
		days = append(days, midnight(day))
	}
	if len(days) == 0 || len(days) > calendarDays {
		return nil, ErrBadPeriod
	}
	return ends(ctx, s.deps.DB.Primary, append(days, midnight(until)))
}

// Ending is what there is to tell of rights that are about to end.
type Ending struct {
	Pictures int       // whose rights end within Days
	Used     int       // of them, those that something uses
	Days     int       // of the rules
	First    time.Time // when the first of them ends
}

// TellEnding gives what there is to tell of rights that are about to end, and true, to
// one caller each day of the newsroom.
func (s *Service) TellEnding(ctx context.Context) (ending Ending, told bool, err error) {
	now := s.deps.Now()
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if told, err = firstOfDay(ctx, tx, now.In(s.deps.Zone).Format(time.DateOnly)); err != nil || !told {
			return err
		}
		rules, err := settings(ctx, tx)
		if err != nil {
			return err
		}
		ending, err = countEnding(ctx, tx, now, now.AddDate(0, 0, rules.NoticeDays))
		ending.Days = rules.NoticeDays
		return err
	})
	return ending, told, err
}
