package accounts

import (
	"slices"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/lang"
)

func TestPermissionsAreThoseOfTheContract(t *testing.T) {
	spec, err := admin.Spec()
	if err != nil {
		t.Fatal(err)
	}
	contract, err := httpx.NewContract(spec)
	if err != nil {
		t.Fatal(err)
	}
	named := append(contract.Permissions(), "news.write_any", "blocks.html") // which widen others
	slices.Sort(named)
	if !slices.Equal(named, Permissions()) {
		t.Errorf("the contract names %v, the roles can hold %v", named, Permissions())
	}
}

func TestBuiltInRoles(t *testing.T) {
	may := map[string][]access.Permission{}
	for _, r := range builtIn() {
		may[r.Key] = r.Permissions
		for _, language := range []string{"kk", "ru", "en"} {
			if r.Names[lang.Code(language)] == "" || len(r.Names) != 3 {
				t.Errorf("%s has no name in %s", r.Key, language)
			}
		}
		for _, p := range r.Permissions {
			if !slices.Contains(Permissions(), p) {
				t.Errorf("%s holds %s, which does not exist", r.Key, p)
			}
		}
		if !slices.IsSorted(r.Permissions) || len(slices.Compact(slices.Clone(r.Permissions))) != len(r.Permissions) {
			t.Errorf("%s: %v is not in order", r.Key, r.Permissions)
		}
	}
	if len(may) != 9 {
		t.Errorf("%d roles", len(may))
	}
	for _, c := range []struct {
		role string
		p    access.Permission
		want bool
	}{
		{"correspondent", "news.publish", false}, {"correspondent", "rubrics.write", false}, {"correspondent", "pages.write", false},
		{"correspondent", "news.write", true}, {"correspondent", "tags.write", true}, {"correspondent", "photobank.upload", true},
		{"editor", "rubrics.write", false}, {"editor", "news.publish", true},
		{"photo_editor", "news.write", false}, {"photo_editor", "photobank.write", true},
		{"auditor", "news.write", false}, {"analyst", "photobank.upload", false}, {"moderator", "tags.write", false}, {"ad_manager", "news.write", false},
		{"chief_editor", "rubrics.write", true}, {"administrator", "authors.write", true},
	} {
		if got := slices.Contains(may[c.role], c.p); got != c.want {
			t.Errorf("%s may %s: %v", c.role, c.p, got)
		}
	}
}

func TestRolesAreSeededAgain(t *testing.T) {
	n := start(t) // has seeded once
	change := func(query string) {
		t.Helper()
		if _, err := n.db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	// An older installation that did not know tags.write yet, whose
	// administrator lets correspondents publish and editors no longer upload.
	change("UPDATE roles SET permissions = array_remove(permissions, 'tags.write')")
	change("UPDATE roles SET permissions = permissions || '{news.publish}' WHERE key = 'correspondent'")
	change("UPDATE roles SET permissions = array_remove(permissions, 'photobank.upload') WHERE key = 'editor'")
	change("INSERT INTO roles (key, names, permissions) VALUES ('intern', '{}', '{news.read}')")
	done := make(chan error)
	for range 4 {
		go func() { done <- n.EnsureRoles(t.Context()) }()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	roles, err := n.Roles(t.Context())
	if err != nil || len(roles) != 10 {
		t.Fatalf("%d roles, %v", len(roles), err)
	}
	for _, r := range roles {
		has := func(p access.Permission) bool { return slices.Contains(r.Permissions, p) }
		switch r.Key {
		case "correspondent":
			if !has("news.publish") || !has("tags.write") || r.Names["kk"] != "Тілші" || !r.BuiltIn {
				t.Errorf("%+v", r)
			}
		case "editor":
			if has("photobank.upload") || !has("tags.write") {
				t.Errorf("%+v", r)
			}
		case Administrator:
			if !slices.Equal(r.Permissions, Permissions()) {
				t.Errorf("%+v", r)
			}
		case "intern":
			if r.BuiltIn || len(r.Permissions) != 1 {
				t.Errorf("%+v", r)
			}
		}
	}
}
