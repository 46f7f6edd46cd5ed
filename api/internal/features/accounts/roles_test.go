package accounts

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

func (n node) role(t *testing.T, key string) Role {
	t.Helper()
	all, err := n.Roles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Key == key {
			return r
		}
	}
	t.Fatalf("there is no %s", key)
	return Role{}
}

func roleNamed(key string, permissions ...access.Permission) Role {
	return Role{Key: key, Names: map[lang.Code]string{"kk": "Тағылымдамашы", "ru": "Стажёр", "en": "Intern"}, Permissions: permissions}
}

func TestRolesThatCannotBeMade(t *testing.T) {
	n := start(t, newsroom(t))
	manager := n.manager(t)
	limited, program := manager, manager
	limited.Limits = access.Limits{Languages: []lang.Code{"kk"}}
	program.KeyID = 5
	long := roleNamed("intern")
	long.Names["kk"] = strings.Repeat("ұ", 61)
	without, more, hidden := roleNamed("intern"), roleNamed("intern"), roleNamed("intern")
	delete(without.Names, "ru")
	more.Names["de"] = "Praktikant"
	hidden.Names["en"] = "In\u200btern"
	for name, c := range map[string]struct {
		by   access.Principal
		role Role
		want error
	}{
		"one that is there":         {manager, roleNamed("editor", "news.read"), ErrRoleTaken},
		"beyond one's rights":       {manager, roleNamed("intern", "news.read", "news.kill"), ErrBeyondRights},
		"from within limits":        {limited, roleNamed("intern", "news.read"), ErrBeyondRights},
		"by a program":              {program, roleNamed("intern", "news.read"), ErrBeyondRights},
		"without the right":         {access.Principal{UserID: 1, Permissions: []access.Permission{"news.read"}}, roleNamed("intern", "news.read"), ErrBeyondRights},
		"an invented right":         {manager, roleNamed("intern", "news.invent"), ErrInvalidRole},
		"what everybody may":        {manager, roleNamed("intern", access.Public), ErrInvalidRole},
		"a right twice":             {manager, roleNamed("intern", "news.read", "news.read"), ErrInvalidRole},
		"a key in capitals":         {manager, roleNamed("Intern"), ErrInvalidRole},
		"a key of one letter":       {manager, roleNamed("i"), ErrInvalidRole},
		"a Cyrillic key":            {manager, roleNamed("іntern"), ErrInvalidRole},
		"a long key":                {manager, roleNamed("i" + strings.Repeat("n", 40)), ErrInvalidRole},
		"a long name":               {manager, long, ErrInvalidRole},
		"no name in one language":   {manager, without, ErrInvalidRole},
		"a name in another":         {manager, more, ErrInvalidRole},
		"a name that can't be seen": {manager, hidden, ErrInvalidRole},
	} {
		if _, err := n.CreateRole(t.Context(), c.by, c.role); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n.count(t, "SELECT count(*) FROM roles") != 10 || n.journalled(t, "accounts.create_role") != 1 {
		t.Error("a refusal left something")
	}
}

func TestRolesThatCannotBeChanged(t *testing.T) {
	n := start(t, newsroom(t))
	manager := n.manager(t)
	root := n.as(t, "root@baq.kz", Administrator)
	admin, chief, editor, gone := n.role(t, Administrator), n.role(t, ChiefEditor), n.role(t, "editor"), roleNamed("gone")
	less, stale, more := admin, editor, editor
	less.Permissions = less.Permissions[1:]
	stale.Version++
	more.Permissions = append(slices.Clone(more.Permissions), "news.kill")
	for name, c := range map[string]struct {
		by   access.Principal
		role Role
		want error
	}{
		"one that is not there":           {root, gone, ErrRoleNotFound},
		"one that may do more":            {manager, chief, ErrBeyondRights},
		"the administrator's by another":  {manager, admin, ErrBeyondRights},
		"the administrator's permissions": {root, less, ErrAdministratorFixed},
		"at another version":              {manager, stale, ErrRoleStale},
		"into one that may do more":       {manager, more, ErrBeyondRights},
		"into one with an invented right": {root, Role{Key: "editor", Version: editor.Version, Names: editor.Names, Permissions: []access.Permission{"x.y"}}, ErrBeyondRights},
	} {
		if _, err := n.UpdateRole(t.Context(), c.by, c.role); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		by   access.Principal
		key  string
		want error
	}{
		"one that is not there": {root, "gone", ErrRoleNotFound},
		"a built-in one":        {root, "moderator", ErrRoleBuiltIn},
		"one that may do more":  {manager, ChiefEditor, ErrBeyondRights},
		"one that is in use":    {root, "manager", ErrRoleInUse},
	} {
		if err := n.DeleteRole(t.Context(), c.by, c.key); !errors.Is(err, c.want) {
			t.Errorf("deleting %s: %v", name, err)
		}
	}
	if n.journalled(t, "accounts.update_role")+n.journalled(t, "accounts.delete_role") != 0 {
		t.Error("a refusal is journalled as a change")
	}
}

func TestARoleFromItsBeginningToItsEnd(t *testing.T) {
	n := start(t, newsroom(t))
	manager := n.manager(t)
	made, err := n.CreateRole(t.Context(), manager, roleNamed("intern", "news.read", "authors.read"))
	if err != nil || made.Version != 1 || made.BuiltIn || made.Users != 0 || !slices.IsSorted(made.Permissions) || !editable(manager, made) {
		t.Fatalf("%+v %v", made, err)
	}
	id := n.hire(t, "aigul@baq.kz", "intern")
	if got := n.role(t, "intern").Users; got != 1 {
		t.Errorf("%d have it", got)
	}
	made.Names["kk"], made.SecondFactor, made.Permissions = " Жас  тілші ", true, []access.Permission{"news.read"}
	after, err := n.UpdateRole(t.Context(), manager, made)
	if err != nil || after.Names["kk"] != "Жас тілші" || !after.SecondFactor || after.Version != 2 || len(after.Permissions) != 1 {
		t.Errorf("%+v %v", after, err)
	}
	if err := n.DeleteRole(t.Context(), manager, "intern"); !errors.Is(err, ErrRoleInUse) {
		t.Error(err)
	}
	if err := n.SetRoles(t.Context(), id, nil); err != nil {
		t.Fatal(err)
	}
	if err := n.DeleteRole(t.Context(), manager, "intern"); err != nil || n.count(t, "SELECT count(*) FROM roles WHERE key = 'intern'") != 0 {
		t.Error(err)
	}
	for action, want := range map[string]int{"accounts.create_role": 2, "accounts.update_role": 1, "accounts.delete_role": 1} {
		if got := n.journalled(t, action); got != want {
			t.Errorf("%d entries of %s", got, action)
		}
	}
}

// Names and the second factor of the administrator's role may change.
func TestSeedingKeepsWhatWasMadeOfARole(t *testing.T) {
	n := start(t, newsroom(t))
	root := n.as(t, "root@baq.kz", Administrator)
	admin, editor := n.role(t, Administrator), n.role(t, "editor")
	admin.Names["kk"], admin.SecondFactor = "Бас әкімші", true
	editor.Names["ru"], editor.Permissions = "Выпускающий", []access.Permission{"news.read"}
	for _, r := range []Role{admin, editor} {
		if _, err := n.UpdateRole(t.Context(), root, r); err != nil {
			t.Fatal(err)
		}
	}
	production := another(t, n.deps, n.clock)
	production.production = true
	if err := production.EnsureRoles(t.Context()); err != nil {
		t.Fatal(err)
	}
	admin, editor = n.role(t, Administrator), n.role(t, "editor")
	if admin.Names["kk"] != "Бас әкімші" || !admin.SecondFactor || editor.Names["ru"] != "Выпускающий" || len(editor.Permissions) != 1 || editor.Version != 2 {
		t.Errorf("%+v %+v", admin, editor)
	}
	if n.role(t, ChiefEditor).SecondFactor {
		t.Error("a role that was there before asks for a second factor now")
	}
}

func TestProductionAsksForSecondFactorsFromTheBeginning(t *testing.T) {
	for environment, want := range map[string]int{"production": 2, "staging": 0} {
		n := start(t, func(d *Deps) { d.Environment = environment })
		if got := n.count(t, "SELECT count(*) FROM roles WHERE second_factor"); got != want || n.count(t, "SELECT count(*) FROM roles WHERE second_factor AND key NOT IN (?, ?)", Administrator, ChiefEditor) != 0 {
			t.Errorf("%s: %d roles", environment, got)
		}
	}
}

// A seeding reads the roles and writes them: nobody's change may fall in between.
func TestSeedingAndEditingAtOnce(t *testing.T) {
	n := start(t, newsroom(t))
	root := n.as(t, "root@baq.kz", Administrator)
	for i := range 20 {
		editor := n.role(t, "editor")
		editor.Permissions = []access.Permission{"news.read"}
		if i%2 == 0 {
			editor.Permissions = append(editor.Permissions, "tags.read")
		}
		var both sync.WaitGroup
		var seeded, edited error
		both.Go(func() { seeded = n.EnsureRoles(t.Context()) })
		both.Go(func() { _, edited = n.UpdateRole(t.Context(), root, editor) })
		both.Wait()
		if seeded != nil || edited != nil {
			t.Fatal(seeded, edited)
		}
		if got := n.role(t, "editor").Permissions; len(got) != len(editor.Permissions) {
			t.Fatalf("round %d: %v", i, got)
		}
	}
}
