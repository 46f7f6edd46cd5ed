package postgres

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"github.com/uptrace/bun"
)

const (
	// attempts is how often a transaction is tried.
	attempts = 4
	// headStart is the least time that the other transaction gets to take the
	// locks that were waited for.
	headStart = 10 * time.Millisecond
)

// InTx runs fn in a transaction on the primary. PostgreSQL ends one of two
// transactions that wait for each other, such as the saving of an article and the
// deletion of a tag that it carries; that one is tried again. So fn may run more
// than once, and what it leaves outside of the database must be that of its last run.
func InTx(ctx context.Context, db *bun.DB, fn func(ctx context.Context, tx bun.Tx) error) (err error) {
	for range attempts {
		if err = db.RunInTx(ctx, &sql.TxOptions{}, fn); !deadlocked(err) {
			break
		}
		time.Sleep(headStart + rand.N(headStart))
	}
	return err
}
