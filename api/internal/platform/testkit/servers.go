package testkit

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/embedded"
)

// Servers are the URLs of a running PostgreSQL.
type Servers struct {
	Primary string `json:"primary"`
	Replica string `json:"replica"` // empty: none
}

// The two live as long as the process: a start costs a second, which must not be paid
// per test.
var (
	shared     = sync.OnceValues(func() (Servers, error) { return find(false) })
	replicated = sync.OnceValues(func() (Servers, error) { return find(true) })
)

// Shared are the servers that all test processes share: most tests have one without a
// replica, which would copy each of hundreds of databases for nothing.
type Shared struct {
	Alone      Servers `json:"alone"`
	Replicated Servers `json:"replicated"`
}

// find takes the stack that the environment names, or starts one.
func find(replica bool) (Servers, error) {
	c, err := config.Load(nil)
	if err != nil {
		return Servers{}, err
	}
	if c.TestStack != "" {
		return read(c.TestStack, replica)
	}
	return start(replica)
}

func read(file string, replica bool) (Servers, error) {
	var all Shared
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err == nil && replica && all.Replicated.Replica == "" {
		err = fmt.Errorf("no replica is named in %s", file)
	}
	if replica {
		return all.Replicated, err
	}
	return all.Alone, err
}

// start runs a stack that nobody stops: the kernel ends it with this process,
// and the next test process removes the folder.
func start(replica bool) (Servers, error) {
	dir, err := StackFolder(false)
	if err != nil {
		return Servers{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	stack, err := embedded.Start(ctx, Options(dir, replica))
	if err != nil {
		return Servers{}, err
	}
	return Servers{Primary: stack.PrimaryDSN, Replica: stack.ReplicaDSN}, nil
}

// Options are those of a stack for tests in dir.
func Options(dir string, replica bool) embedded.Options {
	return embedded.Options{Dir: dir, Tools: embedded.ProjectTools(), Postgres: true, Replica: replica, Volatile: true,
		Settings: map[string]string{"max_connections": "400", "max_wal_size": "2GB"}}
}

// turnLock is the advisory lock of the test that has the servers with a replica.
const turnLock = 7_221_003

// takeTurn waits until no other test has the servers with a replica, and gives them back
// after all that the test cleans up; a process that dies gives them back, too.
func takeTurn(t testing.TB) {
	t.Helper()
	s, err := replicated()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background() // the turn outlives the test's own context, and others may take minutes
	conn, err := pgx.Connect(ctx, named(s.Primary, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(ctx) })
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", turnLock); err != nil {
		t.Fatal(err)
	}
}

// reaches waits until the replica has what the primary had just now: a new
// database is no exception.
func reaches(ctx context.Context, s Servers) error {
	primary, err := pgx.Connect(ctx, named(s.Primary, "postgres"))
	if err != nil {
		return err
	}
	defer primary.Close(ctx)
	replica, err := pgx.Connect(ctx, named(s.Replica, "postgres"))
	if err != nil {
		return err
	}
	defer replica.Close(ctx)
	var position string
	if err := primary.QueryRow(ctx, "SELECT pg_current_wal_lsn()::text").Scan(&position); err != nil {
		return err
	}
	for there := false; !there; time.Sleep(5 * time.Millisecond) {
		if err := replica.QueryRow(ctx, "SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn", position).Scan(&there); err != nil {
			return err
		}
	}
	return nil
}
