package approvals_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/features/approvals"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// desk is where people ask each other.
type desk struct {
	*approvals.Service
	t       *testing.T
	db      *postgres.Databases
	journal *audit.Journal
	rules   *alerts.Service
	users   []int64
}

func newDesk(t *testing.T, people int) *desk {
	t.Helper()
	db, journal := testkit.DB(t), testkit.Journal(t)
	events, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	rules := alerts.New(db, journal, events, time.UTC)
	d := &desk{Service: approvals.New(db, journal, rules), t: t, db: db, journal: journal, rules: rules}
	journal.Guard(d.Guard)
	for i := range people {
		d.users = append(d.users, int64(d.number("INSERT INTO users (email, name) VALUES (?, ?) RETURNING id", fmt.Sprintf("adam%d@baq.test", i), fmt.Sprintf("Әбдіғалиұлы №%d", i))))
	}
	return d
}

func (d *desk) number(query string, args ...any) (n int) {
	d.t.Helper()
	if err := d.db.Primary.QueryRowContext(d.t.Context(), query, args...).Scan(&n); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return n
}

func (d *desk) exec(query string, args ...any) {
	d.t.Helper()
	if _, err := d.db.Primary.ExecContext(d.t.Context(), query, args...); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
}

// as is somebody who is logged in and may do all that approvals know of.
func (d *desk) as(who int) context.Context {
	return access.WithPrincipal(d.t.Context(), access.Principal{UserID: d.users[who], Name: "x", Permissions: []access.Permission{"approvals.ask", "approvals.grant"}})
}

// key is a program with a key of somebody.
func (d *desk) key(who int) context.Context {
	return access.WithPrincipal(d.t.Context(), access.Principal{UserID: d.users[who], Name: "x", KeyID: 7, Permissions: []access.Permission{"approvals.ask", "approvals.grant"}})
}

// does is a change that is journalled.
func (d *desk) does(ctx context.Context, action string) error {
	return postgres.InTx(ctx, d.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		return d.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "thing", ObjectID: 1})
	})
}

// doesAll tries so often, and says how often it went through.
func (d *desk) doesAll(ctx context.Context, action string, times int) (done int) {
	d.t.Helper()
	for range times {
		switch err := d.does(ctx, action); {
		case err == nil:
			done++
		case !errors.Is(err, approvals.ErrSecondPersonNeeded):
			d.t.Fatal(err)
		}
	}
	return done
}

func (d *desk) ask(who int, kind approvals.Kind, amount int) approvals.Approval {
	d.t.Helper()
	made, err := d.Ask(d.as(who), kind, amount, "Қайталанған мақалаларды өшіру")
	if err != nil {
		d.t.Fatal(err)
	}
	return made
}

func (d *desk) granted(who, by int, kind approvals.Kind, amount int) approvals.Approval {
	d.t.Helper()
	after, err := d.Grant(d.as(by), d.ask(who, kind, amount).ID)
	if err != nil || after.State != approvals.Granted || after.DecidedByName == "" {
		d.t.Fatalf("%+v, %v", after, err)
	}
	return after
}

