// Package postgres opens the databases and applies the migrations.
//
// bun runs over pgx in "exec" mode: bun writes arguments into the SQL text
// (quoted by it), so that pgx's default mode would prepare every distinct text.
// The few statements that readers ask for most are prepared on the same
// connections; see Prepared.
package postgres

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgtype"
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
	// Lag is how far the replica may be behind before readers leave it; 0: five seconds.
	Lag time.Duration
}

// Databases are the opened connections of one process.
type Databases struct {
	// Primary takes every write, and reads that must see the latest write.
	Primary *bun.DB
	// Replica answers readers' queries; see Reader. A write to it is refused by PostgreSQL.
	// Without a replica it is Primary itself.
	Replica *bun.DB
	// Pool is for what bun is not made for: River's workers, COPY, LISTEN.
	Pool *pgxpool.Pool

	relief  *bun.DB               // readers on the primary, while the replica is away
	away    atomic.Bool           // see lookAfter
	losses  atomic.Int64          // how often a read found it away
	spell   atomic.Pointer[spell] // that the replica answers in
	lag     time.Duration         // the most that the replica may be behind
	reached atomic.Int64          // the furthest Position that this process has seen on the replica
	leave   context.CancelFunc    // ends lookAfter
}

// Open connects and asks each server for a sign of life.
func Open(ctx context.Context, o Options) (*Databases, error) {
	primary, err := open(ctx, o.Primary, o, o.Pool, false, endsWithin)
	if err != nil {
		return nil, fmt.Errorf("the PostgreSQL primary can't be used; is it running, and is PORTAL_POSTGRES_PRIMARY right? %w", err)
	}
	all := &Databases{Primary: primary, Replica: primary, leave: func() {}}
	if o.Replica != "" {
		if err := all.openReplica(ctx, o); err != nil {
			return nil, err
		}
	}
	if all.Pool, err = openPool(ctx, o); err != nil {
		return nil, err
	}
	return all, all.checkVersion(ctx)
}

// openReplica also begins to look after it. One that is down does not keep the portal
// from starting: the primary stands in.
func (d *Databases) openReplica(ctx context.Context, o Options) (err error) {
	if d.Replica, err = open(ctx, o.Replica, o, o.Pool, true, endsSoon); err != nil && (d.Replica == nil || !lost(err)) {
		return fmt.Errorf("the PostgreSQL replica can't be used; is PORTAL_POSTGRES_REPLICA right? %w", err)
	}
	d.away.Store(err != nil)
	d.spell.Store(newSpell())
	if d.lag = o.Lag; d.lag == 0 {
		d.lag = lagMost
	}
	if d.relief, err = open(ctx, o.Primary, o, max(o.Pool/reliefShare, 2), true, endsWithin); err != nil {
		return err
	}
	ctx, d.leave = context.WithCancel(context.WithoutCancel(ctx))
	go d.lookAfter(ctx)
	return nil
}

// reliefShare is which part of a pool's size readers may take of the primary while the
// replica is away.
const reliefShare = 4

// A statement that is given up may take so long to end before its connection is: of the
// replica less, since its readers can be answered elsewhere.
const (
	endsWithin = 2 * time.Second
	endsSoon   = 250 * time.Millisecond
)

// open gives the database also where it does not answer, with the error.
func open(ctx context.Context, dsn string, o Options, size int, readOnly bool, ends time.Duration) (*bun.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.StatementCacheCapacity = preparedMost
	config.BuildContextWatcherHandler = cancelStatement(ends)
	setParameters(config, o)
	// For those of Prepared, which no argument gives a better plan: of arrays PostgreSQL
	// believes so, and plans each time. Others have no arguments.
	config.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	if readOnly {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	connections := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(readUTC))
	connections.SetMaxOpenConns(size)
	connections.SetMaxIdleConns(size)
	connections.SetConnMaxIdleTime(5 * time.Minute)
	db := bun.NewDB(connections, pgdialect.New(), bun.WithDiscardUnknownColumns()).WithQueryHook(meter{})
	return db, db.PingContext(ctx)
}

// readUTC has times be read in UTC also where they come in pgx's binary form, which says
// nothing of a zone: pgx would take the machine's.
func readUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
	return nil
}

// cancelStatement has the server give up a statement whose request has ended or has no
// time left; the connection is kept, unless the server does not answer to that in time.
func cancelStatement(ends time.Duration) func(*pgconn.PgConn) ctxwatch.Handler {
	return func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: ends}
	}
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
	d.leave()
	d.Pool.Close()
	if d.replicated() {
		_ = d.Replica.Close()
		_ = d.relief.Close()
	}
	return d.Primary.Close()
}
