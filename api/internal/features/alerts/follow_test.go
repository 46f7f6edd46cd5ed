package alerts_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/testkit"
)

// as is a context of somebody with an account.
func (n *newsroom) as(who int) context.Context {
	return access.WithPrincipal(n.t.Context(), access.Principal{UserID: n.people[who], Name: "Айгүл"})
}

// deletions are that many of one person, a second apart.
func (n *newsroom) deletions(who, count int, from time.Time) (all []line) {
	for i := range count {
		all = append(all, n.did(who, from.Add(time.Duration(i)*time.Second), "news.trash", fmt.Sprint(i)))
	}
	return all
}

// TestCrashesNeitherDoubleNorLose has two nodes follow a journal that grows, while
// a third of their transactions fail at the last moment and their connections are
// cut. What stands at the end is what one undisturbed node makes of it.
func TestCrashesNeitherDoubleNorLose(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	db := testkit.DB(t)
	n, other := newsroomOn(t, db), newsroomOn(t, db)
	n.hire(30)
	n.sinceForever()
	week := n.week(n.monday(), rand.New(rand.NewPCG(3, 3)))
	for _, a := range n.attacks() {
		week = append(week, a.lines...)
	}
	slices.SortStableFunc(week, func(a, b line) int { return a.At.Compare(b.At) })
	n.exec(`CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS
		'BEGIN IF random() < 0.33 THEN RAISE EXCEPTION ''a crash''; END IF; RETURN NULL; END'`)
	n.exec("CREATE CONSTRAINT TRIGGER crash AFTER UPDATE ON alert_progress DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION crash()")
	ctx, stop := context.WithCancel(t.Context())
	var nodes sync.WaitGroup
	var failed [2]int
	for i, node := range []*newsroom{n, other} {
		nodes.Go(func() {
			for ctx.Err() == nil {
				if _, err := node.Follow(ctx); err != nil {
					failed[i]++
				}
			}
		})
	}
	for rest := week; len(rest) > 0; {
		some := rest[:min(150, len(rest))]
		n.write(some...)
		rest = rest[len(some):]
		if rand.IntN(4) == 0 {
			n.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%alert_%' AND pid <> pg_backend_pid()")
		}
	}
	for limit := time.Now().Add(time.Minute); n.number("SELECT count(*) FROM journal_links WHERE seq > (SELECT seq FROM alert_progress)") > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("the journal is not followed to its end")
		}
	}
	stop()
	nodes.Wait()
	n.exec("DROP TRIGGER crash ON alert_progress")
	t.Logf("failed %v times", failed)
	if failed[0]+failed[1] < 5 {
		t.Error("too few crashes prove nothing")
	}
	n.sameAsUndisturbed(week)
}

// sameAsUndisturbed compares the alerts with those of a node of its own.
func (n *newsroom) sameAsUndisturbed(lines []line) {
	n.t.Helper()
	calm := newNewsroom(n.t)
	calm.hire(len(n.people))
	calm.sinceForever()
	for rest := slices.Clone(lines); len(rest) > 0; rest = rest[min(150, len(rest)):] {
		calm.write(slices.Clone(rest[:min(150, len(rest))])...)
		calm.followAll()
	}
	told := func(n *newsroom) (all []string) {
		for _, a := range n.open() {
			all = append(all, fmt.Sprintf("%s of %s %s: %d until %v", a.Rule, a.SubjectType, a.SubjectID, a.Count, a.LastAt))
		}
		slices.Sort(all)
		return all
	}
	got, want := told(n), told(calm)
	if !slices.Equal(got, want) || len(want) != len(n.attacks()) {
		n.t.Errorf("got\n%q, want\n%q", got, want)
	}
	for _, one := range []*newsroom{n, calm} { // the alerts' own entries, too: one each
		if raised := one.number("SELECT count(*) FROM journal_entries WHERE action = 'alerts.raise'"); raised != len(want) {
			n.t.Errorf("%d alerts journalled, %d raised", raised, len(want))
		}
	}
}

// TestAnOutageIsCaughtUpWith: a burst in the middle of what nobody looked at for
// long is found, however much came before and after it.
func TestAnOutageIsCaughtUpWith(t *testing.T) {
	n := newNewsroom(t)
	n.hire(2)
	n.sinceForever()
	noon := n.monday().Add(12 * time.Hour)
	lines := n.deletions(0, 19, noon.Add(-24*time.Hour))
	for i := range 2500 {
		lines = append(lines, n.did(1, noon.Add(time.Duration(i)*time.Second), "news.save", "1"))
	}
	lines = append(lines, n.deletions(0, 21, noon)...)
	lines = append(lines, n.deletions(0, 5, noon.Add(24*time.Hour))...)
	n.write(lines...)
	n.followAll()
	open := n.open()
	if len(open) != 1 || open[0].Count != 21 || !open[0].FirstAt.Equal(noon) || !open[0].LastAt.Equal(noon.Add(20*time.Second)) {
		t.Errorf("%+v", open)
	}
}

