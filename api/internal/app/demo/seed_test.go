package demo_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/app/demo"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/testkit"
)

// The test program makes pictures in children of itself, as the portal does.
func TestMain(m *testing.M) {
	if rendition.IsChild(os.Args) {
		os.Exit(rendition.Main(os.Args))
	}
	os.Exit(m.Run())
}

// newsroom is one on a database of its own.
func newsroom(t *testing.T) (*app.App, demo.Newsroom, *bytes.Buffer) {
	t.Helper()
	c, err := config.Load(map[string]string{
		"PORTAL_ENVIRONMENT": "test", "PORTAL_DATA_DIR": t.TempDir(), "PORTAL_MEDIA_DIR": t.TempDir(),
		"PORTAL_SITES": "kk=http://baq.test,ru=http://rus.baq.test",
	})
	if err != nil {
		t.Fatal(err)
	}
	redis, err := cache.Open(testkit.Redis(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Close)
	a, err := app.Assemble(c, slog.New(slog.DiscardHandler), testkit.DB(t), redis)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Accounts.EnsureRoles(t.Context()); err != nil {
		t.Fatal(err)
	}
	out, written := &bytes.Buffer{}, content(t)
	return a, demo.Newsroom{
		Languages: c.Languages, DB: a.DB, Journal: a.Journal, Outbox: a.Outbox, Accounts: a.Accounts, Rubrics: a.Rubrics, Tags: a.Tags,
		Authors: a.Authors, Photobank: a.Photobank, News: a.News, Pages: a.Pages, Search: a.Search, Written: &written, Out: out,
	}, out
}

// counts are the rows of every table that a seed writes to.
func counts(t *testing.T, a *app.App) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, table := range []string{
		"users", "rubrics", "tags", "authors", "pictures", "stories", "articles", "article_tags", "article_authors", "article_pictures",
		"pages", "journal_entries", "jobs.river_job",
	} {
		var n int
		if err := a.DB.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		all[table] = n
	}
	return all
}

// few stories are enough to be interrupted at.
const few = 8

// content is what the tests seed: the demo, or its oldest stories.
func content(t *testing.T) demo.Content {
	t.Helper()
	c, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	some := stories
	if testing.Short() {
		some = few
	}
	if some == 0 {
		return c
	}
	c.Stories = c.Stories[:some]
	used := map[string]bool{}
	for _, s := range c.Stories {
		used[s.Picture] = true
	}
	c.Pictures = slices.DeleteFunc(c.Pictures, func(p demo.Picture) bool { return !used[p.Key] })
	return c
}

// TestDemo seeds a portal and fills it with articles.
func TestDemo(t *testing.T) {
	a, n, out := newsroom(t)
	t.Run("seed", func(t *testing.T) { seed(t, a, n, out) })
	t.Run("crawl", func(t *testing.T) { crawl(t, a) })
	t.Run("fill", func(t *testing.T) { fill(t, a, n, out) })
}

// seed breaks the run off again and again; in the end nothing is missing and
// nothing is there twice, and a further run changes nothing.
func seed(t *testing.T, a *app.App, n demo.Newsroom, out *bytes.Buffer) {
	begun := time.Now()
	breaks, cuts := 0, 2
	for wait := 300 * time.Millisecond; ; wait *= 2 {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		n.Out = &scissors{Buffer: out, cut: cancel, times: cuts}
		err := n.Seed(ctx)
		cancel()
		if err == nil {
			break
		}
		if strings.Contains(err.Error(), "stories") {
			cuts--
		}
		if breaks++; breaks > 25 {
			t.Fatal(err)
		}
	}
	t.Logf("%d interruptions; %s", breaks, out)
	if cuts != 0 || !strings.Contains(out.String(), "stories") {
		t.Errorf("not interrupted amid the stories, or no word of progress: %q", out)
	}
	complete(t, a, *n.Written)
	readers(t, a, *n.Written, begun)
	logins(t, a)
	first := counts(t, a)
	if err := n.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	for table, rows := range counts(t, a) {
		if rows != first[table] {
			t.Errorf("the further run left %d rows in %s, there were %d", rows, table, first[table])
		}
	}
}

// scissors end a run amid its stories, so many times.
type scissors struct {
	*bytes.Buffer
	cut   func()
	times int
}

func (s *scissors) Write(text []byte) (int, error) {
	if s.times > 0 && bytes.Contains(text, []byte("pictures")) && bytes.Contains(text, []byte(" in ")) {
		time.AfterFunc(30*time.Millisecond, s.cut)
	}
	return s.Buffer.Write(text)
}

// complete checks that everything is there once.
func complete(t *testing.T, a *app.App, content demo.Content) {
	t.Helper()
	want := map[string]int{
		"stories": len(content.Stories), "pictures": len(content.Pictures), "tags": len(content.Tags), "users": len(content.Users),
		"rubrics": len(content.Rubrics), "authors": len(content.Authors), "pages": 2 * len(content.Pages),
	}
	for _, s := range content.Stories {
		want["articles"] += len(s.In)
	}
	got := counts(t, a)
	for table, rows := range want {
		if got[table] != rows {
			t.Errorf("%d rows in %s, want %d", got[table], table, rows)
		}
	}
}

// readers checks what the sites show: newest first, paired, within the last 12 days.
func readers(t *testing.T, a *app.App, content demo.Content, begun time.Time) {
	t.Helper()
	for _, l := range []lang.Code{"kk", "ru"} {
		want, newest := 0, time.Duration(0)
		for _, s := range content.Stories { // the newest is the last
			if _, ok := s.In[string(l)]; ok && !s.Draft() {
				want, newest = want+1, s.Ago
			}
		}
		list, _, err := a.News.PublishedList(t.Context(), news.ListQuery{Language: l, Limit: 100, Links: true})
		if err != nil || len(list) != want {
			t.Fatalf("%s: %d articles, want %d, %v", l, len(list), want, err)
		}
		if off := begun.Add(-newest).Sub(*list[0].PublishedAt); off.Abs() > 5*time.Minute {
			t.Errorf("%s: the newest was published at %s", l, list[0].PublishedAt)
		}
		if age := begun.Sub(*list[len(list)-1].PublishedAt); age > 12*24*time.Hour {
			t.Errorf("%s: the oldest is %s old", l, age)
		}
		for _, s := range list {
			if s.PictureID == nil || s.RubricID == nil || len(s.AuthorIDs) == 0 {
				t.Errorf("%s lacks something: %+v", s.Title, s)
			}
		}
	}
}

func logins(t *testing.T, a *app.App) {
	t.Helper()
	users, err := a.Accounts.Users(t.Context())
	if err != nil || len(users) != 5 {
		t.Fatalf("%v %v", users, err)
	}
	for _, u := range users {
		if len(u.Roles) != 1 {
			t.Errorf("%s has the roles %v", u.Email, u.Roles)
		}
	}
	if _, err := a.Accounts.UserByEmail(t.Context(), "admin@baq.local"); errors.Is(err, accounts.ErrUserNotFound) {
		t.Error("no administrator")
	}
}
