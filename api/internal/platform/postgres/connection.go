package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
)

// attemptsConnected is how often a connection is tried that turns out to be gone before
// anything was sent on it; database/sql tries as often.
const attemptsConnected = 3

// OnConnection gives do pgx's own connection: one of the database's, or that of a
// transaction of InTx, which is found by its context. do must not keep it.
func OnConnection(ctx context.Context, db bun.IDB, do func(*pgx.Conn) error) (err error) {
	switch db := db.(type) {
	case bun.Tx:
		h, _ := ctx.Value(heldKey{}).(held)
		if h.tx != db.Tx {
			return errors.New("postgres: the transaction is not that of the context's InTx")
		}
		return rawInTx(h.conn, do)
	case *bun.DB:
		for range attemptsConnected {
			if err = onConn(ctx, db, func(conn bun.Conn) error { return raw(ctx, conn.Conn, do) }); !errors.Is(err, driver.ErrBadConn) {
				break
			}
		}
		return err
	}
	return fmt.Errorf("postgres: no connection of a %T", db)
}

// raw says ErrBadConn where do failed before anything was sent.
func raw(ctx context.Context, conn *sql.Conn, do func(*pgx.Conn) error) error {
	return conn.Raw(func(driven any) error {
		err := do(driven.(*stdlib.Conn).Conn()) //nolint:errcheck // open knows no other
		if err != nil && pgconn.SafeToRetry(err) && ctx.Err() == nil {
			return driver.ErrBadConn
		}
		return err
	})
}

// rawInTx keeps what do ends with from database/sql, which after a panic and ErrBadConn
// closes the connection, and for that waits for the end of the transaction on it.
func rawInTx(conn *sql.Conn, do func(*pgx.Conn) error) error {
	var failed error
	var panicked any
	err := conn.Raw(func(driven any) error {
		defer func() { panicked = recover() }()
		c := driven.(*stdlib.Conn).Conn()                          //nolint:errcheck // open knows no other
		if failed = sql.ErrTxDone; c.PgConn().TxStatus() != idle { // a context that ends ends its transaction
			failed = do(c)
		}
		return nil
	})
	if panicked != nil {
		panic(panicked)
	}
	return cmp.Or(err, failed)
}

// idle is the state of a connection without a transaction.
const idle = 'I'