func TestAnOpenAlertGrowsAndAnAcknowledgedOneIsDone(t *testing.T) {
	n := newNewsroom(t)
	n.hire(2)
	n.sinceForever()
	noon := time.Now().Add(-time.Minute).Truncate(time.Second)
	n.write(n.deletions(0, 20, noon)...)
	n.followAll()
	n.write(n.deletions(0, 3, noon.Add(30*time.Second))...)
	n.followAll()
	open := n.open()
	if len(open) != 1 || open[0].Count != 23 || open[0].Subject != "Қызметкер №0" {
		t.Fatalf("%+v", open)
	}
	for _, c := range []struct {
		id   int64
		note string
		want *fault.Fault
	}{{open[0].ID, " \n", alerts.ErrNoNote}, {open[0].ID + 1, "белгісіз", alerts.ErrNotFound}, {open[0].ID, "Ескі жобаларды тазалау", nil}, {open[0].ID, "again", alerts.ErrAcknowledged}} {
		after, err := n.Acknowledge(n.as(1), c.id, c.note)
		if c.want != nil && !errors.Is(err, c.want) || c.want == nil && (err != nil || after.Open || after.AcknowledgedName != "Қызметкер №1" || after.Note != c.note) {
			t.Errorf("%q: %+v, %v", c.note, after, err)
		}
	}
	if entries := n.number("SELECT count(*) FROM journal_entries WHERE action = 'alerts.acknowledge' AND actor_id = ?", n.people[1]); entries != 1 {
		t.Errorf("acknowledged in %d entries", entries)
	}
	// Another one within the window is no alert: the twenty are dealt with.
	n.write(n.deletions(0, 1, time.Now())...)
	n.followAll()
	if open := n.open(); len(open) != 0 {
		t.Errorf("%+v", open)
	}
	n.write(n.deletions(0, 20, time.Now())...)
	n.followAll()
	if open := n.open(); len(open) != 1 || open[0].Count != 21 {
		t.Errorf("%+v", open)
	}
}

func TestWhatWasBeforeTheWatchingRaisesNothing(t *testing.T) {
	n := newNewsroom(t)
	n.hire(1)
	n.write(n.deletions(0, 30, time.Now().Add(-time.Hour))...)
	n.followAll()
	if open := n.open(); len(open) != 0 {
		t.Errorf("%+v", open)
	}
}

func TestRulesAreChangedWithinTheirLimits(t *testing.T) {
	n := newNewsroom(t)
	n.hire(1)
	n.sinceForever()
	off := alerts.Values{Threshold: 30, WindowSeconds: 600}
	for _, c := range []struct {
		key     string
		version int64
		to      alerts.Values
		want    *fault.Fault
	}{
		{"no_such_rule", 1, off, alerts.ErrRuleNotFound},
		{alerts.MassDelete, 1, alerts.Values{Enabled: true, Threshold: 1, WindowSeconds: 600}, alerts.ErrOutOfLimits},
		{alerts.MassDelete, 1, alerts.Values{Enabled: true, Threshold: 1001, WindowSeconds: 600}, alerts.ErrOutOfLimits},
		{alerts.MassDelete, 1, alerts.Values{Enabled: true, Threshold: 20, WindowSeconds: 0}, alerts.ErrOutOfLimits},
		{alerts.RefreshReused, 1, alerts.Values{Enabled: true, Threshold: 2}, alerts.ErrOutOfLimits},
		{alerts.NightLogin, 1, alerts.Values{Enabled: true, Threshold: 25, WindowSeconds: 3600}, alerts.ErrOutOfLimits},
		{alerts.MassDelete, 2, off, alerts.ErrRuleStale},
		{alerts.MassDelete, 0, off, alerts.ErrRuleStale},
		{alerts.MassDelete, 1, off, nil},
		{alerts.MassDelete, 1, off, alerts.ErrRuleStale},
		{alerts.MassDelete, 2, alerts.Values{Threshold: 25, WindowSeconds: 600}, nil},
	} {
		after, err := n.Change(n.as(0), c.key, c.version, c.to)
		if c.want != nil && !errors.Is(err, c.want) || c.want == nil && (err != nil || after.Values != c.to || after.Version != c.version+1) {
			t.Errorf("%s at %d to %+v: %+v, %v", c.key, c.version, c.to, after, err)
		}
	}
	if entries := n.number("SELECT count(*) FROM journal_entries WHERE action = 'alerts.rule' AND object_id = 'mass_delete'"); entries != 2 {
		t.Errorf("%d entries of two changes", entries)
	}
	// Switched off, it raises nothing, and on again it knows what was in between.
	deletions := func() []alerts.Alert { // that rules were changed is an alert of its own
		return slices.DeleteFunc(n.open(), func(a alerts.Alert) bool { return a.Rule != alerts.MassDelete })
	}
	noon := n.monday().Add(12 * time.Hour)
	n.write(n.deletions(0, 24, noon)...)
	n.followAll()
	if open := deletions(); len(open) != 0 {
		t.Errorf("%+v", open)
	}
	if _, err := n.Change(n.as(0), alerts.MassDelete, 3, alerts.Values{Enabled: true, Threshold: 25, WindowSeconds: 600}); err != nil {
		t.Fatal(err)
	}
	n.write(n.deletions(0, 1, noon.Add(time.Minute))...)
	n.followAll()
	if open := deletions(); len(open) != 1 || open[0].Count != 25 {
		t.Errorf("%+v", open)
	}
}

