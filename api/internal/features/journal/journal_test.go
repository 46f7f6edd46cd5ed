package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

const testSecret = "a secret of tests that is long enough"

// newTestService makes a service with the key of testkit's journal. Services on
// one database with different folders are nodes of one portal.
func newTestService(t testing.TB, db *postgres.Databases, dir string, previous ...[]byte) *Service {
	t.Helper()
	keys, err := NewKeys("test", []byte(testSecret), previous...)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Deps{DB: db, Journal: testkit.Journal(t), Keys: keys, HeadsDir: dir, Zone: zone, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// write journals n entries as somebody would.
func write(t testing.TB, db *postgres.Databases, n int) {
	t.Helper()
	for i := range n {
		ctx := t.Context()
		if i%3 != 0 {
			ctx = access.WithPrincipal(ctx, access.Principal{UserID: int64(1 + i%3), Name: "Әлия Ғабитқызы"})
			ctx = access.WithRequest(ctx, access.Request{ID: fmt.Sprint("r", i), Address: "203.0.113.9", UserAgent: "сынақ"})
		}
		err := postgres.InTx(ctx, db.Primary, func(ctx context.Context, tx bun.Tx) error {
			return testkit.Journal(t).Record(ctx, tx, audit.Entry{
				Action: fmt.Sprintf("things.%c", 'a'+i%5), ObjectType: "thing", ObjectID: i, Before: map[string]any{"атауы": i}, After: map[string]any{"атауы": "өңү\u0000құһі"},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// sealAll seals until nothing waits, and fails on problems.
func (s *Service) sealAll(t testing.TB) (sealed int) {
	t.Helper()
	for {
		done, err := s.Seal(t.Context())
		if err != nil || len(done.Problems) > 0 {
			t.Fatal(done.Problems, err)
		}
		if sealed += done.Entries; done.Entries == 0 {
			return sealed
		}
	}
}

func (s *Service) mustVerify(t testing.TB, files ...string) Report {
	t.Helper()
	report, err := s.Verify(t.Context(), Examination{Files: files})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// superuser runs statements as somebody who owns the database does.
func superuser(t testing.TB, db *postgres.Databases, statements ...string) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), db.Pool, func(tx pgx.Tx) error {
		for _, statement := range append([]string{"SET LOCAL session_replication_role = replica"}, statements...) {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWrittenIsSealedAndVerified(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	if report := s.mustVerify(t); report.Bad != nil || report.Total != 0 {
		t.Errorf("an empty journal: %+v", report)
	}
	if head, err := s.Head(t.Context()); err != nil || head != nil {
		t.Errorf("an empty journal has the head %+v, %v", head, err)
	}
	write(t, db, 20)
	if report := s.mustVerify(t); report.Bad != nil || report.Pending != 20 {
		t.Errorf("before sealing: %+v", report)
	}
	if n := s.sealAll(t); n != 20 {
		t.Errorf("%d sealed", n)
	}
	write(t, db, 3)
	s.sealAll(t)
	report := s.mustVerify(t)
	if report.Bad != nil || report.Checked != 23 || report.Heads != 2 || report.FileHeads != 2 || report.Pending != 0 {
		t.Errorf("%+v %+v", report, report.Bad)
	}
	head, err := s.Head(t.Context())
	if err != nil || head.Seq != 23 || head.Previous != 20 {
		t.Fatalf("%+v, %v", head, err)
	}
	again, err := readHead("  " + head.Line() + "\r\n")
	if err != nil || again.Line() != head.Line() || s.keys.signed(again) != "" {
		t.Errorf("%s is read as %+v, %v", head.Line(), again, err)
	}
}

// TestNobodyChangesRowsByMistake: the triggers refuse it to whoever is no superuser
// that goes around them.
func TestNobodyChangesRowsByMistake(t *testing.T) {
	db := testkit.DB(t)
	write(t, db, 2)
	newTestService(t, db, t.TempDir()).sealAll(t)
	for _, table := range []string{"journal_entries", "journal_links", "journal_heads"} {
		for _, statement := range []string{"DELETE FROM " + table, "TRUNCATE " + table + " CASCADE"} {
			if _, err := db.Pool.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "only ever added") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
}

func TestALongTransactionIsSealedWhenItEnds(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	record := func(ctx context.Context, tx bun.Tx) error {
		return testkit.Journal(t).Record(ctx, tx, audit.Entry{Action: "things.long", ObjectType: "thing", ObjectID: 1})
	}
	var long errgroup.Group
	recorded, end := make(chan struct{}), make(chan struct{})
	long.Go(func() error {
		return postgres.InTx(t.Context(), db.Primary, func(ctx context.Context, tx bun.Tx) error {
			err := record(ctx, tx)
			close(recorded)
			<-end
			return err
		})
	})
	<-recorded
	if err := postgres.InTx(t.Context(), db.Primary, func(ctx context.Context, tx bun.Tx) error { // takes an id, and gives it up
		return errors.Join(record(ctx, tx), errors.New("rolled back"))
	}); err == nil {
		t.Fatal("committed")
	}
	write(t, db, 3)
	if n := s.sealAll(t); n != 3 {
		t.Errorf("%d sealed before the long transaction ended", n)
	}
	close(end)
	if err := long.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := s.sealAll(t); n != 1 {
		t.Errorf("%d sealed after it", n)
	}
	var entries []int64
	if err := db.Primary.NewSelect().Table("journal_links").Column("entry_id").Order("seq").Scan(t.Context(), &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 4 || entries[3] >= entries[0] {
		t.Errorf("the order of the chain is %v; the oldest id must come last", entries)
	}
	if report := s.mustVerify(t); report.Bad != nil || report.Checked != 4 {
		t.Errorf("%+v %+v", report, report.Bad)
	}
}

// TestManySealersMakeOneChain: they work at once, while others write.
func TestManySealersMakeOneChain(t *testing.T) {
	db := testkit.DB(t)
	dir := t.TempDir()
	var writers, sealers sync.WaitGroup
	end := make(chan struct{})
	for range 3 {
		s := newTestService(t, db, dir) // a shared folder, as of the services of one machine
		sealers.Go(func() {
			for {
				if done, err := s.Seal(t.Context()); err != nil || len(done.Problems) > 0 {
					t.Error(done.Problems, err)
					return
				}
				select {
				case <-end:
					return
				default:
				}
			}
		})
	}
	for range 3 {
		writers.Go(func() { write(t, db, 60) })
	}
	writers.Wait()
	close(end)
	sealers.Wait()
	s := newTestService(t, db, dir)
	s.sealAll(t)
	if report := s.mustVerify(t); report.Bad != nil || report.Checked != 180 {
		t.Errorf("%+v %+v", report, report.Bad)
	}
}

// TestASealerThatDiesLeavesNothingHalfDone, wherever it dies.
func TestASealerThatDiesLeavesNothingHalfDone(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	write(t, db, 5)
	s.sealAll(t)
	write(t, db, 5)
	for _, dies := range []func(tx pgx.Tx) error{
		func(tx pgx.Tx) error { _, _, err := lockSealing(t.Context(), tx); return err },
		func(tx pgx.Tx) error { return unwait(t.Context(), tx, []int64{6, 7}) },
		func(tx pgx.Tx) error { _, err := s.seal(t.Context(), tx, time.Now(), nil); return err },
	} {
		tx, err := db.Pool.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := dies(tx); err != nil {
			t.Fatal(err)
		}
		_ = tx.Conn().PgConn().Conn().Close() // as a killed process leaves it
		_ = tx.Rollback(t.Context())
		if report := s.mustVerify(t); report.Bad != nil || report.Checked != 5 || report.Pending != 5 {
			t.Errorf("%+v %+v", report, report.Bad)
		}
	}
	if n := s.sealAll(t); n != 5 {
		t.Errorf("%d sealed by the next", n)
	}
	// After the commit, before the head is in the file: the next head follows.
	other := newTestService(t, db, t.TempDir())
	write(t, db, 1)
	other.sealAll(t)
	if problem, err := s.Witness(t.Context()); problem != "" || err != nil {
		t.Error(problem, err)
	}
	if report := s.mustVerify(t); report.Bad != nil || report.FileHeads != 3 {
		t.Errorf("%+v %+v", report, report.Bad)
	}
}

func TestOldEntriesStandAtTheBeginningOnly(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	const old = "WITH e AS (INSERT INTO journal_entries (actor_name, action, object_type, object_id) VALUES ('system', 'old', 'thing', '1') RETURNING id) INSERT INTO journal_pending SELECT id FROM e"
	superuser(t, db, old, old, old)
	s.sealAll(t)
	superuser(t, db, old)
	write(t, db, 2)
	s.sealAll(t)
	if report := s.mustVerify(t); report.Bad != nil || report.Checked != 6 {
		t.Errorf("%+v %+v", report, report.Bad)
	}
	superuser(t, db, old)
	if report := s.mustVerify(t); report.Bad == nil || report.Bad.Entry != 7 {
		t.Errorf("an uncoded entry that waits: %+v %+v", report, report.Bad)
	}
	done, err := s.Seal(t.Context())
	if err != nil || len(done.Problems) != 1 || !strings.Contains(done.Problems[0], "entry 7 has no code") {
		t.Errorf("%v %v", done.Problems, err)
	}
	if report := s.mustVerify(t); report.Bad == nil || report.Bad.Seq != 7 || report.Bad.Entry != 7 {
		t.Errorf("an uncoded entry that was sealed: %+v %+v", report, report.Bad)
	}
}

func TestASecretThatIsReplacedStillChecks(t *testing.T) {
	db := testkit.DB(t)
	dir := t.TempDir()
	write(t, db, 3)
	newTestService(t, db, dir).sealAll(t)
	keys := func(previous ...[]byte) Keys {
		k, err := NewKeys("test", []byte("another secret that is long enough, too"), previous...)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	blind, seeing := newTestService(t, db, dir), newTestService(t, db, dir)
	blind.keys, seeing.keys = keys(), keys([]byte(testSecret))
	if report := blind.mustVerify(t); report.Bad == nil || !strings.Contains(report.Bad.Text, "unknown here") || report.Bad.Seq != 1 {
		t.Errorf("without the old secret: %+v", report.Bad)
	}
	if report := seeing.mustVerify(t); report.Bad != nil {
		t.Errorf("with the old secret: %+v", report.Bad)
	}
	write(t, db, 3)
	seeing.sealAll(t)
	if report := seeing.mustVerify(t); report.Bad != nil || report.Checked != 6 {
		t.Errorf("a head of the new secret: %+v", report.Bad)
	}
}