func TestTheGuardCountsItsKindsOnly(t *testing.T) {
	d := newDesk(t, 2)
	for _, action := range []string{"news.save", "news.publish", "tags.update", "tags.deleted", "accounts.login"} {
		if n := d.doesAll(d.as(0), action, 25); n != 25 {
			t.Errorf("%s: %d went through", action, n)
		}
	}
	for i, action := range []string{"news.trash", "tags.delete", "rubrics.delete", "authors.delete", "pages.delete", "photobank.delete", "roles.delete"} {
		if n := d.doesAll(d.as(0), action, 3); n != 3 && i < 6 || n != 2 && i == 6 {
			t.Errorf("%s: %d went through", action, n)
		}
	}
	// The other kind, another person and those who are no person are not concerned.
	if n := d.doesAll(d.as(0), "news.unpublish", 15) + d.doesAll(d.as(0), "news.kill", 15); n != 20 {
		t.Errorf("%d were taken down", n)
	}
	if n := d.doesAll(d.as(1), "news.trash", 20); n != 20 {
		t.Errorf("another person's: %d", n)
	}
	if n := d.doesAll(d.t.Context(), "news.trash", 30); n != 30 {
		t.Errorf("a job's: %d", n)
	}
	err := d.does(d.as(0), "tags.delete")
	f, _ := fault.As(err)
	if f == nil || f.Kind != fault.Conflict || fmt.Sprintf("%v %v %v", f.Extensions["kind"], f.Extensions["threshold"], f.Extensions["windowSeconds"]) != "mass_delete 20 600" {
		t.Errorf("%v %+v", err, f)
	}
	// A key is no second person, and no way around.
	if n := d.doesAll(d.key(0), "news.trash", 5); n != 0 {
		t.Errorf("a key's: %d", n)
	}
	d.exec("ALTER TABLE journal_entries DISABLE TRIGGER USER")
	d.exec("UPDATE journal_entries SET at = at - interval '10 minutes' WHERE actor_id = ?", d.users[0])
	if n := d.doesAll(d.as(0), "news.trash", 25); n != 20 {
		t.Errorf("ten minutes later: %d", n)
	}
}

// queries keeps the last question that was about the journal.
type queries struct{ last string }

// BeforeQuery implements bun.QueryHook.
func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery implements bun.QueryHook.
func (q *queries) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	if strings.HasPrefix(e.Query, "SELECT count(*)") && strings.Contains(e.Query, "FROM journal_entries") {
		q.last = e.Query
	}
}

// manyInVain is a hundred rows or more that a plan read for nothing. A few are no matter: of
// two indexes that both lead to hardly anything the planner takes either.
var manyInVain = regexp.MustCompile(`Removed by Filter: \d{3}`)

// TestTheGuardReadsWhatItCounts: of 60,000 entries of a diligent person it must
// not look through all.
func TestTheGuardReadsWhatItCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	d, seen := newDesk(t, 1), &queries{}
	d.exec(`INSERT INTO journal_entries (at, actor_id, actor_name, action, object_type, object_id)
		SELECT now() - i * interval '1 min', ?, 'x', (ARRAY['news.save', 'news.trash', 'news.unpublish'])[1 + i % 3], 'article', i::text FROM generate_series(11, 60000) AS i`, d.users[0])
	d.exec("ANALYZE")
	db := d.db.Primary.WithQueryHook(seen)
	for _, action := range []string{"tags.delete", "news.kill"} {
		err := postgres.InTx(d.as(0), db, func(ctx context.Context, tx bun.Tx) error {
			return d.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "thing", ObjectID: 1})
		})
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		if err := d.db.Primary.NewRaw("EXPLAIN (ANALYZE, BUFFERS, COSTS off) "+seen.last).Scan(t.Context(), &plan); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(plan, "\n")
		if strings.Contains(text, "Seq Scan") || manyInVain.MatchString(text) || !strings.Contains(text, "Index") {
			t.Errorf("%s: %s", action, text)
		}
	}
}

