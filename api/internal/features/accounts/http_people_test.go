package accounts

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/httpx"
)

func TestPeopleOverHTTP(t *testing.T) {
	n := start(t, newsroom(t))
	root := n.as(t, "root@baq.kz", Administrator)
	bearer := n.confirmed(t, "root@baq.kz")
	send := func(method, path, body string) *http.Response {
		return n.send(t, method, base+path, body, "Authorization", bearer)
	}
	const who = `"email":"dastan@baq.kz","name":"Дастан Әбішев","roles":["editor"]`
	for body, want := range map[string]int{
		`{` + who + `,"password":"жеті қабат жер асты"}`:             http.StatusBadRequest, // nobody chooses it but its owner
		`{` + who + `,"disabled":true}`:                              http.StatusBadRequest,
		`{` + who + `,"rubrics":[-1]}`:                               http.StatusBadRequest,
		`{` + who + `,"rubrics":[77]}`:                               http.StatusUnprocessableEntity,
		`{` + who + `,"languages":["xx"]}`:                           http.StatusUnprocessableEntity,
		`{"email":"root@baq.kz","name":"Дастан","roles":[]}`:         http.StatusConflict,
		`{"email":"rооt@baq.kz","name":"Дастан","roles":[]}`:         http.StatusUnprocessableEntity, // Cyrillic о
		`{"email":"dastan@baq.kz","name":"Дастан","roles":["King"]}`: http.StatusBadRequest,
		`{"email":"dastan@baq.kz","name":"Дастан","roles":["king"]}`: http.StatusUnprocessableEntity,
	} {
		if r := send("POST", "/users", body); r.StatusCode != want {
			t.Errorf("%s: %d, not %d", body, r.StatusCode, want)
		}
	}
	r := send("POST", "/users", `{`+who+`,"position":"Тілші","languages":["kk"]}`)
	made := decode[admin.User](t, r)
	if r.StatusCode != http.StatusCreated || made.State != "invited" || made.PasswordSet || !made.Manageable || len(made.SecondFactors) != 0 || made.Rubrics == nil || len(made.Languages) != 1 {
		t.Fatalf("%d %+v", r.StatusCode, made)
	}
	path := fmt.Sprintf("/users/%d", made.ID)
	if r := send("PUT", path, fmt.Sprintf(`{"version":%d,%s}`, made.Version+1, who)); r.StatusCode != http.StatusConflict || problem(t, r) != ErrUserStale.Code {
		t.Errorf("at another version: %d", r.StatusCode)
	}
	changed := decode[admin.User](t, send("PUT", path, fmt.Sprintf(`{"version":%d,%s}`, made.Version, who)))
	if changed.Version == made.Version || len(changed.Languages) != 0 || changed.Position != "" {
		t.Errorf("%+v", changed)
	}
	if got := decode[admin.User](t, send("GET", path, "")); got.Version != changed.Version || got.Email != "dastan@baq.kz" {
		t.Errorf("%+v", got)
	}
	version := fmt.Sprintf(`{"version":%d}`, changed.Version)
	if got := decode[admin.User](t, send("POST", path+"/disable", version)); got.State != "disabled" {
		t.Errorf("%+v", got)
	}
	if r := send("POST", path+"/enable", version); r.StatusCode != http.StatusConflict {
		t.Errorf("at the version from before: %d", r.StatusCode)
	}
	if r := send("GET", "/users/99", ""); r.StatusCode != http.StatusNotFound {
		t.Error(r.StatusCode)
	}
	page := decode[admin.UserPage](t, send("GET", "/users?limit=1&state=active", ""))
	if len(page.Items) != 1 || page.Items[0].ID != root.UserID || page.Items[0].Manageable || page.NextCursor != nil {
		t.Errorf("%+v", page)
	}
}

