package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
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
// deletion of a tag that it carries; that one is tried again, and so is one whose
// prepared statement a migration has changed meanwhile. So fn may run more than once,
// and what it leaves outside of the database must be that of its last run.
func InTx(ctx context.Context, db *bun.DB, fn func(ctx context.Context, tx bun.Tx) error) (err error) {
	for range attempts {
		if err = inTx(ctx, db, fn); !deadlocked(err) && !outdated(err) {
			break
		}
		time.Sleep(headStart + rand.N(headStart))
	}
	return err
}

// held is a transaction and the connection that it runs on.
type held struct {
	tx   *sql.Tx
	conn *sql.Conn
}

type heldKey struct{}

// inTx runs fn once, on a connection that PreparedOn and Send find in its context.
func inTx(ctx context.Context, db *bun.DB, fn func(ctx context.Context, tx bun.Tx) error) (err error) {
	begun := false
	for range attemptsConnected {
		err = onConn(ctx, db, func(conn bun.Conn) error {
			return conn.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
				begun = true
				return fn(context.WithValue(ctx, heldKey{}, held{tx.Tx, conn.Conn}), tx)
			})
		})
		if begun || !errors.Is(err, driver.ErrBadConn) {
			break
		}
	}
	return err
}

func onConn(ctx context.Context, db *bun.DB, do func(bun.Conn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return do(conn)
}
