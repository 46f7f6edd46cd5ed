package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// Prepared reads rows for readers, from where Reader reads them and on its connections,
// by a statement that each of them prepares once: PostgreSQL neither parses nor, after a
// few runs, plans it anew, and pgx scans it without reflection. It is for the few
// statements that readers ask for most; all others are bun's (docs/adr/0003).
//
// The statement must be one of a few fixed texts, with all that varies in args ($1, $2,
// ...): a connection keeps preparedMost of them. What decides the plan, above all the
// number after LIMIT, belongs into the text, because a plan that is kept knows no args.
// scan reads the present row into a T. It may be called anew from the first row on.
func Prepared[T any](ctx context.Context, d *Databases, statement string, args []any, scan func(row pgx.Rows, into *T) error) ([]T, error) {
	return PreparedOn(ctx, d.Reader(ctx), statement, args, scan)
}

// PreparedOn is Prepared on one of the Databases, or in a transaction of InTx.
func PreparedOn[T any](ctx context.Context, db bun.IDB, statement string, args []any, scan func(row pgx.Rows, into *T) error) (all []T, err error) {
	begun := time.Now()
	err = OnConnection(ctx, db, func(c *pgx.Conn) error {
		all, err = collect(ctx, c, statement, args, scan)
		if outdated(err) && c.PgConn().TxStatus() == idle {
			all, err = collect(ctx, c, statement, args, scan)
		}
		return err
	})
	noteSpent(ctx, begun, Statement{statement, args})
	return all, err
}

const (
	// preparedMost is how many statements a connection keeps prepared. PostgreSQL takes
	// some ten KiB for each.
	preparedMost = 128
	// rowsOfFew and rowsOfLists are for how many rows room is made after the first, and then:
	// what leads on from an article is six rows, readers' lists are twenty or thirty.
	rowsOfFew   = 8
	rowsOfLists = 31
)

func collect[T any](ctx context.Context, c *pgx.Conn, statement string, args []any, scan func(pgx.Rows, *T) error) (all []T, err error) {
	rows, err := c.Query(ctx, statement, append([]any{pgx.QueryExecModeCacheStatement}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		switch len(all) {
		case 1:
			all = slices.Grow(all, rowsOfFew-1)
		case rowsOfFew:
			all = slices.Grow(all, rowsOfLists-rowsOfFew)
		}
		all = append(all, *new(T))
		if err := scan(rows, &all[len(all)-1]); err != nil {
			return nil, err
		}
	}
	return all, rows.Err()
}

// outdated tells whether a statement failed because of what it was when it was prepared:
// "cached plan must not change result type", or the session was emptied. pgx has
// forgotten it then.
func outdated(err error) bool {
	if err == nil { // as nearly always: what follows is an allocation
		return false
	}
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == featureNotSupported || e.Code == unknownStatement)
}
