package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

func TestTransactionsThatWaitForEachOtherBothSucceed(t *testing.T) {
	db := testkit.DB(t)
	if _, err := db.Primary.ExecContext(t.Context(), "CREATE TABLE counters (id int PRIMARY KEY, n int); INSERT INTO counters VALUES (1, 0), (2, 0)"); err != nil {
		t.Fatal(err)
	}
	add := func(ctx context.Context, tx bun.Tx, id int) error {
		_, err := tx.ExecContext(ctx, "UPDATE counters SET n = n + 1 WHERE id = ?", id)
		return err
	}
	var group errgroup.Group
	var both sync.WaitGroup // each holds its first row before it asks for its second
	both.Add(2)
	runs := [3]int{}
	for _, ids := range [][2]int{{1, 2}, {2, 1}} {
		group.Go(func() error {
			return postgres.InTx(t.Context(), db.Primary, func(ctx context.Context, tx bun.Tx) error {
				runs[ids[0]]++
				if err := add(ctx, tx, ids[0]); err != nil {
					return err
				}
				if runs[ids[0]] == 1 {
					both.Done()
					both.Wait()
				}
				return add(ctx, tx, ids[1])
			})
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	var sum int
	if err := db.Primary.QueryRowContext(t.Context(), "SELECT sum(n) FROM counters").Scan(&sum); err != nil || sum != 4 || runs[1]+runs[2] < 3 {
		t.Errorf("sum = %d, runs = %v, %v", sum, runs[1:], err)
	}
}

func TestOtherFailuresAreNotTriedAgain(t *testing.T) {
	db := testkit.DB(t)
	runs, failure := 0, errors.New("no")
	err := postgres.InTx(t.Context(), db.Primary, func(context.Context, bun.Tx) error { runs++; return failure })
	if !errors.Is(err, failure) || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
}
