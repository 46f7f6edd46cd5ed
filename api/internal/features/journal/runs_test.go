package journal

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/testkit"
)

func TestOneVerificationRunsAtATime(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	write(t, db, 5)
	s.sealAll(t)
	ctx := access.WithPrincipal(t.Context(), access.Principal{UserID: 4, Name: "Аудитор"})
	if did, err := s.RunNext(ctx); did || err != nil {
		t.Fatalf("nobody asked: %v, %v", did, err)
	}
	started := make(chan Run, 6)
	var group errgroup.Group
	for range cap(started) {
		group.Go(func() error {
			one, err := s.Start(ctx)
			if errors.Is(err, ErrAlreadyVerifying) {
				return nil
			}
			started <- one
			return err
		})
	}
	if err := group.Wait(); err != nil || len(started) != 1 {
		t.Fatalf("%d were started, %v", len(started), err)
	}
	one := <-started
	if one.State != Running || one.StartedName != "Аудитор" {
		t.Errorf("%+v", one)
	}
	if did, err := s.RunNext(ctx); !did || err != nil {
		t.Fatal(did, err)
	}
	page, _, err := s.Runs(ctx, "", 10)
	if err != nil || len(page) != 1 || page[0].State != Sound || page[0].Checked != 5 || page[0].Total != 5 || page[0].FinishedAt == nil {
		t.Errorf("%+v, %v", page, err)
	}
	if _, err := s.Stop(ctx, one.ID); !errors.Is(err, ErrNotVerifying) {
		t.Errorf("one that is over was stopped: %v", err)
	}
	if _, err := s.Stop(ctx, 99); !errors.Is(err, ErrVerificationNotFound) {
		t.Errorf("one that is none was stopped: %v", err)
	}
	found, _, err := s.List(ctx, Filter{Action: "journal."}, "", 10)
	if err != nil || len(found) != 2 || found[0].Action != "journal.verified" || found[1].ActorName != "Аудитор" {
		t.Errorf("the journal of it: %+v, %v", found, err)
	}
}

func TestAVerificationEndsAsItShould(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	write(t, db, 5)
	s.sealAll(t)
	begin := func() Run {
		t.Helper()
		one, err := s.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	do := func(id int64) Run {
		t.Helper()
		if did, err := s.RunNext(t.Context()); !did || err != nil {
			t.Fatal(did, err)
		}
		one, err := findRun(t.Context(), db.Primary, id)
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	// Its process dies: the next may begin after half a minute.
	dead := begin()
	if id, err := takeRun(t.Context(), db.Primary); id != dead.ID || err != nil {
		t.Fatal(id, err)
	}
	if _, err := db.Pool.Exec(t.Context(), "UPDATE journal_verifications SET seen_at = seen_at - interval '31 s'"); err != nil {
		t.Fatal(err)
	}
	if one, err := findRun(t.Context(), db.Primary, dead.ID); err != nil || one.State != Interrupted {
		t.Errorf("%+v, %v", one, err)
	}
	if _, err := s.Stop(t.Context(), dead.ID); !errors.Is(err, ErrNotVerifying) {
		t.Errorf("a dead one was stopped: %v", err)
	}
	// Somebody stops it: here while all links are locked away from it.
	stopped := begin()
	lock, err := db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.Exec(t.Context(), "LOCK journal_links IN ACCESS EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	go func() {
		time.Sleep(200 * time.Millisecond)
		if after, err := s.Stop(t.Context(), stopped.ID); err != nil || after.ID != stopped.ID {
			t.Error(after, err)
		}
	}()
	if one := do(stopped.ID); one.State != Stopped {
		t.Errorf("%+v", one)
	}
	if err := lock.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	// It finds something, and the panel is told until a sound one comes.
	superuser(t, db, "UPDATE journal_entries SET action = 'things.x' WHERE id = 3")
	if one := do(begin().ID); one.State != Broken || *one.BadSeq != 3 || *one.BadEntry != 3 || one.Problem == "" {
		t.Errorf("%+v", one)
	}
	if state, err := s.Chain(t.Context()); err != nil || !state.Broken || state.LastRun.State != Broken {
		t.Errorf("%+v, %v", state, err)
	}
	superuser(t, db, "UPDATE journal_entries SET action = 'things.c' WHERE id = 3")
	if one := do(begin().ID); one.State != Sound {
		t.Errorf("%+v", one)
	}
	if state, err := s.Chain(t.Context()); err != nil || state.Broken {
		t.Errorf("%+v, %v", state, err)
	}
}

// TestTheNightsVerificationBeginsOnce, by the clock of the zone.
func TestTheNightsVerificationBeginsOnce(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	count := func() (n int) {
		t.Helper()
		if err := s.StartNightly(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Primary.NewSelect().Table("journal_verifications").ColumnExpr("count(*)").Scan(t.Context(), &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	at := func(hour int) { // a zone in which it is that hour now
		t.Helper()
		ahead := (hour - time.Now().UTC().Hour() + 24) % 24
		if ahead > 12 {
			ahead -= 24
		}
		zone, err := time.LoadLocation(fmt.Sprintf("Etc/GMT%+d", -ahead)) // by POSIX, west is positive
		if err != nil {
			t.Fatal(err)
		}
		s.zone = zone
	}
	at(2)
	if n := count(); n != 0 {
		t.Errorf("%d before the hour", n)
	}
	at(4)
	if n := count(); n != 1 {
		t.Errorf("%d at the hour", n)
	}
	if did, err := s.RunNext(t.Context()); !did || err != nil {
		t.Fatal(did, err)
	}
	if n := count(); n != 1 {
		t.Errorf("%d after it was done", n)
	}
	if _, err := db.Pool.Exec(t.Context(), "UPDATE journal_verifications SET started_at = started_at - interval '1 day'"); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 2 {
		t.Errorf("%d on the next night", n)
	}
}
