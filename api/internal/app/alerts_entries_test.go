package app_test

import (
	"fmt"
	"slices"
	"testing"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/access"
)

// look seals the journal and follows it, as the loops do.
func (p *portal) look() {
	p.t.Helper()
	for more := true; more; {
		sealed, err := p.Entries.Seal(p.t.Context())
		if err != nil || len(sealed.Problems) > 0 {
			p.t.Fatalf("%v %v", err, sealed.Problems)
		}
		more = sealed.More
	}
	for more := true; more; {
		var err error
		if more, err = p.Alerts.Follow(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
	}
}

// TestTheRulesKnowTheEntriesThatAreWritten does over the API what the rules are
// about: an entry by another name than a rule waits for would be no alert.
func TestTheRulesKnowTheEntriesThatAreWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	p := newPortal(t)
	admin, writer := p.user("administrator"), p.user("correspondent")
	p.look()
	p.raised("users that a command makes, and who log in without a browser", "new_device_login", "new_device_login", "rights_change")
	contract, err := app.AdminContract()
	if err != nil {
		t.Fatal(err)
	}
	body := map[string]any{"email": "zhana@baq.test", "name": "Жаңа қызметкер", "roles": []string{"administrator"}}
	if got := admin.send("POST", "/users", body); got.status != 201 {
		t.Fatalf("%d %s", got.status, got.text())
	}
	p.look()
	p.raised("a user with roles", "rights_change")
	if got := p.send("POST", "/api/admin/v1/session", map[string]string{"email": "correspondent@baq.test", "password": password}); got.status != 200 {
		t.Fatalf("%d %s", got.status, got.text())
	}
	p.look()
	p.raised("a browser that is new", "new_device_login")
	for range 5 {
		if got := writer.send("POST", "/session/confirm", map[string]string{"password": "a wrong one"}); got.status < 400 || got.status >= 500 {
			t.Fatalf("%d %s", got.status, got.text())
		}
	}
	p.look()
	p.raised("proofs that fail", "factor_failures")
	denied := 0
	for _, o := range contract.Operations() {
		if o.Permission != access.Public && o.Permission != access.Authenticated && writer.send(o.Route.Method, o.Pattern[len("/api/admin/v1"):], nil).status == 403 {
			denied++
		}
	}
	p.look()
	p.raised(fmt.Sprintf("%d doors that are shut", denied), "denial_burst")
	for i, o := range contract.Operations() {
		if o.Permission != access.Public && i < 60 {
			p.send(o.Route.Method, o.Pattern, nil, "Authorization", "Bearer rubbish")
		}
	}
	p.look()
	p.raised("tokens that are none", "token_flood")
	few := alerts.Values{Enabled: true, Threshold: 3, WindowSeconds: 3600} // exports are limited by themselves
	if _, err := p.Alerts.Change(t.Context(), alerts.ExportBurst, 1, few); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/users/export", "/journal/export", "/users/export"} {
		if got := admin.send("GET", path, nil); got.status != 200 {
			t.Fatalf("%s: %d %s", path, got.status, got.text())
		}
	}
	p.look()
	p.raised("exports", "export_burst")
	for what, got := range map[string]answer{
		"the e-mail that links go to":   admin.send("PUT", fmt.Sprintf("/users/%d", writer.id), object{"version": 1, "email": "basqa@baq.test", "name": "Сынақ", "roles": []string{"correspondent"}}),
		"a key":                         admin.send("POST", "/api-keys", object{"name": "Сынақ", "scopes": []string{"news.read"}, "days": 1}),
		"the rule of mass unpublishing": admin.send("PUT", "/alert-rules/mass_unpublish", object{"version": 1, "enabled": false, "threshold": 20, "windowSeconds": 600}),
	} {
		if got.status/100 != 2 {
			t.Fatalf("%s: %d %s", what, got.status, got.text())
		}
	}
	p.look()
	p.raised("ways to more rights", "rights_change")
	if n := p.count("SELECT count FROM alerts WHERE rule = 'rights_change' ORDER BY id DESC LIMIT 1"); n != 3 {
		t.Errorf("%d ways to more rights are seen, not 3", n)
	}
}

// raised compares the alerts that are open with those that were to come, and
// acknowledges them. Logins of tests come at any hour.
func (p *portal) raised(by string, want ...string) {
	p.t.Helper()
	var got []string
	err := p.DB.Primary.NewRaw("UPDATE alerts SET open = false, acknowledged_at = clock_timestamp() WHERE open RETURNING rule").Scan(p.t.Context(), &got)
	if err != nil {
		p.t.Fatal(err)
	}
	got = slices.DeleteFunc(got, func(rule string) bool { return rule == "night_login" })
	slices.Sort(got)
	if !slices.Equal(got, want) {
		p.t.Errorf("%s raised %q, want %q", by, got, want)
	}
}
