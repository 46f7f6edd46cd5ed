package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// alertsPromise is within what time unusual activity is an alert: a second until
// the journal is sealed, five until it is looked at, and time to do so.
const alertsPromise = 10 * time.Second

// node is a running process of a portal, and gives its address.
func node(t *testing.T, db *postgres.Databases, redisURL string, secret string, roles ...string) string {
	t.Helper()
	listen := freeAddress(t)
	c, err := config.Load(map[string]string{
		"PORTAL_ENVIRONMENT": "test", "PORTAL_DATA_DIR": secret, "PORTAL_MEDIA_DIR": t.TempDir(), "PORTAL_LISTEN": listen,
		"PORTAL_SITES": "kk=http://baq.test,ru=http://rus.baq.test",
	})
	if err != nil {
		t.Fatal(err)
	}
	redis, err := cache.Open(redisURL)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Assemble(c, slog.New(slog.DiscardHandler), db, redis)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx, roles...) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("%v: %v", roles, err)
		}
		redis.Close()
	})
	for limit := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if got := fetch(t, "http://"+listen+"/healthz"); strings.Contains(got, "ok") {
			return listen
		}
		if time.Now().After(limit) {
			t.Fatalf("%v does not answer", roles)
		}
	}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return ""
	}
	defer got.Body.Close()
	text, _ := io.ReadAll(got.Body)
	return string(text)
}

type shownAlert struct {
	ID          int64
	Rule        string
	Severity    string
	SubjectType string
	SubjectID   string
	Subject     string
	Count       int
	State       string
	Details     map[string]any
}

// until waits for an open alert of a rule, and says how long after a time it was there.
func (u user) until(rule string, since time.Time) (shownAlert, time.Duration) {
	u.p.t.Helper()
	for ; time.Since(since) < 3*alertsPromise; time.Sleep(50 * time.Millisecond) {
		found := read[struct{ Items []shownAlert }](u.p.t, u.send("GET", "/alerts?rule="+rule, nil), 200)
		if len(found.Items) > 1 {
			u.p.t.Fatalf("%s is there twice: %+v", rule, found.Items)
		}
		if len(found.Items) == 1 {
			return found.Items[0], time.Since(since)
		}
	}
	u.p.t.Fatalf("no alert of %s", rule)
	return shownAlert{}, 0
}

// TestAlertsComeInTime attacks a portal of three processes, two of which watch.
func TestAlertsComeInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the loops")
	}
	db, redis, secret := testkit.DB(t), testkit.Redis(t), t.TempDir()
	p := newPortalOn(t, db, "PORTAL_DATA_DIR", secret)
	editor, chief := p.user("editor"), p.user("chief_editor")
	watchers := []string{node(t, db, redis.URL, secret, "api-admin"), node(t, db, redis.URL, secret, "api-admin")}
	site := node(t, db, redis.URL, secret, "content-service")
	check := func(rule, severity, subject string, count int, since time.Time) {
		t.Helper()
		got, after := chief.until(rule, since)
		t.Logf("%s after %v", rule, after.Round(time.Millisecond))
		if after > alertsPromise {
			t.Errorf("%s came after %v", rule, after)
		}
		if got.Severity != severity || got.Subject != subject || got.Count < count || got.State != "open" {
			t.Errorf("%s: %+v", rule, got)
		}
	}
	since := time.Now()
	for i := range 40 {
		fetch(t, fmt.Sprintf("http://%s/wp-admin/%d.php", site, i))
	}
	check("robot_404_scan", "warning", "127.0.0.1", 30, since)
	since = time.Now()
	for range 310 {
		fetch(t, "http://"+site+"/latest")
	}
	check("robot_scraping", "notice", "127.0.0.1", 300, since)
	since = time.Now()
	editor.storm("trash", p.drafts(20, "draft"))
	check("mass_delete", "warning", "Сынақ editor", 20, since)
	since = time.Now()
	editor.storm("unpublish", p.drafts(20, "published"))
	check("mass_unpublish", "critical", "Сынақ editor", 20, since)
	since = time.Now()
	for i := range 8 {
		body := map[string]string{"email": fmt.Sprintf("nobody%d@baq.test", i), "password": password, "delivery": "bearer"}
		if got := p.send("POST", "/api/admin/v1/session", body); got.status != 401 {
			t.Fatalf("%d %s", got.status, got.text())
		}
	}
	check("login_spray", "warning", "192.0.2.1", 8, since)
	since = time.Now()
	for range 8 {
		p.send("POST", "/api/admin/v1/session", map[string]string{"email": "editor@baq.test", "password": "a wrong one that is long", "delivery": "bearer"})
	}
	check("account_attacked", "warning", "Сынақ editor", 8, since)
	p.seesMetrics(watchers[0], site)
	p.closes(chief)
}

