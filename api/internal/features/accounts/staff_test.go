package accounts

import (
	"errors"
	"testing"
)

func TestStaffIsRefused(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	good := NewUser{Email: "dastan@baq.kz", Name: "Дастан Оспанов", Password: password}
	for name, c := range map[string]struct {
		change func(*NewUser)
		want   error
	}{
		"the same e-mail":       {func(u *NewUser) { u.Email = "aigul@baq.kz" }, ErrEmailTaken},
		"in capitals":           {func(u *NewUser) { u.Email = " AIGUL@BAQ.KZ " }, ErrEmailTaken},
		"with a Cyrillic а":     {func(u *NewUser) { u.Email = "аigul@baq.kz" }, ErrInvalidUser},
		"with a combining mark": {func(u *NewUser) { u.Email = "a\u0301igul@baq.kz" }, ErrInvalidUser},
		"a role that is none":   {func(u *NewUser) { u.Roles = []string{"king"} }, ErrUnknownRole},
		"a short password":      {func(u *NewUser) { u.Password = "short" }, ErrInvalidUser},
	} {
		u := good
		c.change(&u)
		if _, err := n.CreateUser(t.Context(), u); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n.count(t, "SELECT count(*) FROM users") != 1 || n.journalled(t, "accounts.create_user") != 1 {
		t.Error("a refusal left something behind")
	}
	for name, err := range map[string]error{
		"password of nobody": n.SetPassword(t.Context(), 99, password),
		"disable nobody":     n.SetDisabled(t.Context(), 99, true),
		"roles of nobody":    n.SetRoles(t.Context(), 99, []string{"editor"}),
	} {
		if !errors.Is(err, ErrUserNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := n.SetRoles(t.Context(), 1, []string{"editor", "king"}); !errors.Is(err, ErrUnknownRole) {
		t.Error(err)
	}
	for name, text := range map[string]string{"short": "short", "the e-mail": "Aigul@baq.kz"} {
		if err := n.SetPassword(t.Context(), 1, text); !errors.Is(err, ErrInvalidUser) {
			t.Errorf("a password that is %s: %v", name, err)
		}
	}
	n.enter(t, "aigul@baq.kz") // with the password and the roles as they were
}

func TestStaffIsKept(t *testing.T) {
	n := start(t)
	id, err := n.CreateUser(t.Context(), NewUser{Email: " Aigul@BAQ.kz ", Name: "  Айгүл   Сейітова ", Password: password, Roles: []string{"editor", "auditor"}})
	if err != nil {
		t.Fatal(err)
	}
	u, err := n.UserByEmail(t.Context(), "AIGUL@baq.kz")
	if err != nil || u.ID != id || u.Email != "aigul@baq.kz" || u.Name != "Айгүл Сейітова" || len(u.Roles) != 2 || u.Disabled {
		t.Errorf("%+v, %v", u, err)
	}
	if _, err := n.UserByEmail(t.Context(), "nobody@baq.kz"); !errors.Is(err, ErrUserNotFound) {
		t.Error(err)
	}
	if err := errors.Join(n.SetDisabled(t.Context(), id, true), n.SetRoles(t.Context(), id, []string{"analyst", "analyst"})); err != nil {
		t.Fatal(err)
	}
	all, err := n.Users(t.Context())
	if err != nil || len(all) != 1 || !all[0].Disabled || len(all[0].Roles) != 1 || all[0].Roles[0] != "analyst" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := n.SetPassword(t.Context(), id, "мүлдем басқа құпиясөз"); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		"action = 'accounts.create_user' AND object_type = 'user' AND actor_name = 'system' AND diff->'email'->>1 = 'aigul@baq.kz'": 1,
		"action = 'accounts.disable_user' AND diff->>'disabled' = '[false,true]'":                                                   1,
		`action = 'accounts.set_roles' AND diff->>'roles' = '[["auditor","editor"],["analyst"]]'`:                                   1,
		"action = 'accounts.set_password'": 1,
		"diff::text LIKE '%құпия%' OR diff::text LIKE '%жеті қабат%' OR diff::text LIKE '%argon%'": 0,
	} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE "+query); got != want {
			t.Errorf("%d entries, not %d, where %s", got, want, query)
		}
	}
	if n.count(t, "SELECT version FROM users") != 4 {
		t.Errorf("version %d", n.count(t, "SELECT version FROM users"))
	}
}

func TestNamesOfUsers(t *testing.T) {
	n := start(t)
	one, two := n.hire(t, "aigul@baq.kz"), n.hire(t, "dastan@baq.kz")
	for _, c := range []struct{ ids []int64 }{{nil}, {[]int64{one}}, {[]int64{one, two, 99}}} {
		names, err := Names(t.Context(), n.db, c.ids)
		if err != nil || len(names) != min(len(c.ids), 2) || (len(c.ids) > 0 && names[one] != "Айгүл Сейітова") {
			t.Errorf("%v: %v, %v", c.ids, names, err)
		}
	}
}