// Who may not do it gets 403 before the body is looked at, and nothing happens.
func TestPeopleAreNotForEverybody(t *testing.T) {
	n := start(t, newsroom(t))
	n.hire(t, "root@baq.kz", Administrator)
	n.hire(t, "clerk@baq.kz", "correspondent")
	n.hire(t, "audit@baq.kz", "auditor")
	clerk, auditor := n.confirmed(t, "clerk@baq.kz"), n.confirmed(t, "audit@baq.kz")
	stale := "Bearer " + n.enter(t, "root@baq.kz").AccessToken
	if _, err := n.db.ExecContext(t.Context(), "UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE user_id = 1"); err != nil {
		t.Fatal(err)
	}
	for _, o := range []struct {
		method, path  string
		read, confirm bool
	}{
		{"GET", "/users", true, false}, {"GET", "/users/1", true, false}, {"GET", "/users/1/sessions", true, false}, {"GET", "/staff-sessions", true, false},
		{"GET", "/roles", true, false}, {"GET", "/api-keys", true, false},
		{"POST", "/users", false, true}, {"PUT", "/users/1", false, true}, {"POST", "/users/1/disable", false, true}, {"POST", "/users/1/enable", false, true},
		{"DELETE", "/users/1/sessions", false, false}, {"DELETE", "/users/1/sessions/6f0b1bb5-0d4b-4a6e-8f8e-0f7f4f9a1a11", false, false},
		{"POST", "/roles", false, true}, {"PUT", "/roles/editor", false, true}, {"DELETE", "/roles/moderator", false, true},
		{"POST", "/api-keys", false, true}, {"DELETE", "/api-keys/1", false, true},
	} {
		for who, bearer := range map[string]string{"a stranger": "", "a correspondent": clerk, "an auditor": auditor, "who proved it long ago": stale} {
			want := http.StatusForbidden
			switch {
			case who == "a stranger":
				want = http.StatusUnauthorized
			case who == "an auditor" && o.read:
				want = http.StatusOK
			case who == "who proved it long ago" && !o.confirm:
				continue
			}
			var headers []string
			if bearer != "" {
				headers = []string{"Authorization", bearer}
			}
			r := n.send(t, o.method, base+o.path, "", headers...)
			if r.StatusCode != want || who == "who proved it long ago" && problem(t, r) != httpx.ErrConfirm.Code {
				t.Errorf("%s %s by %s: %d", o.method, o.path, who, r.StatusCode)
			}
		}
	}
	if n.count(t, "SELECT count(*) FROM users WHERE disabled") != 0 || n.count(t, "SELECT count(*) FROM roles") != 9 || n.count(t, "SELECT count(*) FROM sessions WHERE ended_at IS NOT NULL") != 0 {
		t.Error("a refusal left something")
	}
}

func TestRolesOverHTTP(t *testing.T) {
	n := start(t, newsroom(t))
	n.hire(t, "root@baq.kz", Administrator)
	n.hire(t, "audit@baq.kz", "auditor")
	bearer := n.confirmed(t, "root@baq.kz")
	send := func(method, path, body string) *http.Response {
		return n.send(t, method, base+path, body, "Authorization", bearer)
	}
	const names = `"names":{"kk":"Тағылымдамашы","ru":"Стажёр","en":"Intern"},"secondFactor":false`
	for body, want := range map[string]int{
		`{"key":"Intern",` + names + `,"permissions":[]}`:                                      http.StatusBadRequest,
		`{"key":"intern",` + names + `,"permissions":["news.read"],"builtIn":true}`:            http.StatusBadRequest,
		`{"key":"intern",` + names + `,"permissions":["news.invent"]}`:                         http.StatusUnprocessableEntity,
		`{"key":"intern","names":{"kk":"Т"},"secondFactor":false,"permissions":["news.read"]}`: http.StatusUnprocessableEntity,
		`{"key":"editor",` + names + `,"permissions":["news.read"]}`:                           http.StatusConflict,
	} {
		if r := send("POST", "/roles", body); r.StatusCode != want {
			t.Errorf("%s: %d, not %d", body, r.StatusCode, want)
		}
	}
	r := send("POST", "/roles", `{"key":"intern",`+names+`,"permissions":["news.read"]}`)
	made := decode[admin.Role](t, r)
	if r.StatusCode != http.StatusCreated || made.BuiltIn || !made.Editable || made.Version != 1 {
		t.Fatalf("%d %+v", r.StatusCode, made)
	}
	changed := decode[admin.Role](t, send("PUT", "/roles/intern", `{"version":1,`+names+`,"permissions":["news.read","tags.read"]}`))
	if changed.Version != 2 || len(changed.Permissions) != 2 {
		t.Errorf("%+v", changed)
	}
	list := decode[admin.RoleList](t, n.send(t, "GET", base+"/roles", "", "Authorization", n.confirmed(t, "audit@baq.kz")))
	if len(list.Items) != 10 || len(list.Permissions) != len(Permissions()) || slices.ContainsFunc(list.Items, func(r admin.Role) bool { return r.Editable }) {
		t.Errorf("%+v", list)
	}
	if r := send("DELETE", "/roles/intern", ""); r.StatusCode != http.StatusNoContent {
		t.Error(r.StatusCode)
	}
	if r := send("DELETE", "/roles/intern", ""); r.StatusCode != http.StatusNotFound {
		t.Error(r.StatusCode)
	}
}
