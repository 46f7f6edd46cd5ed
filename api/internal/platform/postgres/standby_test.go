package postgres_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// wire is the network between a portal and its replica: it can be cut, and it can
// swallow all that is sent.
type wire struct {
	listener net.Listener
	network  string
	address  string

	mutex sync.Mutex
	state string // "", "cut" or "silent"
	open  []net.Conn
}

func newWire(t *testing.T, dsn string) *wire {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{}
	w.network, w.address = pgconn.NetworkAddress(config.Host, config.Port)
	if w.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil { //nolint:noctx // it lives as long as the test
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.listener.Close(); w.set("cut") })
	go func() {
		for {
			client, err := w.listener.Accept()
			if err != nil {
				return
			}
			go w.connect(client)
		}
	}()
	return w
}

func (w *wire) connect(client net.Conn) {
	defer client.Close()
	server, err := net.Dial(w.network, w.address) //nolint:noctx // as above
	if err != nil {
		return
	}
	defer server.Close()
	w.mutex.Lock()
	cut := w.state == "cut"
	w.open = append(w.open, client, server)
	w.mutex.Unlock()
	if cut {
		return
	}
	go w.pass(client, server)
	w.pass(server, client)
}

func (w *wire) pass(to io.Writer, from io.Reader) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		w.mutex.Lock()
		silent := w.state == "silent"
		w.mutex.Unlock()
		if silent {
			continue
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (w *wire) set(state string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.state = state; state == "cut" {
		for _, c := range w.open {
			_ = c.Close()
		}
		w.open = nil
	}
}

// dsn is the replica's at the near end of the wire.
func (w *wire) dsn(dsn string) string {
	config, _ := pgx.ParseConfig(dsn) // parsed before
	host, port, _ := net.SplitHostPort(w.listener.Addr().String())
	out := "host=" + host + " port=" + port + " user=" + config.User + " dbname=" + config.Database + " sslmode=disable"
	if config.Password != "" {
		out += " password=" + config.Password
	}
	return out
}

// far opens a portal's databases with its replica at the end of a wire.
func far(t *testing.T, before string) (*postgres.Databases, *wire) {
	t.Helper()
	d := testkit.ReplicatedDB(t)
	if _, err := d.Primary.ExecContext(t.Context(), "CREATE TABLE seen (title text)"); err != nil {
		t.Fatal(err)
	}
	testkit.CatchUp(t, d)
	w := newWire(t, testkit.ReplicaDSN(t, d))
	w.set(before)
	all, err := postgres.Open(t.Context(), postgres.Options{
		Primary: testkit.DSN(t, d), Replica: w.dsn(testkit.ReplicaDSN(t, d)), Pool: 4, Lag: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = all.Close() })
	return all, w
}

// onReplica tells where a reader's query goes.
func onReplica(ctx context.Context, d *postgres.Databases) (is bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // as a request has it
	defer cancel()
	return is, d.Reader(ctx).QueryRowContext(ctx, "SELECT pg_is_in_recovery()").Scan(&is)
}

// eventually waits until readers are at the replica, or not.
func eventually(t *testing.T, d *postgres.Databases, want bool, within time.Duration) {
	t.Helper()
	var is bool
	var err error
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if is, err = onReplica(t.Context(), d); err == nil && is == want {
			return
		}
	}
	t.Fatalf("after %s readers are at the replica: %v, %v", within, is, err)
}

// TestReadersLeaveAReplicaThatIsGone and come back to it by themselves.
func TestReadersLeaveAReplicaThatIsGone(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for seconds")
	}
	d, w := far(t, "")
	eventually(t, d, true, 5*time.Second)
	for _, state := range []string{"cut", "silent"} {
		w.set(state)
		if state == "cut" { // the very first query after it is answered, too
			if err := d.Steady(t.Context(), func(ctx context.Context) error { _, err := onReplica(ctx, d); return err }); err != nil {
				t.Errorf("while the replica went: %v", err)
			}
		}
		eventually(t, d, false, 20*time.Second)
		if !d.Away() {
			t.Error("nobody says that the replica is away")
		}
		w.set("")
		eventually(t, d, true, 20*time.Second)
	}
}

