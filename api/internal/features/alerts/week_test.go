package alerts_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/features/alerts"
)

// monday is the first day of the replayed week, at midnight of the newsroom.
func (n *newsroom) monday() time.Time { return time.Date(2026, 11, 16, 0, 0, 0, 0, n.zone) }

// TestOrdinaryDaysRaiseNothing replays three weeks that differ.
func TestOrdinaryDaysRaiseNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n := newNewsroom(t)
	n.hire(30)
	n.sinceForever()
	entries := 0
	for seed := range 3 {
		lines := n.week(n.monday().AddDate(0, 0, 7*seed), rand.New(rand.NewPCG(1, uint64(seed))))
		slices.SortFunc(lines, func(a, b line) int { return a.At.Compare(b.At) })
		n.write(lines...)
		entries += len(lines)
	}
	n.followAll()
	raised := n.number("SELECT count(*) FROM alerts")
	days := 3 * (5*30 + 2*6)
	t.Logf("%d entries of %d working days of a person: %d alerts, %.4f false ones a day and person", entries, days, raised, float64(raised)/float64(days))
	for _, a := range n.open() {
		t.Errorf("%s of %s: %d, %s", a.Rule, a.Subject, a.Count, a.Details)
	}
	if entries < 15_000 {
		t.Errorf("%d entries are no newsroom", entries)
	}
}

// attack is what somebody does in the middle of the week, and what it must raise.
type attack struct {
	rule     string
	severity alerts.Severity
	subject  alerts.SubjectType
	id       string
	count    int64
	lines    []line
}

// attacks begin on Wednesday at noon.
func (n *newsroom) attacks() []attack {
	noon := n.monday().AddDate(0, 0, 2).Add(12 * time.Hour)
	every := func(count int, pause time.Duration, make func(i int, at time.Time) line) (all []line) {
		for i := range count {
			all = append(all, make(i, noon.Add(time.Duration(i)*pause)))
		}
		return all
	}
	user := func(who int) string { return fmt.Sprint(n.people[who]) }
	with := func(l line, address string, diff map[string]any) line {
		l.Address, l.Diff = address, became(diff)
		return l
	}
	const far, near = "192.0.2.66", "192.0.2.77"
	login := func(at time.Time, fresh bool) line {
		return with(n.did(9, at, "accounts.login", uuid.NewString()), far, map[string]any{"newDevice": fresh})
	}
	rights := func(who int, action, object string, diff map[string]any) line {
		l := with(n.did(who, noon, action, "5"), office, diff)
		l.ObjectType = object
		return l
	}
	return []attack{
		{alerts.MassDelete, alerts.Warning, alerts.User, user(4), 25, every(25, time.Second, func(i int, at time.Time) line {
			return n.did(4, at, []string{"news.trash", "tags.delete", "rubrics.delete"}[i%3], fmt.Sprint(i))
		})},
		{alerts.MassUnpublish, alerts.Critical, alerts.User, user(5), 22, every(22, 20*time.Second, func(i int, at time.Time) line {
			return n.did(5, at, []string{"news.unpublish", "news.kill"}[i%2], fmt.Sprint(i))
		})},
		{alerts.NightLogin, alerts.Notice, alerts.User, user(9), 1, []line{login(n.monday().Add(27*time.Hour), false)}},
		{alerts.NewDeviceLogin, alerts.Notice, alerts.User, user(9), 1, []line{login(noon, true)}},
		{alerts.LoginSpray, alerts.Warning, alerts.Address, far, 18, every(18, 5*time.Second, func(i int, at time.Time) line {
			return n.refused(-1, fmt.Sprintf("name%d@baq.test", i%9), far, at, "unknown user")
		})},
		{alerts.AccountAttacked, alerts.Warning, alerts.User, user(6), 9, every(9, 30*time.Second, func(i int, at time.Time) line {
			return n.refused(6, "adam6@baq.test", fmt.Sprintf("192.0.2.%d", i), at, "wrong password")
		})},
		{alerts.FactorFailures, alerts.Warning, alerts.User, user(7), 6, every(6, 10*time.Second, func(i int, at time.Time) line {
			if i%2 == 0 {
				return with(n.did(7, at, "accounts.refuse_confirmation", "session"), near, map[string]any{"reason": "wrong second factor"})
			}
			return n.refused(7, "adam7@baq.test", near, at, "wrong second factor")
		})},
		{alerts.RefreshReused, alerts.Critical, alerts.User, user(8), 1, []line{{
			At: noon, ActorName: "stranger", Action: "accounts.refresh_reused", ObjectType: "session", ObjectID: "x", Address: far, Diff: became(map[string]any{"userId": n.people[8]}),
		}}},
		{alerts.DenialBurst, alerts.Warning, alerts.User, user(10), 24, every(8, time.Minute, func(_ int, at time.Time) line {
			return with(n.did(10, at, "access.denied", "GET /api/admin/v1/users"), office, map[string]any{"times": 3})
		})},
		{alerts.TokenFlood, alerts.Warning, alerts.Address, far, 31, every(2, time.Minute, func(i int, at time.Time) line {
			return line{At: at, ActorName: "stranger", Action: "access.token_refused", ObjectType: "operation", Address: far, Diff: became(map[string]any{"times": 1 + 29*i})}
		})},
		{alerts.ExportBurst, alerts.Warning, alerts.User, user(11), 10, every(10, 5*time.Minute, func(i int, at time.Time) line {
			return n.did(11, at, []string{"users.export", "journal.export"}[i%2], "x")
		})},
		{alerts.RightsChange, alerts.Notice, alerts.User, user(12), 1, []line{
			rights(12, "accounts.update_user", "user", map[string]any{"phone": "+7"}), rights(12, "accounts.update_user", "user", map[string]any{"roles": []string{"administrator"}}),
		}},
		{alerts.SecondFactorRemoved, alerts.Warning, alerts.User, user(13), 1, []line{{
			At: noon, ActorID: &n.people[12], ActorName: "x", Action: "accounts.remove_second_factors", ObjectType: "user", ObjectID: user(13), Address: office, Diff: "{}",
		}}},
		{alerts.MalwareFound, alerts.Warning, alerts.User, user(14), 1, []line{n.did(14, noon, "photobank.malware_found", "2f0c")}},
	}
}