func TestTwoWhoChangeARuleAtOnce(t *testing.T) {
	n := newNewsroom(t)
	n.hire(1)
	results := make(chan error, 6)
	for i := range cap(results) {
		go func() {
			_, err := n.Change(n.as(0), alerts.ExportBurst, 1, alerts.Values{Enabled: true, Threshold: 10 + i, WindowSeconds: 60})
			results <- err
		}()
	}
	changed := 0
	for range cap(results) {
		switch err := <-results; {
		case err == nil:
			changed++
		case !errors.Is(err, alerts.ErrRuleStale):
			t.Error(err)
		}
	}
	if changed != 1 {
		t.Errorf("%d changes of version 1", changed)
	}
}

// TestRaisedByHook: what others see is raised once and grows, from any number of nodes.
func TestRaisedByHook(t *testing.T) {
	n := newNewsroom(t)
	n.hire(1)
	if err := n.Raise(t.Context(), alerts.Raise{Rule: "no_such_rule"}); !errors.Is(err, alerts.ErrRuleNotFound) {
		t.Error(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			err := n.Raise(t.Context(), alerts.Raise{Rule: alerts.JournalBroken, SubjectType: alerts.System, Subject: "journal", Details: map[string]any{"seq": i}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := n.Raise(t.Context(), alerts.Raise{Rule: alerts.RightsChange, SubjectType: alerts.User, SubjectID: fmt.Sprint(n.people[0])}); err != nil {
		t.Fatal(err)
	}
	open := n.open()
	if len(open) != 2 || open[1].Count != 8 || open[1].Severity != alerts.Critical || open[0].Subject != "Қызметкер №0" {
		t.Errorf("%+v", open)
	}
	if counts, err := n.OpenCounts(t.Context()); err != nil || counts[alerts.Critical] != 1 || counts[alerts.Notice] != 1 || counts[alerts.Warning] != 0 {
		t.Errorf("%v, %v", counts, err)
	}
}

// TestHostileEntries: what a stranger can write into the journal stops nothing.
func TestHostileEntries(t *testing.T) {
	n := newNewsroom(t)
	n.hire(1)
	n.sinceForever()
	noon := n.monday().Add(12 * time.Hour)
	var lines []line
	for _, diff := range []string{`[]`, `null`, `{}`, `{"email":null}`, `{"email":[]}`, `{"email":[1,2],"userId":["x","y"],"times":[null,-5],"newDevice":["",3]}`, `{"email":[null,{"a":1}]}`, `{"times":[null,1e300]}`} {
		for _, action := range []string{"accounts.login", "accounts.refuse_login", "accounts.refresh_reused", "access.denied", "access.token_refused", "accounts.refuse_confirmation"} {
			lines = append(lines, line{At: noon, ActorName: "stranger", Action: action, ObjectType: "user", ObjectID: "' OR 1=1 --", Address: "әң\n", Diff: diff})
		}
	}
	n.write(lines...)
	n.followAll()
	for _, a := range n.open() {
		if a.Rule != alerts.AccountAttacked && a.Rule != alerts.FactorFailures { // so many of one account are what they look like
			t.Errorf("%s of %q: %d", a.Rule, a.SubjectID, a.Count)
		}
	}
	if n.number("SELECT seq FROM alert_progress") != len(lines) {
		t.Error("the journal was not followed to its end")
	}
}

// TestNobodyClosesACriticalAlertAboutThemselves, and everybody else with the right may.
func TestNobodyClosesACriticalAlertAboutThemselves(t *testing.T) {
	n := newNewsroom(t)
	n.hire(2)
	for _, rule := range []string{alerts.RefreshReused, alerts.RightsChange} {
		if err := n.Raise(t.Context(), alerts.Raise{Rule: rule, SubjectType: alerts.User, SubjectID: fmt.Sprint(n.people[1])}); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range n.open() {
		_, err := n.Acknowledge(n.as(1), a.ID, "бәрі дұрыс")
		if critical := a.Severity == alerts.Critical; errors.Is(err, alerts.ErrAboutYou) != critical || !critical && err != nil {
			t.Errorf("%s about oneself: %v", a.Rule, err)
		}
	}
	left := n.open()
	if len(left) != 1 {
		t.Fatalf("%+v", left)
	}
	if _, err := n.Acknowledge(n.as(0), left[0].ID, "қаралды"); err != nil {
		t.Error(err)
	}
}
