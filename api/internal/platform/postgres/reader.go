package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

type primaryKey struct{}

// WithPrimary has Reader give the primary under this context.
func WithPrimary(ctx context.Context) context.Context {
	return context.WithValue(ctx, primaryKey{}, true)
}

// Reader is where a reader's query goes: the replica, or the primary where the
// context asks for it because the replica is behind a change that must be seen, or
// while the replica is away. Then readers share few connections, so that what the
// newsroom does on the primary is not crowded out.
func (d *Databases) Reader(ctx context.Context) *bun.DB {
	if !d.replicated() {
		return d.Replica
	}
	if d.onPrimary(ctx) {
		return d.relief
	}
	return d.Replica
}

func (d *Databases) onPrimary(ctx context.Context) bool {
	asked, _ := ctx.Value(primaryKey{}).(bool)
	return asked || d.away.Load()
}

func (d *Databases) replicated() bool { return d.relief != nil }

// Position is a place in the primary's write-ahead log, in bytes from its
// beginning; 0 is before every change.
type Position int64

// Written is up to where the primary's log holds every commit that has been acknowledged:
// its flushed end, as what lies behind that is not sent to a replica, perhaps for long (of a
// transaction that is at work; a page's header); with asynchronous commits its insert
// position. Without a replica it is 0: there is nothing to wait for.
func (d *Databases) Written(ctx context.Context) (position Position, err error) {
	if !d.replicated() {
		return 0, nil
	}
	err = d.Primary.QueryRowContext(ctx, `SELECT pg_wal_lsn_diff(CASE current_setting('synchronous_commit')
		WHEN 'off' THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END, '0/0')::bigint`).Scan(&position)
	return position, err
}

// Fresh gives a context whose Reader shows all that was written up to the
// position. It asks the replica only when the position is newer than any that
// the replica was seen at; a replica that does not answer soon is left aside.
func (d *Databases) Fresh(ctx context.Context, position Position) context.Context {
	if !d.replicated() || int64(position) <= d.reached.Load() {
		return ctx
	}
	if d.away.Load() {
		return WithPrimary(ctx)
	}
	soon, cancel := context.WithTimeout(ctx, freshPatience)
	defer cancel()
	there, err := d.replayed(soon)
	if err != nil || there < position {
		return WithPrimary(ctx)
	}
	return ctx
}

// freshPatience is for how long a reader waits to hear how far the replica is.
const freshPatience = 500 * time.Millisecond

// replayed is how far the replica is.
func (d *Databases) replayed(ctx context.Context) (there Position, err error) {
	err = d.Replica.QueryRowContext(ctx, "SELECT coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::bigint").Scan(&there)
	if err == nil {
		d.reached.Store(int64(there)) // an older value of a race costs one more question
	}
	return there, err
}

// Steady runs work that only reads, and once more on the primary where the replica
// failed under it, or stopped to answer.
func (d *Databases) Steady(ctx context.Context, work func(ctx context.Context) error) error {
	if !d.replicated() || d.onPrimary(ctx) {
		return work(ctx)
	}
	reading, leave := context.WithCancelCause(ctx) // ends with the request: what work leaves behind may still use it
	stay := context.AfterFunc(d.spell.Load().Context, func() { leave(errSilent) })
	err := work(reading)
	stay()
	if ctx.Err() != nil || err == nil || !lost(err) && !errors.Is(context.Cause(reading), errSilent) {
		return err
	}
	d.lose()
	return work(WithPrimary(ctx))
}