// seesMetrics waits until the figures tell of what happened.
func (p *portal) seesMetrics(watcher, site string) {
	p.t.Helper()
	for url, line := range map[string]string{
		"http://" + watcher + "/metrics": `portal_alerts_open{severity="critical"} 1`,
		"http://" + site + "/metrics":    `portal_alerts_raised_total{rule="mass_unpublish",severity="critical"} 1`,
	} {
		got := ""
		for limit := time.Now().Add(2 * alertsPromise); time.Now().Before(limit) && !strings.Contains(got, line); time.Sleep(100 * time.Millisecond) {
			got = fetch(p.t, url)
		}
		if !strings.Contains(got, line) {
			p.t.Errorf("%s does not say %s", url, line)
		}
	}
}

// closes acknowledges the critical alert over the API.
func (p *portal) closes(chief user) {
	p.t.Helper()
	type summary struct{ Open, Critical int }
	before := read[summary](p.t, chief.send("GET", "/alerts/summary", nil), 200)
	critical := read[struct{ Items []shownAlert }](p.t, chief.send("GET", "/alerts?severity=critical", nil), 200).Items
	if len(critical) != 1 || before.Critical != 1 || len(critical[0].Details) == 0 {
		p.t.Fatalf("%+v %+v", before, critical)
	}
	path := fmt.Sprintf("/alerts/%d/acknowledge", critical[0].ID)
	for _, c := range []struct {
		note   string
		status int
	}{{"  ", 422}, {"Заңгердің талабы бойынша", 200}, {"again", 409}} {
		if got := chief.send("POST", path, map[string]string{"note": c.note}); got.status != c.status {
			p.t.Errorf("%q: %d %s", c.note, got.status, got.text())
		}
	}
	if after := read[summary](p.t, chief.send("GET", "/alerts/summary", nil), 200); after.Critical != 0 || after.Open >= before.Open {
		p.t.Errorf("%+v, then %+v", before, after)
	}
	done := read[struct{ Items []shownAlert }](p.t, chief.send("GET", "/alerts?state=acknowledged", nil), 200).Items
	if len(done) != 1 || done[0].State != "acknowledged" {
		p.t.Errorf("%+v", done)
	}
}

// TestRulesAreChangedOverTheAPI: the refusals have their status, and what was set holds.
func TestRulesAreChangedOverTheAPI(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	p := newPortal(t)
	chief := p.user("chief_editor")
	change := func(key string, version, threshold, window int) answer {
		return chief.send("PUT", "/alert-rules/"+key, map[string]any{"version": version, "enabled": true, "threshold": threshold, "windowSeconds": window})
	}
	for _, c := range []struct {
		name   string
		got    answer
		status int
		code   string
	}{
		{"no such rule", change("no_such_rule", 1, 5, 60), 404, "alerts.rule_not_found"},
		{"out of limits", change("mass_delete", 1, 100_000, 60), 422, "alerts.out_of_limits"},
		{"against the contract", change("mass_delete", 1, 0, 60), 400, "request.invalid"},
		{"stale", change("mass_delete", 7, 5, 60), 409, "alerts.rule_version_stale"},
		{"well", change("mass_delete", 1, 5, 60), 200, ""},
	} {
		if c.got.status != c.status || c.got.code() != c.code {
			t.Errorf("%s: %d %s", c.name, c.got.status, c.got.text())
		}
	}
	type rule struct {
		Key, Unit          string
		Version, Threshold int
		Enforced           bool
		Defaults           struct{ Threshold int }
	}
	rules := read[struct{ Items []rule }](t, chief.send("GET", "/alert-rules", nil), 200).Items
	for _, r := range rules {
		if r.Key == "mass_delete" && (r.Threshold != 5 || r.Version != 2 || !r.Enforced || r.Defaults.Threshold != 20) || r.Key == "night_login" && r.Unit != "hour" {
			t.Errorf("%+v", r)
		}
	}
	if len(rules) != 19 {
		t.Errorf("%d rules", len(rules))
	}
	if got := chief.storm("trash", p.drafts(12, "draft")); got[200] != 5 {
		t.Errorf("%v", got)
	}
}