// TestEachAttackRaisesItsAlert puts one attack after the other into an ordinary
// week. Each raises its own alert and no other.
func TestEachAttackRaisesItsAlert(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n := newNewsroom(t)
	n.hire(30)
	n.sinceForever()
	week := n.week(n.monday(), rand.New(rand.NewPCG(1, 1)))
	slices.SortFunc(week, func(a, b line) int { return a.At.Compare(b.At) })
	n.write(week...)
	n.followAll()
	before := map[int64]bool{}
	for _, a := range n.attacks() {
		n.write(a.lines...)
		n.followAll()
		var fresh []alerts.Alert
		for _, one := range n.open() {
			if !before[one.ID] {
				before[one.ID], fresh = true, append(fresh, one)
			}
		}
		if len(fresh) != 1 {
			t.Errorf("%s raised %d alerts: %+v", a.rule, len(fresh), fresh)
			continue
		}
		if got := fresh[0]; got.Rule != a.rule || got.Severity != a.severity || got.SubjectType != a.subject || got.SubjectID != a.id {
			t.Errorf("%s: got %s (%s) of %s %s", a.rule, got.Rule, got.Severity, got.SubjectType, got.SubjectID)
		}
		// What the week holds of the same person stands in the window as well.
		if got := fresh[0]; got.Count < a.count || got.Count > a.count+2 || !got.LastAt.Equal(a.lines[len(a.lines)-1].At.UTC()) {
			t.Errorf("%s: counts %d, want %d; last at %v", a.rule, got.Count, a.count, got.LastAt)
		}
		if got := fresh[0]; got.SubjectType == alerts.User && got.Subject == a.id {
			t.Errorf("%s does not name whom it is about", a.rule)
		}
	}
}

// TestOneLessThanTheThresholdRaisesNothing holds every counting rule to its number.
func TestOneLessThanTheThresholdRaisesNothing(t *testing.T) {
	n := newNewsroom(t)
	n.hire(30)
	n.sinceForever()
	rules := map[string]alerts.Rule{}
	for _, r := range alerts.Rules() {
		rules[r.Key] = r
	}
	for _, a := range n.attacks() {
		r := rules[a.rule]
		if r.Defaults.WindowSeconds == 0 || r.Unit != alerts.Count {
			continue
		}
		short := a.lines[:min(len(a.lines), r.Defaults.Threshold-1)]
		switch a.rule {
		case alerts.DenialBurst: // each stands for three
			short = a.lines[:6]
		case alerts.TokenFlood:
			short[1].Diff = became(map[string]any{"times": r.Defaults.Threshold - 2})
		case alerts.LoginSpray: // 7 accounts, twice
			short = slices.DeleteFunc(a.lines, func(l line) bool { return l.Diff > became(map[string]any{"email": "name7"}) })
		}
		n.write(short...)
		n.followAll()
		for _, one := range n.open() {
			t.Errorf("%s after %d lines: %s of %s, %d", a.rule, len(short), one.Rule, one.Subject, one.Count)
		}
	}
}
