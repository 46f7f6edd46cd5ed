package accounts

import (
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/fault"
)

func TestUserIsChecked(t *testing.T) {
	good := NewUser{Email: "aigul@baq.kz", Name: "Айгүл Сейітова", Password: password, Roles: []string{"editor"}}
	for name, c := range map[string]struct {
		change func(*NewUser)
		fields []string
	}{
		"no e-mail":                   {func(n *NewUser) { n.Email = "" }, []string{"email"}},
		"no e-mail at all":            {func(n *NewUser) { n.Email = "aigul" }, []string{"email"}},
		"a Cyrillic а":                {func(n *NewUser) { n.Email = "аigul@baq.kz" }, []string{"email"}},
		"a full-width a":              {func(n *NewUser) { n.Email = "ａigul@baq.kz" }, []string{"email"}},
		"a zero-width joiner":         {func(n *NewUser) { n.Email = "ai\u200dgul@baq.kz" }, []string{"email"}},
		"a NUL":                       {func(n *NewUser) { n.Email = "aigul\x00@baq.kz" }, []string{"email"}},
		"an endless e-mail":           {func(n *NewUser) { n.Email = "a@" + strings.Repeat("b.", 150) + "kz" }, []string{"email"}},
		"a name of one letter":        {func(n *NewUser) { n.Name = "Ә" }, []string{"name"}},
		"a name of 101 letters":       {func(n *NewUser) { n.Name = strings.Repeat("ә", 101) }, []string{"name"}},
		"a name that turns the text":  {func(n *NewUser) { n.Name = "Айгүл\u202eлүгйА" }, []string{"name"}},
		"a password of 11 characters": {func(n *NewUser) { n.Password = strings.Repeat("ә", 11) }, []string{"password"}},
		"a password of 10 KB":         {func(n *NewUser) { n.Password = strings.Repeat("x", 10<<10) }, []string{"password"}},
		"the e-mail as password":      {func(n *NewUser) { n.Password = "AIGUL@baq.kz" }, []string{"password"}},
		"a role twice":                {func(n *NewUser) { n.Roles = []string{"editor", "editor"} }, []string{"roles"}},
		"all at once":                 {func(n *NewUser) { *n = NewUser{} }, []string{"email", "name", "password"}},
	} {
		n := good
		c.change(&n)
		f, ok := fault.As(n.folded().check())
		if !ok || f.Code != ErrInvalidUser.Code {
			t.Errorf("%s is accepted: %v", name, f)
			continue
		}
		var fields []string
		for _, one := range f.Fields {
			fields = append(fields, one.Field)
		}
		if fields = slices.Compact(fields); !slices.Equal(fields, c.fields) {
			t.Errorf("%s: %v, want %v", name, f.Fields, c.fields)
		}
	}
	if err := good.folded().check(); err != nil {
		t.Error(err)
	}
}

func TestEmailIsFolded(t *testing.T) {
	for given, want := range map[string]string{
		"  Aigul@BAQ.kz\t":    "aigul@baq.kz",
		"аigul@baq.kz":        "", // a Cyrillic а
		"correct horse":       "",
		"aigul\x00@baq.kz":    "",
		"first.last+tag@a.kz": "first.last+tag@a.kz",
	} {
		if got := address(given); got != want {
			t.Errorf("%q became %q, not %q", given, got, want)
		}
	}
}
