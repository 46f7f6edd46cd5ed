// Package postgres opens the databases and applies the migrations.
//
// bun runs over pgx in "exec" mode: bun writes arguments into the SQL text
// (quoted by it), so that pgx's default mode would prepare every distinct text.
package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Options says where the databases are.
type Options struct {
	Primary  string // a DSN or URL as libpq takes it
	Replica  string // empty: the primary answers reads too
	Password string // for both, when not in the DSN
	Pool     int    // connections a process opens to each, at the most
}

// Databases are the opened connections of one process.
type Databases struct {
	// Primary takes every write, and reads that must see the latest write.
	Primary *bun.DB
	// Replica answers readers' queries; see Reader. A write to it is refused by PostgreSQL.
	Replica *bun.DB
	// Pool is for what bun is not made for: River's workers, COPY, LISTEN.
	Pool *pgxpool.Pool

	reached reached
}

// Open connects and asks each server for a sign of life.
func Open(ctx context.Context, o Options) (*Databases, error) {
	primary, err := open(ctx, o.Primary, o, false)
	if err != nil {
		return nil, fmt.Errorf("the PostgreSQL primary can't be used; is it running, and is PORTAL_POSTGRES_PRIMARY right? %w", err)
	}
	all := &Databases{Primary: primary, Replica: primary}
	if o.Replica != "" {
		if all.Replica, err = open(ctx, o.Replica, o, true); err != nil {
			return nil, fmt.Errorf("the PostgreSQL replica can't be used; is PORTAL_POSTGRES_REPLICA right? %w", err)
		}
	}
	if all.Pool, err = openPool(ctx, o); err != nil {
		return nil, err
	}
	return all, all.checkVersion(ctx)
}

func open(ctx context.Context, dsn string, o Options, readOnly bool) (*bun.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	setParameters(config, o)
	if readOnly {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	connections := stdlib.OpenDB(*config)
	connections.SetMaxOpenConns(o.Pool)
	connections.SetMaxIdleConns(o.Pool)
	connections.SetConnMaxIdleTime(5 * time.Minute)
	db := bun.NewDB(connections, pgdialect.New(), bun.WithDiscardUnknownColumns()).WithQueryHook(meter{})
	return db, db.PingContext(ctx)
}

func setParameters(config *pgx.ConnConfig, o Options) {
	if o.Password != "" {
		config.Password = o.Password
	}
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["application_name"] = "portal"
	config.RuntimeParams["statement_timeout"] = "30s"
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
}

// openPool is apart from bun's: a pool that is shared with database/sql can
// starve when that one holds idle connections.
func openPool(ctx context.Context, o Options) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(o.Primary)
	if err != nil {
		return nil, err
	}
	setParameters(config.ConnConfig, o)
	config.ConnConfig.RuntimeParams["statement_timeout"] = "0" // COPY and index builds take their time
	config.MaxConns = int32(max(o.Pool/2, 4))
	return pgxpool.NewWithConfig(ctx, config)
}

// oldest is the oldest PostgreSQL that the portal runs on (requirement DB-1).
const oldest = 140000

func (d *Databases) checkVersion(ctx context.Context) error {
	var number int
	if err := d.Primary.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int").Scan(&number); err != nil {
		return err
	}
	if number < oldest {
		return fmt.Errorf("PostgreSQL %d is too old: version 14 or newer is needed", number/10000)
	}
	return nil
}

// Close ends all connections.
func (d *Databases) Close() error {
	d.Pool.Close()
	if d.Replica != d.Primary {
		_ = d.Replica.Close()
	}
	return d.Primary.Close()
}
