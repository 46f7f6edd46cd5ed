package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/mail"
	"baq.kz/portal/api/internal/platform/outbox"
)

// sink takes letters and forgets them.
type sink struct{}

func (sink) Send(context.Context, mail.Message) error { return nil }

// newsroom makes a node one that knows two languages and can send letters.
func newsroom(t *testing.T) func(*Deps) {
	t.Helper()
	languages, err := lang.Parse("kk=https://baq.kz,ru=https://rus.baq.kz")
	if err != nil {
		t.Fatal(err)
	}
	return func(d *Deps) {
		d.Languages, d.Mail = languages, sink{}
		outbox.Listen(d.Outbox, "mail", func(context.Context, LinkWanted) error { return nil })
	}
}

// somebody is a profile that nobody has anything against.
func somebody(email string, roles ...string) Profile {
	return Profile{Email: email, Name: "Дастан Әбішев", Position: "Тілші", Phone: "+7 701 000 00 00", Roles: roles}
}

// manager is somebody who looks after people and may do what editors may.
func (n node) manager(t *testing.T) access.Principal {
	t.Helper()
	var editor Role
	for _, r := range builtIn() {
		if r.Key == "editor" {
			editor = r
		}
	}
	root := access.Principal{UserID: -1, Permissions: Permissions()}
	_, err := n.CreateRole(t.Context(), root, Role{
		Key: "manager", Names: map[lang.Code]string{"kk": "Кадр маманы", "ru": "Кадровик", "en": "Staff manager"},
		Permissions: append(editor.Permissions, "users.read", "users.write", "roles.write", "users.export"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return n.as(t, "manager@baq.kz", "manager")
}

func (n node) user(t *testing.T, id int64) User {
	t.Helper()
	u, err := n.User(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// rubric adds a rubric; parent 0 is none.
func (n node) rubric(t *testing.T, parent int64) (id int64) {
	t.Helper()
	err := n.db.NewRaw("INSERT INTO rubrics (parent_id, position) VALUES (nullif(?, 0), 1) RETURNING id", parent).Scan(t.Context(), &id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestWhoCannotBeInvited(t *testing.T) {
	n := start(t, newsroom(t))
	manager := n.manager(t)
	limited := manager
	limited.Limits = access.Limits{Languages: []lang.Code{"kk"}}
	users := n.count(t, "SELECT count(*) FROM users")
	for name, c := range map[string]struct {
		by     access.Principal
		change func(*Profile)
		want   error
	}{
		"who is there":               {manager, func(p *Profile) { p.Email = " MANAGER@baq.kz " }, ErrEmailTaken},
		"a Cyrillic look-alike":      {manager, func(p *Profile) { p.Email = "mаnager@baq.kz" }, ErrInvalidUser},
		"a full-width one":           {manager, func(p *Profile) { p.Email = "ｍanager@baq.kz" }, ErrInvalidUser},
		"a zero-width one":           {manager, func(p *Profile) { p.Email = "man\u200bager@baq.kz" }, ErrInvalidUser},
		"no e-mail":                  {manager, func(p *Profile) { p.Email = "manager" }, ErrInvalidUser},
		"a name of two alphabets":    {manager, func(p *Profile) { p.Name = "Aйгүл Сейітова" }, ErrInvalidUser}, // a Latin A
		"a name that turns the text": {manager, func(p *Profile) { p.Name = "Айгүл\u202eлүгйА" }, ErrInvalidUser},
		"a name of one letter":       {manager, func(p *Profile) { p.Name = "Ә" }, ErrInvalidUser},
		"a long position":            {manager, func(p *Profile) { p.Position = strings.Repeat("ұ", 101) }, ErrInvalidUser},
		"a phone that can't be seen": {manager, func(p *Profile) { p.Phone = "+7\u0000" }, ErrInvalidUser},
		"a role that is none":        {manager, func(p *Profile) { p.Roles = []string{"king"} }, ErrUnknownRole},
		"a role twice":               {manager, func(p *Profile) { p.Roles = []string{"editor", "editor"} }, ErrInvalidUser},
		"a language that is none":    {manager, func(p *Profile) { p.Languages = []lang.Code{"en"} }, ErrInvalidUser},
		"a rubric that is none":      {manager, func(p *Profile) { p.Rubrics = []int64{77} }, ErrInvalidUser},
		"who may do more":            {manager, func(p *Profile) { p.Roles = []string{"chief_editor"} }, ErrBeyondRights},
		"who may do everything":      {manager, func(p *Profile) { p.Roles = []string{"editor", Administrator} }, ErrBeyondRights},
		"who may do it everywhere":   {limited, func(p *Profile) { p.Roles = []string{"editor"} }, ErrBeyondRights},
		"who may do it elsewhere":    {limited, func(p *Profile) { p.Languages = []lang.Code{"ru"} }, ErrBeyondRights},
		"all that is wrong with it":  {manager, func(p *Profile) { *p = Profile{} }, ErrInvalidUser},
	} {
		p := somebody("dastan@baq.kz", "correspondent")
		c.change(&p)
		if _, err := n.Invite(t.Context(), c.by, p); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n.count(t, "SELECT count(*) FROM users") != users || n.count(t, "SELECT count(*) FROM jobs.river_job WHERE args::text LIKE '%link_wanted%'") != 0 {
		t.Error("a refusal left somebody, or a letter")
	}
	silent := another(t, n.deps, n.clock)
	silent.mail = mail.None{}
	if _, err := silent.Invite(t.Context(), manager, somebody("dastan@baq.kz")); !errors.Is(err, ErrNoMail) {
		t.Errorf("without a mail server: %v", err)
	}
}

func TestSomebodyIsInvited(t *testing.T) {
	n := start(t, newsroom(t))
	manager := n.manager(t)
	rubric := n.rubric(t, 0)
	p := somebody(" Dastan@BAQ.kz ", "editor", "correspondent")
	p.Name, p.Languages, p.Rubrics = "  Дастан   Әбішев ", []lang.Code{"ru", "kk"}, []int64{rubric}
	u, err := n.Invite(access.WithPrincipal(t.Context(), manager), manager, p)
	if err != nil {
		t.Fatal(err)
	}
	if u.Email != "dastan@baq.kz" || u.Name != "Дастан Әбішев" || u.State() != UserInvited || u.PasswordSet || !slices.Equal(u.Roles, []string{"correspondent", "editor"}) ||
		!slices.Equal(u.Limits.Languages, []lang.Code{"kk", "ru"}) || !slices.Equal(u.Limits.Rubrics, []int64{rubric}) || !manageable(manager, u) {
		t.Errorf("%+v", u)
	}
	if n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'accounts.create_user' AND actor_id = ? AND diff->'phone'->>1 = '+7 701 000 00 00'", manager.UserID) != 1 {
		t.Error("the journal does not tell who made whom")
	}
	if n.count(t, "SELECT count(*) FROM jobs.river_job WHERE args::text LIKE '%link_wanted%'") != 1 {
		t.Error("no invitation is under way")
	}
}

func TestWhoCannotBeManaged(t *testing.T) {
	n := start(t, newsroom(t))
	manager := n.manager(t)
	root := n.as(t, "root@baq.kz", Administrator)
	chief := n.as(t, "chief@baq.kz", "chief_editor")
	clerk := n.user(t, n.hire(t, "clerk@baq.kz", "correspondent"))
	for name, c := range map[string]struct {
		by      access.Principal
		id      int64
		version int64
		roles   []string
		want    error
	}{
		"nobody":                  {manager, 999, 1, nil, ErrUserNotFound},
		"oneself":                 {manager, manager.UserID, n.user(t, manager.UserID).Version, []string{"manager"}, ErrNotManageable},
		"the administrator":       {manager, root.UserID, n.user(t, root.UserID).Version, []string{"analyst"}, ErrNotManageable},
		"who may do more":         {manager, chief.UserID, n.user(t, chief.UserID).Version, []string{"analyst"}, ErrNotManageable},
		"at another version":      {manager, clerk.ID, clerk.Version + 1, []string{"analyst"}, ErrUserStale},
		"into more than one is":   {manager, clerk.ID, clerk.Version, []string{"chief_editor"}, ErrBeyondRights},
		"the administrator's own": {root, root.UserID, n.user(t, root.UserID).Version, []string{Administrator, "editor"}, ErrNotManageable},
	} {
		if _, err := n.UpdateUser(t.Context(), c.by, c.id, c.version, somebody("somebody@baq.kz", c.roles...)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "into more than one is" {
			continue
		}
		if _, err := n.Disable(t.Context(), c.by, c.id, c.version); !errors.Is(err, c.want) {
			t.Errorf("disabling %s: %v", name, err)
		}
		if _, err := n.Enable(t.Context(), c.by, c.id, c.version); !errors.Is(err, c.want) {
			t.Errorf("enabling %s: %v", name, err)
		}
		if err := n.EndSessionsOf(t.Context(), c.by, c.id); c.want != ErrUserStale && c.by.UserID != c.id && !errors.Is(err, c.want) { //nolint:errorlint // the fault itself
			t.Errorf("the sessions of %s: %v", name, err)
		}
	}
	if n.journalled(t, "accounts.update_user")+n.journalled(t, "accounts.disable_user")+n.journalled(t, "accounts.enable_user") != 0 || n.count(t, "SELECT count(*) FROM users WHERE disabled") != 0 {
		t.Error("a refusal changed something")
	}
}

func TestAChangeTakesEffectWithTheNextRequest(t *testing.T) {
	n := start(t, newsroom(t))
	other := another(t, n.deps, n.clock)
	manager := n.manager(t)
	id := n.hire(t, "clerk@baq.kz", "correspondent")
	in := n.enter(t, "clerk@baq.kz")
	now := func() (access.Principal, error) { return other.bearing(t, "Bearer "+in.AccessToken) }
	top := n.rubric(t, 0)
	middle := n.rubric(t, top)
	leaf, beside := n.rubric(t, middle), n.rubric(t, 0)
	p := somebody("klerk@baq.kz", "editor")
	p.Languages, p.Rubrics = []lang.Code{"kk"}, []int64{top}
	u, err := n.UpdateUser(t.Context(), manager, id, n.user(t, id).Version, p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := now()
	if err != nil || !got.May("news.publish") || got.Email != "klerk@baq.kz" || !slices.Equal(got.Limits.Rubrics, []int64{top, middle, leaf}) || !slices.Equal(got.Limits.Languages, []lang.Code{"kk"}) {
		t.Errorf("%+v %v", got, err)
	}
	if got.Limits.Allow("ru", &leaf) || got.Limits.Allow("kk", &beside) || got.Limits.Allow("kk", nil) || !got.Limits.Allow("kk", &leaf) {
		t.Error("the limits are others")
	}
	// The rubrics go: the limit stays.
	for _, rubric := range []int64{leaf, middle, top} {
		if _, err := n.db.ExecContext(t.Context(), "DELETE FROM rubrics WHERE id = ?", rubric); err != nil {
			t.Fatal(err)
		}
	}
	if got, err = now(); err != nil || got.Limits.Allow("kk", &beside) {
		t.Errorf("a deleted rubric opened all others: %+v %v", got.Limits, err)
	}
	// The role is edited.
	editor := n.role(t, "editor")
	editor.Permissions = slices.DeleteFunc(editor.Permissions, func(p access.Permission) bool { return p == "news.publish" })
	if _, err := n.UpdateRole(t.Context(), manager, editor); err != nil {
		t.Fatal(err)
	}
	if got, err = now(); err != nil || got.May("news.publish") || !got.May("news.write") {
		t.Errorf("%+v %v", got, err)
	}
	// The user is shut out and let in.
	if u, err = n.Disable(t.Context(), manager, id, u.Version); err != nil || u.State() != UserDisabled {
		t.Fatal(err)
	}
	if _, err = now(); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("shut out: %v", err)
	}
	if u, err = n.Enable(t.Context(), manager, id, u.Version); err != nil || u.State() != UserActive {
		t.Fatal(err)
	}
	if _, err = now(); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("let in, but not the session from before: %v", err)
	}
	for query, want := range map[string]int{
		"action = 'accounts.update_user' AND diff->>'email' = '[\"clerk@baq.kz\",\"klerk@baq.kz\"]'": 1,
		"action = 'accounts.disable_user'": 1, "action = 'accounts.enable_user'": 1,
		"action = 'accounts.update_role' AND object_id = 'editor' AND diff::text LIKE '%news.publish%'": 1,
	} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE "+strings.ReplaceAll(query, "?", "\\?")); got != want {
			t.Errorf("%d entries, not %d, where %s", got, want, query)
		}
	}
}

func TestAChangeOfTheAddressEndsLinks(t *testing.T) {
	n := start(t, newsroom(t))
	manager := n.manager(t)
	id := n.hire(t, "clerk@baq.kz", "correspondent")
	if _, err := n.db.ExecContext(t.Context(), "INSERT INTO account_links (hash, user_id, purpose, created_at, expires_at) VALUES ('x', ?, 'reset', ?, ?)", id, n.clock.now(), n.clock.now().Add(linkLife)); err != nil {
		t.Fatal(err)
	}
	living := "SELECT count(*) FROM account_links WHERE expires_at > ?"
	u, err := n.UpdateUser(t.Context(), manager, id, n.user(t, id).Version, somebody("clerk@baq.kz", "analyst"))
	if err != nil || n.count(t, living, n.clock.now()) != 1 {
		t.Fatal("the address is the same", err)
	}
	if _, err = n.UpdateUser(t.Context(), manager, id, u.Version, somebody("manager@baq.kz", "analyst")); !errors.Is(err, ErrEmailTaken) {
		t.Fatal(err)
	}
	if _, err = n.UpdateUser(t.Context(), manager, id, u.Version, somebody("klerk@baq.kz", "analyst")); err != nil || n.count(t, living, n.clock.now()) != 0 {
		t.Error("a link to the old address works still", err)
	}
}

// Two administrators shut each other out at the same moment, again and again.
func TestTheLastAdministratorStays(t *testing.T) {
	n := start(t, newsroom(t))
	other := another(t, n.deps, n.clock)
	one, two := n.as(t, "one@baq.kz", Administrator), n.as(t, "two@baq.kz", Administrator)
	// One who was invited can't log in yet and does not count.
	invited, err := n.Invite(t.Context(), one, somebody("three@baq.kz", Administrator))
	if err != nil {
		t.Fatal(err)
	}
	ways := []func(node, access.Principal, User) error{
		func(at node, by access.Principal, u User) error {
			_, err := at.Disable(t.Context(), by, u.ID, u.Version)
			return err
		},
		func(at node, by access.Principal, u User) error {
			_, err := at.UpdateUser(t.Context(), by, u.ID, u.Version, somebody(u.Email, "analyst"))
			return err
		},
		func(at node, _ access.Principal, u User) error {
			return at.SetRoles(t.Context(), u.ID, []string{"analyst"})
		},
		func(at node, _ access.Principal, u User) error { return at.SetDisabled(t.Context(), u.ID, true) },
	}
	for round := range 12 {
		u1, u2 := n.user(t, one.UserID), n.user(t, two.UserID)
		errs := make([]error, 2)
		var both sync.WaitGroup
		both.Go(func() { errs[0] = ways[round%4](n, two, u1) })
		both.Go(func() { errs[1] = ways[(round/4)%4](other, one, u2) })
		both.Wait()
		refused := 0
		for _, err := range errs {
			if errors.Is(err, ErrLastAdministrator) {
				refused++
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if refused != 1 {
			t.Fatalf("round %d: %v", round, errs)
		}
		for _, u := range []User{u1, u2} { // as they were
			if err := errors.Join(n.SetDisabled(t.Context(), u.ID, false), n.SetRoles(t.Context(), u.ID, []string{Administrator})); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := n.SetRoles(t.Context(), invited.ID, nil); err != nil {
		t.Errorf("one who was invited may go: %v", err)
	}
}

func TestPeopleByPage(t *testing.T) {
	n := start(t, newsroom(t))
	for i, name := range []string{"Ұлан Қоңыр", "Әсел Іңкәр", "Әсел Іңкәр", "Жан 100%", "Жан 1000"} {
		if _, err := n.CreateUser(t.Context(), NewUser{Email: fmt.Sprintf("u%d@baq.kz", i), Name: name, Password: password, Roles: []string{"editor"}[:i%2]}); err != nil {
			t.Fatal(err)
		}
	}
	read := func(q PeopleQuery) (ids []int64) {
		t.Helper()
		q.Limit = 2
		for {
			page, next, err := n.People(t.Context(), q)
			if err != nil || len(page) > 2 {
				t.Fatal(err)
			}
			for _, u := range page {
				ids = append(ids, u.ID)
			}
			if next == nil {
				return ids
			}
			q.Cursor = *next
		}
	}
	all := read(PeopleQuery{})
	if len(all) != 5 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != 5 {
		t.Errorf("%v", all)
	}
	if err := n.SetDisabled(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	if _, err := n.db.ExecContext(t.Context(), "UPDATE users SET password_hash = NULL WHERE id = 2"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		q    PeopleQuery
		want []int64
	}{
		"a part of the name":  {PeopleQuery{Search: "іңкәр"}, []int64{2, 3}},
		"a part of the mail":  {PeopleQuery{Search: "U4@"}, []int64{5}},
		"no wildcard":         {PeopleQuery{Search: "100%"}, []int64{4}},
		"no other wildcard":   {PeopleQuery{Search: "_"}, nil},
		"a role":              {PeopleQuery{Role: "editor"}, []int64{2, 4}},
		"a role that is none": {PeopleQuery{Role: "king"}, nil},
		"disabled":            {PeopleQuery{State: UserDisabled}, []int64{1}},
		"invited":             {PeopleQuery{State: UserInvited}, []int64{2}},
		"active":              {PeopleQuery{State: UserActive}, []int64{3, 4, 5}},
		"all of it":           {PeopleQuery{State: UserActive, Role: "editor", Search: "жан"}, []int64{4}},
	} {
		if got := slices.Sorted(slices.Values(read(c.q))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	for _, u := range []int64{1, 2, 3} {
		found, _, err := n.People(t.Context(), PeopleQuery{State: n.user(t, u).State(), Limit: 100})
		if err != nil || !slices.ContainsFunc(found, func(f User) bool { return f.ID == u }) {
			t.Errorf("the list and the user disagree on the state of %d", u)
		}
	}
	if _, _, err := n.People(t.Context(), PeopleQuery{Cursor: "???", Limit: 2}); !errors.Is(err, keyset.ErrBadCursor) {
		t.Error(err)
	}
}

func TestComplaintsNameTheirFields(t *testing.T) {
	n := start(t, newsroom(t))
	_, err := n.Invite(t.Context(), n.manager(t), Profile{Email: "x", Name: "Aй", Phone: "\u0007", Languages: []lang.Code{"xx"}})
	f, _ := fault.As(err)
	var fields []string
	for _, field := range f.Fields {
		fields = append(fields, field.Field)
	}
	if !slices.Equal(fields, []string{"email", "name", "phone", "languages"}) {
		t.Error(f.Fields)
	}
}
