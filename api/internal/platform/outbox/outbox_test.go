package outbox_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

type happened struct{ Number int }

func (happened) EventName() string { return "test.happened" }

func newOutbox(t *testing.T) (*outbox.Outbox, *postgres.Databases) {
	t.Helper()
	db := testkit.DB(t)
	o, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	return o, db
}

func run(t *testing.T, o *outbox.Outbox, db *postgres.Databases) {
	t.Helper()
	workers, err := o.Workers(db.Pool, 4)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- workers.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestRolledBackEventIsNeverDelivered(t *testing.T) {
	o, db := newOutbox(t)
	var delivered atomic.Int64
	outbox.Listen(o, "counter", func(_ context.Context, e happened) error {
		delivered.Add(int64(e.Number))
		return nil
	})
	run(t, o, db)
	failure := errors.New("changed my mind")
	hinted := false
	o.OnCommit(func(context.Context, []outbox.Event) { hinted = true })
	err := o.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if err := o.Publish(ctx, tx, happened{1}); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) || hinted {
		t.Fatalf("err = %v, hinted = %v", err, hinted)
	}
	if err := o.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return o.Publish(ctx, tx, happened{100}) }); err != nil {
		t.Fatal(err)
	}
	testkit.Eventually(t, "the committed event comes", func() bool { return delivered.Load() >= 100 })
	if got := delivered.Load(); got != 100 {
		t.Fatalf("delivered %d: the rolled back event got out", got)
	}
	if !hinted {
		t.Error("no hint after the commit")
	}
}

func TestEachListenerGetsTheEventAndARetryIsItsOwn(t *testing.T) {
	o, db := newOutbox(t)
	var sound, failing atomic.Int64
	outbox.Listen(o, "sound", func(context.Context, happened) error { sound.Add(1); return nil })
	outbox.Listen(o, "failing", func(context.Context, happened) error {
		if failing.Add(1) == 1 {
			return errors.New("at first it fails")
		}
		return nil
	})
	run(t, o, db)
	if err := o.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return o.Publish(ctx, tx, happened{1}) }); err != nil {
		t.Fatal(err)
	}
	testkit.Eventually(t, "it is tried again", func() bool { return failing.Load() >= 2 })
	if sound.Load() != 1 {
		t.Errorf("the other listener was called %d times", sound.Load())
	}
}

func TestEventWaitsForAWorker(t *testing.T) {
	o, db := newOutbox(t)
	var delivered atomic.Int64
	outbox.Listen(o, "counter", func(context.Context, happened) error { delivered.Add(1); return nil })
	if err := o.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return o.Publish(ctx, tx, happened{1}) }); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	if delivered.Load() != 0 {
		t.Fatal("delivered without a worker")
	}
	run(t, o, db) // the program after a crash
	testkit.Eventually(t, "it is delivered", func() bool { return delivered.Load() == 1 })
}

// TestADeliveryOutlivesTheProcessThatBeganIt: a process that is killed leaves deliveries that
// nobody ends. They are begun again when they can't be running any more, and not before.
func TestADeliveryOutlivesTheProcessThatBeganIt(t *testing.T) {
	o, db := newOutbox(t)
	var left, running atomic.Int64
	outbox.Listen(o, "counter", func(_ context.Context, e happened) error {
		if e.Number == 1 {
			left.Add(1)
		} else {
			running.Add(1)
		}
		return nil
	})
	for number, began := range map[int]time.Duration{1: outbox.AbandonedAfter, 2: 0} {
		if err := o.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return o.Publish(ctx, tx, happened{number}) }); err != nil {
			t.Fatal(err)
		}
		taken, err := db.Pool.Exec(t.Context(), `UPDATE jobs.river_job SET state = 'running', attempt = 1, attempted_by = '{killed}', attempted_at = now() - make_interval(secs => $1) WHERE state = 'available'`, began.Seconds())
		if err != nil || taken.RowsAffected() != 1 {
			t.Fatal(taken, err)
		}
	}
	run(t, o, db)
	testkit.Eventually(t, "the abandoned one is delivered", func() bool { return left.Load() == 1 })
	if n := running.Load(); n != 0 {
		t.Errorf("%d deliveries of one that may still be running", n)
	}
}
