package blocks

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// Due is a planned publication that was done.
type Due struct {
	Place Place
	Late  time.Duration // after its time, by the database's clock
}

// RunDue publishes one page that is due by the database's clock; false when there
// is none. Any number of processes may call it at once: a page is claimed by a row
// lock that the others pass over, and published in the claim's transaction.
func (s *Service) RunDue(ctx context.Context) (done Due, found bool, err error) {
	err = s.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		due, one, err := claimDue(ctx, tx)
		if found = one; err != nil || !found {
			return err
		}
		p, _ := ParsePlace(due.Place) // by the table's constraint
		done = Due{Place: p, Late: time.Duration(due.Late * float64(time.Second))}
		before, err := arrangement(ctx, tx, p, true)
		if err != nil {
			return err
		}
		now := before
		if err := publish(ctx, tx, &now, now.Blocks, due.Note, due.By); err != nil {
			return err
		}
		after, err := arrangement(ctx, tx, p, false)
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, "blocks.publish", before, after, true)
	})
	return done, found && err == nil, err
}

// NextDue is how long it is until a publication is due, by the database's clock:
// negative when it is late, and at most limit.
func (s *Service) NextDue(ctx context.Context, limit time.Duration) (time.Duration, error) {
	return nextDue(ctx, s.DB.Primary, limit)
}
