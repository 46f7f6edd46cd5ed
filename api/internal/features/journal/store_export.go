package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/keyset"
)

// exportLock is the class of the advisory locks that let a person begin one
// export at a time; the other key is the person's.
const exportLock = 7_221_008

// countExports are a person's exports of the last minute, and how long it takes
// until the oldest of them does not count any more.
func countExports(ctx context.Context, tx bun.Tx, actor int64) (n int, wait time.Duration, err error) {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(?, ?::bigint::int)", exportLock, actor%(1<<31)); err != nil {
		return 0, 0, err
	}
	var seconds float64
	err = tx.NewRaw(`SELECT count(*), coalesce(extract(epoch FROM min(at) + interval '1 min' - clock_timestamp()), 0) FROM journal_entries
		WHERE actor_id = ? AND action = ? AND at > clock_timestamp() - interval '1 min'`, actor, actionExport).Scan(ctx, &n, &seconds)
	return n, time.Duration(seconds * float64(time.Second)), err
}

// newestKey is a key right before the newest entry in the order of lists.
func newestKey(ctx context.Context, tx bun.Tx) (key keyset.ByTime, err error) {
	err = tx.NewRaw("SELECT at, id + 1 FROM journal_entries ORDER BY at DESC, id DESC LIMIT 1").Scan(ctx, &key.At, &key.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return keyset.ByTime{At: time.Unix(0, 0).UTC()}, nil
	}
	return key, err
}
