package demo

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
)

// The marks that a run leaves in the journal.
const (
	begin    = "demo.begin"
	complete = "demo.complete"
)

// The object of the demo's journal entries.
const (
	objectType = "newsroom"
	objectID   = "demo"
)

// mark finds when the newsroom got a mark; false: it has none.
func (n Newsroom) mark(ctx context.Context, action string) (at time.Time, found bool, err error) {
	err = n.DB.Primary.NewSelect().Table("journal_entries").Column("at").
		Where("object_type = ? AND object_id = ? AND action = ?", objectType, objectID, action).
		Order("id").Limit(1).Scan(ctx, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return at, false, nil
	}
	return at, err == nil, err
}

func (n Newsroom) set(ctx context.Context, action string) error {
	return n.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return n.Journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: objectType, ObjectID: objectID})
	})
}

// begin is the time of the first run.
func (n Newsroom) begin(ctx context.Context) (time.Time, error) {
	at, found, err := n.mark(ctx, begin)
	if found || err != nil {
		return at, err
	}
	if err := n.set(ctx, begin); err != nil {
		return at, err
	}
	at, _, err = n.mark(ctx, begin)
	return at, err
}

// lockKey is of PostgreSQL's advisory lock that keeps seeders apart.
const lockKey = 0x62617164656d6f // "baqdemo"

// alone runs do unless another process seeds the same database.
func (n Newsroom) alone(ctx context.Context, do func() error) error {
	conn, err := n.DB.Primary.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var mine bool
	if err := conn.NewRaw("SELECT pg_try_advisory_lock(?)", lockKey).Scan(ctx, &mine); err != nil {
		return err
	}
	if !mine {
		return ErrBusy
	}
	defer func() {
		_, _ = conn.NewRaw("SELECT pg_advisory_unlock(?)", lockKey).Exec(context.WithoutCancel(ctx))
	}()
	return do()
}

// Untouched tells whether nothing but the demo is in the portal: neither users
// nor articles before its first run.
func (n Newsroom) Untouched(ctx context.Context) (bool, error) {
	if _, seeded, err := n.mark(ctx, begin); err != nil || seeded {
		return seeded, err
	}
	var used bool
	err := n.DB.Primary.NewRaw("SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM stories)").Scan(ctx, &used)
	return !used, err
}