// TestTheListsOfTheWatchReadNoMoreThanTheyShow: among 100,000 alerts and requests
// what is looked for is rare and old.
func TestTheListsOfTheWatchReadNoMoreThanTheyShow(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200,000 rows")
	}
	t.Parallel()
	db, seen := testkit.DB(t), &queries{}
	db.Primary = db.Primary.WithQueryHook(seen)
	db.Replica = db.Primary
	p := newPortalOn(t, db)
	chief, writer := p.user("chief_editor"), p.user("correspondent")
	for _, statement := range []string{
		"INSERT INTO users (email, name) VALUES ('z@baq.test', 'Z')",
		`INSERT INTO alerts (rule, severity, subject_type, subject_id, subject, first_at, last_at, count, details, open, acknowledged_at)
			SELECT CASE WHEN i < 100 THEN 'mass_delete' ELSE 'robot_404_scan' END, CASE WHEN i < 100 THEN 'critical' ELSE 'warning' END, 'address', i::text, i::text,
				now() - (100000 - i) * interval '1 min', now() - (100000 - i) * interval '1 min', 30, '{}', i % 2 = 0, CASE WHEN i % 2 = 1 THEN now() END
			FROM generate_series(1, 100000) AS i`,
		fmt.Sprintf(`INSERT INTO approvals (kind, amount, used, reason, requested_by, requested_at, decision, decided_by, decided_at, expires_at)
			SELECT 'mass_delete', 5, CASE WHEN i %% 50 = 0 THEN 5 ELSE 0 END, 'себеп', CASE WHEN i < 100 THEN %d ELSE (SELECT max(id) FROM users) END, at,
				CASE WHEN i < 100 THEN 'refused' WHEN i %% 2 = 0 THEN 'granted' END, CASE WHEN i < 100 OR i %% 2 = 0 THEN %d END, at, at + interval '1 day'
			FROM generate_series(1, 100000) AS i, LATERAL (SELECT now() - (100000 - i) * interval '1 min' AS at) AS t`, writer.id, chief.id),
		"ANALYZE",
	} {
		if _, err := db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, one := range []struct {
		who  user
		path string
	}{
		{chief, "/alerts"}, {chief, "/alerts?state=acknowledged"}, {chief, "/alerts?severity=critical"}, {chief, "/alerts?rule=mass_delete&state=acknowledged"},
		{chief, "/alerts?rule=mass_delete&severity=critical"}, {chief, "/approvals"}, {chief, "/approvals?state=open"}, {chief, "/approvals?state=granted"},
		{chief, "/approvals?state=refused"}, {chief, "/approvals?state=withdrawn"}, {chief, "/approvals?state=expired"}, {writer, "/approvals"}, {writer, "/approvals?state=refused"},
	} {
		seen.asked = nil
		if got := one.who.send("GET", one.path, nil); got.status != 200 {
			t.Fatalf("%s: %d %s", one.path, got.status, got.text())
		}
		looked := false
		for _, query := range seen.asked {
			if strings.HasPrefix(query, "SELECT") && (strings.Contains(query, "alerts AS a") || strings.Contains(query, "approvals AS a")) {
				looked = true
				if n := passedOver(t, db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan); n > 2000 {
					t.Errorf("%s passes over %d rows: %s", one.path, n, query)
				}
			}
		}
		if !looked {
			t.Errorf("%s asked nothing", one.path)
		}
	}
}