// TestReadsThatWaitForASilentReplicaGoToThePrimary long before their requests run out of
// time, within two seconds: those that wait for an answer, those that wait for a connection,
// and those that want to know first how far the replica is.
func TestReadsThatWaitForASilentReplicaGoToThePrimary(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for seconds")
	}
	d, w := far(t, "")
	eventually(t, d, true, 5*time.Second)
	w.set("silent")
	if _, err := d.Primary.ExecContext(t.Context(), "INSERT INTO seen VALUES ('new')"); err != nil {
		t.Fatal(err)
	}
	position, err := d.Written(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 12 { // of four connections
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // as requests have
			defer cancel()
			begun := time.Now()
			defer func() {
				if took := time.Since(begun); took > 2*time.Second {
					t.Errorf("a reader waited %s", took)
				}
			}()
			if i%2 == 0 {
				ctx = d.Fresh(ctx, position)
			}
			var replica bool
			err := d.Steady(ctx, func(ctx context.Context) error {
				return d.Reader(ctx).QueryRowContext(ctx, "SELECT pg_is_in_recovery()").Scan(&replica)
			})
			if err != nil || replica {
				t.Errorf("at the replica: %v, %v", replica, err)
			}
		})
	}
	all.Wait()
}

// TestAPortalStartsWithoutItsReplica, and uses it when it comes.
func TestAPortalStartsWithoutItsReplica(t *testing.T) {
	d, w := far(t, "cut")
	eventually(t, d, false, time.Second)
	w.set("")
	eventually(t, d, true, 10*time.Second)
}

// TestReadersLeaveAReplicaThatFallsBehind. While it is only a little behind, those go
// to the primary who must see what it lacks.
func TestReadersLeaveAReplicaThatFallsBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for seconds")
	}
	d, _ := far(t, "")
	eventually(t, d, true, 5*time.Second)
	release := testkit.HoldBack(t, d)
	if _, err := d.Primary.ExecContext(t.Context(), "INSERT INTO seen VALUES ('жаңа')"); err != nil {
		t.Fatal(err)
	}
	position, err := d.Written(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var n int
	ctx := d.Fresh(t.Context(), position)
	if err := d.Reader(ctx).QueryRowContext(ctx, "SELECT count(*) FROM seen").Scan(&n); err != nil || n != 1 {
		t.Errorf("who must see the change sees %d rows: %v", n, err)
	}
	if is, err := onReplica(t.Context(), d); !is || err != nil {
		t.Errorf("all others are at the replica: %v, %v", is, err)
	}
	eventually(t, d, false, 10*time.Second) // further behind than it may be
	release()
	eventually(t, d, true, 10*time.Second)
}

// TestReadersTakeFewConnectionsOfThePrimary while the replica is away, and write
// nothing there.
func TestReadersTakeFewConnectionsOfThePrimary(t *testing.T) {
	d, _ := far(t, "cut")
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if _, err := d.Reader(t.Context()).ExecContext(t.Context(), "SELECT pg_sleep(0.05)"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most := d.Reader(t.Context()).Stats().MaxOpenConnections; most > 2 {
		t.Errorf("readers may take %d connections", most)
	}
	_, err := d.Reader(t.Context()).ExecContext(t.Context(), "INSERT INTO seen VALUES ('x')")
	if err == nil || !strings.Contains(err.Error(), "25006") {
		t.Errorf("a reader writes: %v", err)
	}
}

// TestWhatIsWrongItselfIsNotTriedAgain on the primary.
func TestWhatIsWrongItselfIsNotTriedAgain(t *testing.T) {
	d := testkit.ReplicatedDB(t)
	mistake := errors.New("no")
	for _, fails := range []func(context.Context) error{
		func(context.Context) error { return mistake },
		func(ctx context.Context) error { _, err := d.Reader(ctx).ExecContext(ctx, "SELECT 1/0"); return err },
	} {
		runs := 0
		err := d.Steady(t.Context(), func(ctx context.Context) error { runs++; return fails(ctx) })
		if err == nil || runs != 1 || d.Away() {
			t.Errorf("%d runs, %v, away: %v", runs, err, d.Away())
		}
	}
}

// TestAStatementEndsWithItsRequest: the server does not go on with what nobody waits
// for, and the connection stays of use.
func TestAStatementEndsWithItsRequest(t *testing.T) {
	d := testkit.DB(t)
	d.Primary.SetMaxOpenConns(1)
	var before, after int
	if err := d.Primary.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&before); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if _, err := d.Primary.ExecContext(ctx, "SELECT pg_sleep(20)"); err == nil || time.Since(begun) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(begun))
	}
	if err := d.Primary.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&after); err != nil || after != before {
		t.Errorf("another connection, or none: %v", err)
	}
	var sleeping int
	if err := d.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(20)' AND state = 'active'").Scan(&sleeping); err != nil || sleeping != 0 {
		t.Errorf("%d still sleep: %v", sleeping, err)
	}
}
