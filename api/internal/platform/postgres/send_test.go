package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

const putThing = "INSERT INTO things VALUES ($1)"

func things(t *testing.T) *postgres.Databases {
	d := testkit.DB(t)
	if _, err := d.Primary.ExecContext(t.Context(), "CREATE TABLE things (n int CONSTRAINT things_key UNIQUE)"); err != nil {
		t.Fatal(err)
	}
	return d
}

// put sends a statement for each number, in one go.
func put(ctx context.Context, tx bun.Tx, numbers ...int) error {
	var all []postgres.Statement
	for _, n := range numbers {
		all = append(all, postgres.Statement{Text: putThing, Args: []any{n}})
	}
	return postgres.Send(ctx, tx, all...)
}

func sum(t *testing.T, d *postgres.Databases) (n int) {
	t.Helper()
	if err := d.Primary.QueryRowContext(t.Context(), "SELECT coalesce(sum(n), 0) FROM things").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestSentStatementsAreThePartsOfTheTransaction: seen within it, kept with it and lost with
// it, and whichever fails says so by its own error.
func TestSentStatementsAreThePartsOfTheTransaction(t *testing.T) {
	d := things(t)
	d.Primary.SetMaxOpenConns(1)
	ctx, spent := postgres.Measure(t.Context())
	seen := 0
	err := postgres.InTx(ctx, d.Primary, func(ctx context.Context, tx bun.Tx) error {
		if err := put(ctx, tx, 1, 2); err != nil {
			return err
		}
		if _, err := tx.NewRaw("INSERT INTO things VALUES (?)", 3).Exec(ctx); err != nil {
			return err
		}
		rows, err := postgres.PreparedOn(ctx, tx, "SELECT n FROM things WHERE n > $1", []any{0}, func(row pgx.Rows, n *int) error { return row.Scan(n) })
		seen = len(rows)
		return err
	})
	if err != nil || seen != 3 || sum(t, d) != 6 || spent.Queries() != 6 {
		t.Errorf("%v, %d seen, the sum is %d, %d statements were counted", err, seen, sum(t, d), spent.Queries())
	}
	for _, numbers := range [][]int{{4, 1, 5}, {1, 4}, {4, 5, 1}} {
		err := postgres.InTx(t.Context(), d.Primary, func(ctx context.Context, tx bun.Tx) error { return put(ctx, tx, numbers...) })
		if !postgres.Unique(err, "things_key") || sum(t, d) != 6 {
			t.Errorf("%v: %v, the sum is %d", numbers, err, sum(t, d))
		}
	}
	no := errors.New("no")
	err = postgres.InTx(t.Context(), d.Primary, func(ctx context.Context, tx bun.Tx) error { return errors.Join(put(ctx, tx, 8), no) })
	if !errors.Is(err, no) || sum(t, d) != 6 {
		t.Errorf("%v, the sum is %d", err, sum(t, d))
	}
	var n int
	if err := d.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_prepared_statements WHERE statement = '"+putThing+"'").Scan(&n); err != nil || n != 1 {
		t.Errorf("prepared %d times: %v", n, err)
	}
}

// TestSentStatementsTakeTheirTimeOnce, however many they are; BEGIN and COMMIT are counted, too.
func TestSentStatementsTakeTheirTimeOnce(t *testing.T) {
	d := testkit.DB(t)
	ctx, spent := postgres.Measure(t.Context())
	begun := time.Now()
	err := postgres.InTx(ctx, d.Primary, func(ctx context.Context, tx bun.Tx) error {
		sleep := postgres.Statement{Text: "SELECT pg_sleep(0.02)"}
		return postgres.Send(ctx, tx, sleep, sleep, sleep)
	})
	if took := time.Since(begun); err != nil || spent.Queries() != 5 || spent.Time() < 60*time.Millisecond || spent.Time() > took {
		t.Errorf("%v, %d statements took %s of %s", err, spent.Queries(), spent.Time(), took)
	}
}