// TestTheGuardAndTheRulesMeanTheSame compares what the guard counts in SQL with
// what alerts count in Go.
func TestTheGuardAndTheRulesMeanTheSame(t *testing.T) {
	d := newDesk(t, 1)
	if _, err := d.rules.Change(d.as(0), alerts.MassDelete, 1, alerts.Values{Enabled: true, Threshold: 2, WindowSeconds: 600}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.rules.Change(d.as(0), alerts.MassUnpublish, 1, alerts.Values{Enabled: true, Threshold: 2, WindowSeconds: 600}); err != nil {
		t.Fatal(err)
	}
	for i, action := range []string{"news.trash", "news.unpublish", "news.kill", "news.schedule_end", "news.schedule", "x.delete", ".delete", "delete", "news.delete.x", "news.trashed", "news.unpublished"} {
		ctx := access.WithPrincipal(t.Context(), access.Principal{UserID: int64(1000 + i)})
		covered := alerts.Covers(alerts.MassDelete, action) || alerts.Covers(alerts.MassUnpublish, action)
		if n := d.doesAll(ctx, action, 4); covered && n != 2 || !covered && n != 4 {
			t.Errorf("%s is covered: %v, and went through %d times", action, covered, n)
		}
	}
}

// TestSixteenClientsDeleteTwoHundred is the proof of the limit: exactly the
// threshold goes through, and with an approval of 50 exactly 50 more.
func TestSixteenClientsDeleteTwoHundred(t *testing.T) {
	d := newDesk(t, 2)
	storm := func() (done, refused int) {
		var mutex sync.Mutex
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				for range 200/16 + 1 {
					err := d.does(d.as(0), []string{"news.trash", "tags.delete"}[i%2])
					mutex.Lock()
					switch {
					case err == nil:
						done++
					case errors.Is(err, approvals.ErrSecondPersonNeeded):
						refused++
					default:
						t.Error(err)
					}
					mutex.Unlock()
				}
			})
		}
		all.Wait()
		return done, refused
	}
	if done, refused := storm(); done != 20 || done+refused < 200 {
		t.Errorf("%d went through, %d were refused", done, refused)
	}
	granted := d.granted(0, 1, approvals.MassDelete, 50)
	if done, _ := storm(); done != 50 {
		t.Errorf("with an approval of 50 %d went through", done)
	}
	if n := d.number("SELECT count(*) FROM journal_entries WHERE actor_id = ? AND action IN ('news.trash', 'tags.delete')", d.users[0]); n != 70 {
		t.Errorf("%d are journalled", n)
	}
	rows, _, err := d.List(d.as(0), approvals.Query{Limit: 10})
	if err != nil || len(rows) != 1 || rows[0].ID != granted.ID || rows[0].Used != 50 || rows[0].State != approvals.Used {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestAnApprovalIsOfItsPersonKindAndTime(t *testing.T) {
	d := newDesk(t, 3)
	full := func(who int) {
		if n := d.doesAll(d.as(who), "news.kill", 21); n != 20 {
			t.Fatalf("%d went through", n)
		}
	}
	full(0)
	full(1)
	d.granted(0, 2, approvals.MassDelete, 5)
	d.granted(1, 2, approvals.MassUnpublish, 5)
	if n := d.doesAll(d.as(0), "news.kill", 3); n != 0 {
		t.Errorf("with another kind's and another person's approval %d went through", n)
	}
	if n := d.doesAll(d.as(1), "news.kill", 1); n != 1 {
		t.Errorf("with one's own %d", n)
	}
	// What fails afterwards uses nothing up.
	broken := errors.New("the change fails")
	err := postgres.InTx(d.as(1), d.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(d.journal.Record(ctx, tx, audit.Entry{Action: "news.kill", ObjectType: "thing", ObjectID: 1}), broken)
	})
	if !errors.Is(err, broken) || d.number("SELECT used FROM approvals WHERE requested_by = ?", d.users[1]) != 1 {
		t.Errorf("%v", err)
	}
	// Who granted it has to be there still.
	d.exec("UPDATE users SET disabled = true WHERE id = ?", d.users[2])
	if n := d.doesAll(d.as(1), "news.kill", 1); n != 0 {
		t.Error("the word of one who was shut out counts")
	}
	d.exec("UPDATE users SET disabled = false WHERE id = ?", d.users[2])
	d.exec("UPDATE approvals SET expires_at = clock_timestamp() WHERE requested_by = ?", d.users[1])
	if n := d.doesAll(d.as(1), "news.kill", 1); n != 0 {
		t.Error("an approval outlives its hour")
	}
	expired, _, err := d.List(d.as(1), approvals.Query{State: approvals.Expired, Limit: 10})
	if err != nil || len(expired) != 1 || expired[0].Used != 1 {
		t.Errorf("%+v, %v", expired, err)
	}
}

