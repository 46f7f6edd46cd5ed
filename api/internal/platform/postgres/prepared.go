package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
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
func Prepared[T any](ctx context.Context, d *Databases, statement string, args []any, scan func(row pgx.Rows, into *T) error) (all []T, err error) {
	begun := time.Now()
	db := d.Reader(ctx)
	for range attemptsConnected {
		all, err = prepared(ctx, db, statement, args, scan)
		if !errors.Is(err, driver.ErrBadConn) {
			break
		}
	}
	if s, ok := ctx.Value(spentKey{}).(*Spent); ok {
		s.add(time.Since(begun))
		s.note(statement, args)
	}
	return all, err
}

const (
	// preparedMost is how many statements a connection keeps prepared. PostgreSQL takes
	// some ten KiB for each.
	preparedMost = 128
	// rowsOfLists is for how many rows room is made after the first: readers' lists are of
	// twenty or thirty.
	rowsOfLists = 31
	// attemptsConnected is how often a connection is tried that turns out to be gone
	// before anything was sent on it; database/sql tries as often.
	attemptsConnected = 3
)

// prepared runs the statement on one connection, and again where a migration has
// changed what it is about since it was prepared there.
func prepared[T any](ctx context.Context, db *bun.DB, statement string, args []any, scan func(pgx.Rows, *T) error) (all []T, err error) {
	conn, err := db.DB.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	err = conn.Raw(func(driven any) error {
		c := driven.(*stdlib.Conn).Conn() //nolint:errcheck // open knows no other
		all, err = collect(ctx, c, statement, args, scan)
		if outdated(err) {
			all, err = collect(ctx, c, statement, args, scan)
		}
		if err != nil && pgconn.SafeToRetry(err) && ctx.Err() == nil {
			return driver.ErrBadConn
		}
		return err
	})
	return all, err
}

func collect[T any](ctx context.Context, c *pgx.Conn, statement string, args []any, scan func(pgx.Rows, *T) error) (all []T, err error) {
	rows, err := c.Query(ctx, statement, append([]any{pgx.QueryExecModeCacheStatement}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if len(all) == 1 {
			all = slices.Grow(all, rowsOfLists)
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
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == featureNotSupported || e.Code == unknownStatement)
}
