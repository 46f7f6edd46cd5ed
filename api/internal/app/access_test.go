package app_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// place is a newsroom in which every operation would find something to change.
type place struct {
	desk
	contract *httpx.Contract
	article  admin.Article     // the chief's draft, Kazakh, in a rubric
	ids      map[string]string // by the beginning of a pattern: what {id} stands for
	sent     int
}

func newPlace(t *testing.T) *place {
	t.Helper()
	d := newDesk(t)
	article := d.chief.article(d.content("Бөтен қолжазба", object{"language": "kk"}))
	tag := read[admin.Tag](t, d.chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Мектеп"}}}), 201)
	author := read[admin.Author](t, d.chief.send("POST", "/authors", object{"labels": object{"kk": object{"name": "Айгүл"}}}), 201)
	page := read[admin.Page](t, d.chief.send("POST", "/pages", object{"key": "about", "language": "kk", "title": "Біз туралы", "body": doc("х")}), 201)
	id := func(n int64) string { return fmt.Sprint(n) }
	return &place{desk: d, contract: adminContract(t), article: article, ids: map[string]string{
		"/news/": id(article.ID), "/stories/": id(article.StoryID), "/rubrics/": id(d.rubric), "/tags/": id(tag.ID),
		"/authors/": id(author.ID), "/pages/": id(page.ID), "/users/": id(d.reader.id), "/sessions/": "00000000-0000-4000-8000-000000000000",
		"/roles/": "analyst",
	}}
}

// path fills an operation's pattern with what is there.
func (p *place) path(o httpx.Operation) string {
	parts := strings.Split(o.Pattern, "/")
	for i, part := range parts {
		switch {
		case part == ":session":
			parts[i] = "00000000-0000-4000-8000-000000000000"
		case strings.HasPrefix(part, ":"):
			parts[i] = "1"
			for beginning, id := range p.ids {
				if strings.HasPrefix(o.Pattern, p.contract.Base()+beginning) && i == 5 {
					parts[i] = id
				}
			}
		}
	}
	return strings.Join(parts, "/")
}

// try sends an operation with an acceptable body, each time from elsewhere: what
// is limited by address must not hide what is refused by right.
func (p *place) try(o httpx.Operation, bearer string) answer {
	p.sent++
	p.from = fmt.Sprintf("10.%d.%d.%d", p.sent>>16, p.sent>>8&255, p.sent&255)
	defer func() { p.from = "" }()
	if bearer == "" {
		return p.send(o.Route.Method, p.path(o), body(o, p.article.Version))
	}
	return p.send(o.Route.Method, p.path(o), body(o, p.article.Version), "Authorization", "Bearer "+bearer)
}

// refused sends every operation that which names, and demands a refusal with the
// status and one of the codes, and no trace in any table.
func (p *place) refused(who, bearer string, status int, which func(httpx.Operation) bool, codes ...string) (cells int) {
	p.t.Helper()
	before := p.trace()
	for _, o := range p.contract.Operations() {
		if o.Permission == access.Public || !which(o) {
			continue
		}
		cells++
		what := fmt.Sprintf("%s %s by %s", o.Route.Method, o.Pattern, who)
		if a := p.try(o, bearer); a.status != status || !slices.Contains(codes, a.code()) {
			p.t.Errorf("%s: %d %s, want %d %v", what, a.status, a.text(), status, codes)
			p.untouched(before, what)
			before = p.trace()
		}
	}
	p.untouched(before, "something that was refused to "+who)
	return cells
}

func every(httpx.Operation) bool { return true }

// TestEveryOperationIsRefusedToWhoMayNot walks the contract with everybody who
// may not: nobody, tokens that are none or have ended, each role beyond its
// rights, rights that end at a language or at one's own drafts, a missing second
// factor and a stale proof. No refused cell leaves a trace.
func TestEveryOperationIsRefusedToWhoMayNot(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	cells := p.refused("nobody", "", 401, every, "access.not_logged_in")
	cells += p.refused("a rubbish token", "rubbish", 401, every, "accounts.token_refused")
	cells += p.ended()
	roles, err := p.Accounts.Roles(t.Context())
	if err != nil || len(roles) < 9 {
		t.Fatal(roles, err)
	}
	for _, role := range roles {
		lacks := func(o httpx.Operation) bool {
			return o.Permission != access.Authenticated && !slices.Contains(role.Permissions, o.Permission)
		}
		cells += p.refused("the role "+role.Key, p.as(role.Key), 403, lacks, "access.forbidden")
	}
	cells += p.narrowed()
	cells += p.programs()
	t.Logf("%d cells of %d operations are refused without a trace", cells, len(p.contract.Operations()))
	if cells < 1000 {
		t.Errorf("only %d cells were tried", cells)
	}
}

// as is the token of somebody new with a role.
func (p *place) as(role string) string {
	p.t.Helper()
	p.sent++
	email := fmt.Sprintf("%s-%d@baq.test", role, p.sent)
	_, err := p.Accounts.CreateUser(p.t.Context(), accounts.NewUser{Email: email, Name: "Сынақ " + role, Password: password, Roles: []string{role}})
	if err != nil {
		p.t.Fatal(err)
	}
	return p.login(email)
}

func (p *place) login(email string) string {
	p.t.Helper()
	return read[struct {
		Tokens struct{ AccessToken string }
	}](p.t, p.send("POST", "/api/admin/v1/session", object{"email": email, "password": password, "delivery": "bearer"}), 200).Tokens.AccessToken
}

// ended are tokens that were good once, all of administrators.
func (p *place) ended() (cells int) {
	p.t.Helper()
	sql := func(query string, args ...any) func(bearer string, id int64) {
		return func(string, int64) {
			if _, err := p.DB.Primary.ExecContext(p.t.Context(), query, args...); err != nil {
				p.t.Fatal(err)
			}
		}
	}
	for _, one := range []struct {
		who  string
		end  func(bearer string, id int64)
		code string
	}{
		{"a disabled administrator", sql("UPDATE users SET disabled = true WHERE id = (SELECT max(id) FROM users)"), "accounts.session_ended"},
		{"an expired session", sql("UPDATE sessions SET expires_at = now() - interval '1 second' WHERE user_id = (SELECT max(id) FROM users)"), "accounts.session_ended"},
		{"a session that was ended", func(bearer string, _ int64) {
			if a := p.send("DELETE", "/api/admin/v1/session", nil, "Authorization", "Bearer "+bearer); a.status != 204 {
				p.t.Fatal(a.text())
			}
		}, "accounts.session_ended"},
	} {
		bearer := p.as(accounts.Administrator)
		one.end(bearer, 0)
		cells += p.refused(one.who, bearer, 401, every, one.code)
	}
	return cells + p.refused("an access token that has expired", p.expired(), 401, every, "accounts.token_expired")
}

// expired is an administrator's token of an hour ago, from a node whose clock is
// right then.
func (p *place) expired() string {
	p.t.Helper()
	past := p.twin(func() time.Time { return time.Now().Add(-time.Hour) })
	email := fmt.Sprintf("expired-%d@baq.test", p.sent)
	if _, err := past.CreateUser(p.t.Context(), accounts.NewUser{Email: email, Name: "Ескі", Password: password, Roles: []string{accounts.Administrator}}); err != nil {
		p.t.Fatal(err)
	}
	in, err := past.Login(p.t.Context(), email, password)
	if err != nil {
		p.t.Fatal(err)
	}
	return in.AccessToken
}

// TestRolesMayWhatTheyMay is the other half: a permission opens its operations.
// The body is wrong on purpose, so that nothing is carried out.
func TestRolesMayWhatTheyMay(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	p := newPlace(t)
	roles, err := p.Accounts.Roles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range roles {
		bearer := p.as(role.Key)
		for _, o := range p.contract.Operations() {
			if o.Permission == access.Public || strings.HasPrefix(o.Pattern, "/api/admin/v1/session") && o.Route.Method == http.MethodDelete {
				continue // the second would end the session that we test with
			}
			if o.Permission != access.Authenticated && !slices.Contains(role.Permissions, o.Permission) {
				continue
			}
			missing := strings.NewReplacer(p.ids["/news/"], "999999", p.ids["/users/"], "999999").Replace(p.path(o))
			a := p.send(o.Route.Method, missing, `{"unknown":true}`, "Authorization", "Bearer "+bearer)
			if a.code() == "access.forbidden" || a.status == 401 && a.code() != "accounts.wrong_credentials" || a.status >= 500 {
				t.Errorf("%s may %s %s (%s) and got %d %s", role.Key, o.Route.Method, o.Pattern, o.Permission, a.status, a.text())
			}
		}
	}
}

// TestThePublicContractIsOpen: readers' operations need no login and only read.
func TestThePublicContractIsOpen(t *testing.T) {
	contract, err := app.PublicContract()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range contract.Operations() {
		counts := strings.EqualFold(o.Route.Operation.OperationID, "countView") // changes nothing that somebody reads
		if o.Permission != access.Public || o.Route.Method != http.MethodGet && !counts {
			t.Errorf("%s %s needs %q", o.Route.Method, o.Pattern, o.Permission)
		}
	}
}

// TestRolesKnowTheContractsPermissions keeps the two lists the same.
func TestRolesKnowTheContractsPermissions(t *testing.T) {
	// These name no operation: they widen news.write to what others wrote, and
	// blocks.write to blocks of HTML.
	named, held := append(adminContract(t).Permissions(), "news.write_any", "blocks.html"), accounts.Permissions()
	slices.Sort(named)
	slices.Sort(held)
	if !slices.Equal(named, held) {
		t.Errorf("the contract names %v, roles can hold %v", named, held)
	}
}