func TestWhoMayAnswer(t *testing.T) {
	d := newDesk(t, 3)
	for _, c := range []struct {
		name string
		do   func(id int64) error
		want *fault.Fault
	}{
		{"one's own", func(id int64) error { _, err := d.Grant(d.as(0), id); return err }, approvals.ErrOwn},
		{"one's own by a key", func(id int64) error { _, err := d.Grant(d.key(0), id); return err }, approvals.ErrOwn},
		{"one's own refused", func(id int64) error { _, err := d.Refuse(d.as(0), id, "жоқ"); return err }, approvals.ErrOwn},
		{"by a program", func(id int64) error { _, err := d.Grant(d.key(1), id); return err }, approvals.ErrPersonNeeded},
		{"without a word", func(id int64) error { _, err := d.Refuse(d.as(1), id, " "); return err }, approvals.ErrNoNote},
		{"what is not there", func(id int64) error { _, err := d.Grant(d.as(1), id+1); return err }, approvals.ErrNotFound},
		{"withdrawn by another", func(id int64) error { _, err := d.Withdraw(d.as(1), id); return err }, approvals.ErrNotFound},
		{"lapsed", func(id int64) error {
			d.exec("UPDATE approvals SET expires_at = clock_timestamp() WHERE id = ?", id)
			_, err := d.Grant(d.as(1), id)
			return err
		}, approvals.ErrNotOpen},
	} {
		made := d.ask(0, approvals.MassDelete, 5)
		if err := c.do(made.ID); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if n := d.number("SELECT count(*) FROM approvals WHERE decision IS NOT NULL"); n != 0 {
			t.Errorf("%s left a decision", c.name)
		}
		d.exec("DELETE FROM approvals")
	}
	if n := d.number("SELECT count(*) FROM journal_entries WHERE action IN ('approvals.grant', 'approvals.refuse', 'approvals.withdraw')"); n != 0 {
		t.Errorf("%d refused answers are journalled as answers", n)
	}
}

func TestWhatIsAskedAndHowOften(t *testing.T) {
	d := newDesk(t, 2)
	if _, err := d.Ask(d.as(0), approvals.MassDelete, 5, " \u00a0 аа "); !errors.Is(err, approvals.ErrNoReason) {
		t.Error(err)
	}
	first := d.ask(0, approvals.MassDelete, 5)
	if first.State != approvals.Open || first.RequestedBy != d.users[0] || first.ExpiresAt.Sub(first.RequestedAt).Round(time.Minute) != 24*time.Hour {
		t.Errorf("%+v", first)
	}
	if _, err := d.Ask(d.as(0), approvals.MassDelete, 5, "тағы да сол"); !errors.Is(err, approvals.ErrAlreadyAsked) {
		t.Error(err)
	}
	d.ask(0, approvals.MassUnpublish, 5)
	if after, err := d.Withdraw(d.as(0), first.ID); err != nil || after.State != approvals.Withdrawn {
		t.Errorf("%+v, %v", after, err)
	}
	for i := range 18 {
		again := d.ask(0, approvals.MassDelete, 5)
		if after, err := d.Refuse(d.as(1), again.ID, "Себебі жеткіліксіз"); err != nil || after.State != approvals.Refused || after.Note == "" {
			t.Errorf("%d: %+v, %v", i, after, err)
		}
	}
	_, err := d.Ask(d.as(0), approvals.MassDelete, 5, "жиырма біріншісі")
	if f, _ := fault.As(err); !errors.Is(err, approvals.ErrTooMany) || f.RetryAfter <= 0 {
		t.Error(err)
	}
	if n := d.number("SELECT count(*) FROM journal_entries WHERE object_type = 'approval'"); n != 20+1+18 {
		t.Errorf("%d entries", n)
	}
}

