package postgres_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

func text(row pgx.Rows, into *string) error { return row.Scan(into) }

// prepared asks for texts.
func prepared(ctx context.Context, d *postgres.Databases, statement string, args ...any) ([]string, error) {
	return postgres.Prepared(ctx, d, statement, args, text)
}

// TestAStatementIsPreparedOnce on a connection, with whatever args.
func TestAStatementIsPreparedOnce(t *testing.T) {
	d := testkit.DB(t)
	d.Primary.SetMaxOpenConns(1)
	ctx, spent := postgres.Measure(t.Context())
	for _, word := range []string{"Әлем", "", `'; DROP TABLE articles; --`} {
		got, err := prepared(ctx, d, "SELECT $1::text", word)
		if err != nil || !slices.Equal(got, []string{word}) {
			t.Fatalf("%q, %v", got, err)
		}
	}
	if none, err := prepared(ctx, d, "SELECT $1::text WHERE false", "x"); err != nil || none != nil {
		t.Errorf("of no rows: %q, %v", none, err)
	}
	var n int
	err := d.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::text'").Scan(&n)
	if err != nil || n != 1 {
		t.Errorf("prepared %d times: %v", n, err)
	}
	if spent.Queries() != 4 || len(spent.Statements()) != 4 || spent.Statements()[0].Args[0] != "Әлем" {
		t.Errorf("%d statements were counted, %v noted", spent.Queries(), spent.Statements())
	}
}

// TestAPreparedStatementOutlivesAMigration, on every connection that has it, and one
// whose session was emptied.
func TestAPreparedStatementOutlivesAMigration(t *testing.T) {
	d := testkit.DB(t)
	const statement = "SELECT n::text, n FROM things WHERE n = $1"
	scan := func(row pgx.Rows, into *string) error { return row.Scan(into, new(int64)) }
	alter := func(to string) {
		t.Helper()
		if _, err := d.Primary.ExecContext(t.Context(), to); err != nil {
			t.Fatal(err)
		}
	}
	ask := func() {
		t.Helper()
		var all sync.WaitGroup
		for range 12 { // on several connections
			all.Go(func() {
				got, err := postgres.Prepared(t.Context(), d, statement, []any{7}, scan)
				if err != nil || !slices.Equal(got, []string{"7"}) {
					t.Errorf("%q, %v", got, err)
				}
			})
		}
		all.Wait()
	}
	alter("CREATE TABLE things (n int); INSERT INTO things VALUES (7)")
	ask()
	alter("ALTER TABLE things ALTER n TYPE bigint")
	ask()
	alter("DROP TABLE things; CREATE TABLE things (more text, n smallint); INSERT INTO things VALUES ('', 7)")
	ask()
	d.Primary.SetMaxOpenConns(1)
	ask()
	alter("DEALLOCATE ALL")
	ask()
	alter("DROP TABLE things")
	if _, err := postgres.Prepared(t.Context(), d, statement, []any{7}, scan); err == nil {
		t.Error("what is gone is read")
	}
	if got, err := prepared(t.Context(), d, "SELECT 'still there'"); err != nil || len(got) != 1 {
		t.Errorf("after a failure: %q, %v", got, err)
	}
}

// TestAPreparedStatementEndsWithItsRequest, and a scan that fails or panics leaves the
// connection to others.
func TestAPreparedStatementEndsWithItsRequest(t *testing.T) {
	d := testkit.DB(t)
	d.Primary.SetMaxOpenConns(1)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if _, err := prepared(ctx, d, "SELECT pg_sleep(20)::text"); err == nil || time.Since(begun) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(begun))
	}
	mistake := errors.New("no")
	_, err := postgres.Prepared(t.Context(), d, "SELECT generate_series(1, 1000)::text", nil, func(pgx.Rows, *string) error { return mistake })
	if !errors.Is(err, mistake) {
		t.Error(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("a panic is swallowed")
			}
		}()
		_, _ = postgres.Prepared(t.Context(), d, "SELECT 'x'", nil, func(pgx.Rows, *string) error { panic("no") })
	}()
	if got, err := prepared(t.Context(), d, "SELECT 'still there'"); err != nil || len(got) != 1 {
		t.Errorf("%q, %v", got, err)
	}
}

// TestPreparedReadsWhereReaderDoes: at the replica; what must be seen at once, and all
// while it is away, on the primary's few connections, which both ways share; never to write.
func TestPreparedReadsWhereReaderDoes(t *testing.T) {
	d, w := far(t, "")
	eventually(t, d, true, 5*time.Second)
	at := func(ctx context.Context) string {
		t.Helper()
		got, err := prepared(ctx, d, "SELECT pg_is_in_recovery()::text")
		if err != nil || len(got) != 1 {
			t.Fatalf("%q, %v", got, err)
		}
		return got[0]
	}
	if at(t.Context()) != "true" || at(postgres.WithPrimary(t.Context())) != "false" {
		t.Error("it asks the wrong server")
	}
	w.set("cut")
	err := d.Steady(t.Context(), func(ctx context.Context) error {
		_, err := prepared(ctx, d, "SELECT 'x'")
		return err
	})
	if err != nil {
		t.Errorf("while the replica went: %v", err)
	}
	eventually(t, d, false, 20*time.Second)
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			var err error
			if i%2 == 0 {
				_, err = prepared(t.Context(), d, "SELECT pg_sleep(0.05)::text")
			} else {
				_, err = d.Reader(t.Context()).ExecContext(t.Context(), "SELECT pg_sleep(0.05)")
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if open := d.Reader(t.Context()).Stats().OpenConnections; open > 2 {
		t.Errorf("readers have %d connections to the primary", open)
	}
	if _, err := prepared(t.Context(), d, "INSERT INTO seen VALUES ('x') RETURNING title"); err == nil || !strings.Contains(err.Error(), "25006") {
		t.Errorf("a reader writes: %v", err)
	}
}

// TestTimesAreReadInUTC, wherever the machine is.
func TestTimesAreReadInUTC(t *testing.T) {
	home := time.Local
	time.Local = time.FixedZone("Almaty", 5*3600)
	t.Cleanup(func() { time.Local = home })
	d := testkit.DB(t)
	const statement = "SELECT timestamptz '2026-03-01 23:30:00+05'"
	want := time.Date(2026, 3, 1, 18, 30, 0, 0, time.UTC)
	got, err := postgres.Prepared(t.Context(), d, statement, nil, func(row pgx.Rows, at *time.Time) error { return row.Scan(at) })
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("prepared: %v, %v", got, err)
	}
	var plain time.Time
	if err := d.Primary.QueryRowContext(t.Context(), statement).Scan(&plain); err != nil || plain != want {
		t.Errorf("plain: %v, %v", plain, err)
	}
}
