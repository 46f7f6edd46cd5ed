// Package testkit gives tests a real PostgreSQL and a real Redis.
//
// Each test gets a database of its own, copied from a migrated template, and a
// Redis server of its own: tests may run in parallel and do to both what they
// like. Nothing has to be set up. A test process starts a private stack when
// it first needs one; under `make test` all of them share the one that
// cmd/teststack starts and names in PORTAL_TEST_STACK.
package testkit

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/embedded"
	"baq.kz/portal/api/internal/platform/postgres"
)

// connections is what one test may open to a server.
const connections = 6

// startLimit bounds everything that testkit does before a test begins.
const startLimit = 2 * time.Minute

// DB opens a fresh, migrated database of this test's own. There is no replica:
// readers get the primary, as in a portal with one server.
func DB(t testing.TB) *postgres.Databases {
	t.Helper()
	return open(t, shared, false)
}

// ReplicatedDB is like [DB] on a primary with a streaming replica. What is
// written is on the replica a little later: see [CatchUp]. Until the test ends it has both
// servers to itself, and others, also of other processes, wait: a test may hold the whole
// replica back. So no test asks for a second one.
func ReplicatedDB(t testing.TB) *postgres.Databases {
	t.Helper()
	takeTurn(t)
	return open(t, replicated, true)
}

func open(t testing.TB, servers func() (Servers, error), replica bool) *postgres.Databases {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	s, err := servers()
	if err != nil {
		t.Fatal(err)
	}
	return openCopy(ctx, t, s, migrated(ctx, t, s), replica)
}

// openCopy opens a copy of a database that is dropped with the test.
func openCopy(ctx context.Context, t testing.TB, s Servers, original string, replica bool) *postgres.Databases {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	if err := copyDatabase(ctx, s.Primary, original, name); err != nil {
		t.Fatal(err)
	}
	databases := connect(ctx, t, s, name, replica)
	t.Cleanup(func() {
		_ = databases.Close()
		dropDatabase(t, s.Primary, name)
	})
	return databases
}

func connect(ctx context.Context, t testing.TB, s Servers, name string, replica bool) *postgres.Databases {
	t.Helper()
	options := postgres.Options{Primary: named(s.Primary, name), Pool: connections}
	if replica {
		options.Replica = named(s.Replica, name)
		if err := reaches(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	databases, err := postgres.Open(ctx, options)
	if err != nil {
		t.Fatal(err)
	}
	return databases
}

// DSN is the address of a test's database, for what opens it by itself.
func DSN(t testing.TB, d *postgres.Databases) string {
	t.Helper()
	return d.Pool.Config().ConnString()
}

// ReplicaDSN is the address of a test's database on the replica.
func ReplicaDSN(t testing.TB, d *postgres.Databases) string {
	t.Helper()
	s, err := replicated()
	if err != nil {
		t.Fatal(err)
	}
	return named(s.Replica, d.Pool.Config().ConnConfig.Database)
}

// CatchUp waits until the replica shows all that the primary has.
func CatchUp(t testing.TB, d *postgres.Databases) {
	t.Helper()
	var position string
	err := d.Primary.QueryRowContext(t.Context(), "SELECT pg_current_wal_lsn()::text").Scan(&position)
	for err == nil {
		var there bool
		err = d.Replica.QueryRowContext(t.Context(), "SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn", position).Scan(&there)
		if err == nil && there {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal(err)
}

// HoldBack has the replica of a [ReplicatedDB] show nothing new until it is released, at the
// latest when the test ends.
func HoldBack(t testing.TB, d *postgres.Databases) (release func()) {
	t.Helper()
	replay := func(then string) {
		if _, err := d.Replica.ExecContext(context.WithoutCancel(t.Context()), "SELECT pg_wal_replay_"+then+"()"); err != nil {
			t.Error(err)
		}
	}
	replay("pause")
	release = sync.OnceFunc(func() { replay("resume") })
	t.Cleanup(release)
	return release
}

// RedisServer is a Redis of one test.
type RedisServer struct {
	// URL is for cache.Open.
	URL string
	// Stop ends the server, for tests of life without it.
	Stop func()
}

// Redis starts an empty Redis for this test, in about 50 ms.
func Redis(t testing.TB) RedisServer {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	stack, err := embedded.Start(ctx, embedded.Options{Dir: t.TempDir(), Tools: embedded.ProjectTools(), Redis: true, Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stack.Stop)
	return RedisServer{URL: stack.RedisURL, Stop: stack.Stop}
}

// named is the same server's URL with another database.
func named(dsn, database string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return dsn
	}
	u.Path = "/" + database
	return u.String()
}

// copyDatabase copies files, which takes half as long as writing them through the log,
// as PostgreSQL does of itself since 15. Nobody may be connected to the original.
func copyDatabase(ctx context.Context, dsn, original, name string) error {
	return execute(ctx, dsn, "CREATE DATABASE "+name+" TEMPLATE "+original+" STRATEGY file_copy")
}

func dropDatabase(t testing.TB, dsn, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	if err := execute(ctx, dsn, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
		t.Errorf("dropping the test database: %v", err)
	}
}

// execute runs statements on the maintenance database.
func execute(ctx context.Context, dsn string, statements ...string) error {
	conn, err := pgx.Connect(ctx, named(dsn, "postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, statement := range statements {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