// TestRaces: of two who answer at once one does; of a grant and a withdrawal
// either the withdrawal is last or the grant finds it withdrawn.
func TestRaces(t *testing.T) {
	d := newDesk(t, 6)
	for range 15 {
		made := d.ask(0, approvals.MassDelete, 5)
		results := make(chan error, 5)
		for who := range cap(results) {
			go func() {
				var err error
				if who%2 == 0 {
					_, err = d.Grant(d.as(1+who), made.ID)
				} else {
					_, err = d.Refuse(d.as(1+who), made.ID, "жоқ")
				}
				results <- err
			}()
		}
		answered := 0
		for range cap(results) {
			switch err := <-results; {
			case err == nil:
				answered++
			case !errors.Is(err, approvals.ErrNotOpen):
				t.Error(err)
			}
		}
		if n := d.number("SELECT count(*) FROM journal_entries WHERE object_type = 'approval' AND object_id = ? AND action <> 'approvals.ask'", fmt.Sprint(made.ID)); answered != 1 || n != 1 {
			t.Errorf("answered %d times, journalled %d times", answered, n)
		}
		d.exec("DELETE FROM approvals")
	}
	for range 15 {
		made := d.ask(0, approvals.MassDelete, 5)
		granted, withdrawn := make(chan error), make(chan error)
		go func() { _, err := d.Grant(d.as(1), made.ID); granted <- err }()
		go func() { _, err := d.Withdraw(d.as(0), made.ID); withdrawn <- err }()
		if err := <-granted; err != nil && !errors.Is(err, approvals.ErrNotOpen) {
			t.Error(err)
		}
		if err := <-withdrawn; err != nil {
			t.Error(err)
		}
		if n := d.number("SELECT count(*) FROM approvals WHERE id = ? AND decision = 'withdrawn'", made.ID); n != 1 {
			t.Error("a request that was taken back is granted")
		}
		d.exec("DELETE FROM approvals")
	}
}

func TestListsShowWhatConcernsOne(t *testing.T) {
	d := newDesk(t, 3)
	mine := d.ask(0, approvals.MassDelete, 1)
	d.granted(1, 2, approvals.MassDelete, 1)
	d.ask(1, approvals.MassUnpublish, 1)
	writer := access.WithPrincipal(t.Context(), access.Principal{UserID: d.users[0], Permissions: []access.Permission{"approvals.ask"}})
	if rows, _, err := d.List(writer, approvals.Query{Limit: 10}); err != nil || len(rows) != 1 || rows[0].ID != mine.ID {
		t.Errorf("%+v, %v", rows, err)
	}
	states := map[approvals.State]int{}
	for _, state := range []approvals.State{approvals.Open, approvals.Granted, approvals.Refused, approvals.Withdrawn, approvals.Used, approvals.Expired} {
		rows, _, err := d.List(d.as(2), approvals.Query{State: state, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		states[state] = len(rows)
	}
	if states[approvals.Open] != 2 || states[approvals.Granted] != 1 || states[approvals.Refused]+states[approvals.Withdrawn]+states[approvals.Used]+states[approvals.Expired] != 0 {
		t.Errorf("%v", states)
	}
	var ids []int64
	for cursor := ""; ; {
		rows, next, err := d.List(d.as(2), approvals.Query{Cursor: cursor, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		if next == nil {
			break
		}
		cursor = *next
	}
	slices.Reverse(ids)
	if len(ids) != 3 || !slices.IsSorted(ids) {
		t.Errorf("%v", ids)
	}
}

func TestARuleThatIsSwitchedOffAsksNobody(t *testing.T) {
	d := newDesk(t, 1)
	if _, err := d.rules.Change(d.as(0), alerts.MassDelete, 1, alerts.Values{Threshold: 20, WindowSeconds: 600}); err != nil {
		t.Fatal(err)
	}
	if n := d.doesAll(d.as(0), "news.trash", 30); n != 30 {
		t.Errorf("%d went through", n)
	}
	if _, err := d.rules.Change(d.as(0), alerts.MassDelete, 2, alerts.Values{Enabled: true, Threshold: 35, WindowSeconds: 600}); err != nil {
		t.Fatal(err)
	}
	if n := d.doesAll(d.as(0), "news.trash", 30); n != 5 {
		t.Errorf("switched on at 35, after 30 %d went through", n)
	}
}
