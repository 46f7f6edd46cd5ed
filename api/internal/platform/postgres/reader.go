package postgres

import (
	"context"
	"sync/atomic"

	"github.com/uptrace/bun"
)

type primaryKey struct{}

// WithPrimary has Reader give the primary under this context.
func WithPrimary(ctx context.Context) context.Context {
	return context.WithValue(ctx, primaryKey{}, true)
}

// Reader is where a reader's query goes: the replica, or the primary where the
// context asks for it because the replica is behind a change that must be seen.
func (d *Databases) Reader(ctx context.Context) *bun.DB {
	if asked, _ := ctx.Value(primaryKey{}).(bool); asked {
		return d.Primary
	}
	return d.Replica
}

// Position is a place in the primary's write-ahead log, in bytes from its
// beginning; 0 is before every change.
type Position int64

// reached is the furthest position that this process has seen on the replica.
type reached struct{ position atomic.Int64 }

// Written is where the primary's log ends now; its insert position, because with
// asynchronous commits the written one may lie before a commit that has been
// acknowledged. Without a replica it is 0: there is nothing to wait for.
func (d *Databases) Written(ctx context.Context) (position Position, err error) {
	if d.Replica == d.Primary {
		return 0, nil
	}
	err = d.Primary.QueryRowContext(ctx, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint").Scan(&position)
	return position, err
}

// Fresh gives a context whose Reader shows all that was written up to the
// position. It asks the replica only when the position is newer than any that
// the replica was seen at; a replica that does not answer is left aside.
func (d *Databases) Fresh(ctx context.Context, position Position) context.Context {
	if d.Replica == d.Primary || int64(position) <= d.reached.position.Load() {
		return ctx
	}
	var there int64
	err := d.Replica.QueryRowContext(ctx, "SELECT coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::bigint").Scan(&there)
	if err != nil || there < int64(position) {
		return WithPrimary(ctx)
	}
	d.reached.position.Store(there) // an older value of a race costs one more question
	return ctx
}