// TestATransactionOutlivesWhatBecomesOfItsStatements: of a session that was emptied, and
// of one whose column a migration has changed.
func TestATransactionOutlivesWhatBecomesOfItsStatements(t *testing.T) {
	d := things(t)
	d.Primary.SetMaxOpenConns(1)
	want := 0
	for i, change := range []string{"SELECT 1", "DEALLOCATE ALL", "ALTER TABLE things ALTER n TYPE bigint", "SELECT 1"} {
		if _, err := d.Primary.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		err := postgres.InTx(t.Context(), d.Primary, func(ctx context.Context, tx bun.Tx) error {
			if err := put(ctx, tx, 2*i, 2*i+1); err != nil {
				return err
			}
			_, err := postgres.PreparedOn(ctx, tx, "SELECT n FROM things", nil, func(row pgx.Rows, n *int) error { return row.Scan(n) })
			return err
		})
		want += 4*i + 1
		if err != nil || sum(t, d) != want {
			t.Errorf("after %s: %v, the sum is %d and should be %d", change, err, sum(t, d), want)
		}
	}
}

// TestATransactionEndsWhateverEndsIt: its connection, its context or a panic. Nothing of it
// is kept, nothing is written after it, and the next one works.
func TestATransactionEndsWhateverEndsIt(t *testing.T) {
	d := things(t)
	d.Primary.SetMaxOpenConns(1)
	for name, end := range map[string]func(tx bun.Tx, cancel func()){
		"connection": func(tx bun.Tx, _ func()) {
			var pid int
			if err := tx.NewRaw("SELECT pg_backend_pid()").Scan(t.Context(), &pid); err != nil {
				t.Error(err)
			}
			if _, err := d.Pool.Exec(t.Context(), "SELECT pg_terminate_backend($1, 5000)", pid); err != nil {
				t.Error(err)
			}
		},
		"context": func(_ bun.Tx, cancel func()) {
			cancel()
			time.Sleep(100 * time.Millisecond) // in which database/sql rolls back
		},
		"panic": func(tx bun.Tx, _ func()) {},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		err := func() (err error) {
			defer func() {
				if caught := recover(); caught != nil {
					err = fmt.Errorf("panic: %v", caught)
				}
			}()
			return postgres.InTx(ctx, d.Primary, func(ctx context.Context, tx bun.Tx) error {
				if err := put(ctx, tx, 1); err != nil {
					return err
				}
				end(tx, cancel)
				if name == "panic" {
					_, err := postgres.PreparedOn(ctx, tx, "SELECT n FROM things", nil, func(pgx.Rows, *int) error { panic("no") })
					return err
				}
				return put(context.WithoutCancel(ctx), tx, 2)
			})
		}()
		cancel()
		if err == nil || sum(t, d) != 0 {
			t.Errorf("%s: %v, the sum is %d", name, err, sum(t, d))
		}
		if err := postgres.InTx(t.Context(), d.Primary, func(ctx context.Context, tx bun.Tx) error { return errors.Join(put(ctx, tx, 3), errUndo) }); !errors.Is(err, errUndo) || err.Error() != errUndo.Error() {
			t.Errorf("after %s: %v", name, err)
		}
	}
}

var errUndo = errors.New("undo")

// TestOnlyATransactionsOwnContextSends: another's would write elsewhere.
func TestOnlyATransactionsOwnContextSends(t *testing.T) {
	d := things(t)
	err := d.Primary.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error { return put(ctx, tx, 1) })
	if err == nil {
		t.Error("a transaction that InTx did not begin is written to")
	}
	err = postgres.InTx(t.Context(), d.Primary, func(_ context.Context, outer bun.Tx) error {
		return postgres.InTx(t.Context(), d.Primary, func(ctx context.Context, _ bun.Tx) error { return put(ctx, outer, 1) })
	})
	if err == nil || sum(t, d) != 0 {
		t.Errorf("%v, the sum is %d", err, sum(t, d))
	}
}
