package redirects_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/redirects"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// desk is the feature on servers of its own, with tags for it to lead to.
type desk struct {
	*testing.T
	*redirects.Service
	db   *postgres.Databases
	tags *tags.Service
}

func open(t *testing.T) desk {
	t.Helper()
	db := testkit.DB(t)
	client, err := cache.Open(testkit.Redis(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	log := slog.New(slog.DiscardHandler)
	pages := cache.New(client, 5*time.Minute, log)
	events, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	events.OnCommit(func(ctx context.Context, all []outbox.Event) {
		for _, e := range all {
			if o, ok := e.(interface{ CacheTags() []string }); ok {
				pages.Hint(ctx, 0, o.CacheTags()...)
			}
		}
	})
	set, err := lang.Parse("kk=https://baq.test,ru=https://rus.baq.test")
	if err != nil {
		t.Fatal(err)
	}
	return desk{
		T: t, db: db, tags: tags.New(db, testkit.Journal(t), events, set),
		Service: redirects.New(redirects.Deps{DB: db, Journal: testkit.Journal(t), Outbox: events, Languages: set, Cache: pages, Now: time.Now, Log: log}),
	}
}

func (d desk) made(in redirects.Input) redirects.Redirect {
	d.Helper()
	made, err := d.Create(d.Context(), in)
	if err != nil {
		d.Fatalf("%+v: %v", in, err)
	}
	return made
}

func (d desk) tag(name string) tags.Tag {
	d.Helper()
	made, err := d.tags.Create(d.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: name}}})
	if err != nil {
		d.Fatal(err)
	}
	return made
}

// called gives a tag another slug.
func (d desk) called(t tags.Tag, slug string) tags.Tag {
	d.Helper()
	t.Labels["kk"] = tags.Label{Name: t.Labels["kk"].Name, Slug: slug}
	after, err := d.tags.Update(d.Context(), t)
	if err != nil {
		d.Fatal(err)
	}
	return after
}

// leads checks where an address leads: "301 /tag/x", "410", or "" for nowhere.
func (d desk) leads(language lang.Code, path, want string) {
	d.Helper()
	a, found, err := d.Resolve(d.Context(), language, path)
	got := ""
	if found {
		got = strings.TrimSpace(fmt.Sprint(a.Status, " ", a.Target))
	}
	if err != nil || got != want {
		d.Errorf("%s%s leads to %q (%v), want %q", language, path, got, err, want)
	}
}

func hand(path, target string) redirects.Input {
	return redirects.Input{Language: "kk", Path: path, Target: target}
}

func TestWhatIsRefused(t *testing.T) {
	d := open(t)
	live := d.tag("Сайлау").Labels["kk"].Slug
	d.made(hand("/taken", "/latest"))
	for _, c := range []struct {
		name string
		in   redirects.Input
		want error
	}{
		{"no slash", hand("old", "/latest"), redirects.ErrBadPath},
		{"another host", hand("https://evil.example/old", "/latest"), redirects.ErrBadPath},
		{"the front page", hand("/", "/latest"), redirects.ErrLive},
		{"the front page with slashes", hand("///", "/latest"), redirects.ErrLive},
		{"the API", hand("/api/v1/news", "/latest"), redirects.ErrBadPath},
		{"no target", hand("/old", ""), redirects.ErrEnd},
		{"gone with a target", redirects.Input{Language: "kk", Path: "/old", Target: "/latest", Gone: true}, redirects.ErrEnd},
		{"a foreign site", hand("/old", "https://evil.example/"), redirects.ErrTarget},
		{"a foreign site without scheme", hand("/old", "//evil.example/"), redirects.ErrTarget},
		{"a foreign site as browsers read it", hand("/old", `/\evil.example/`), redirects.ErrTarget},
		{"ours as a name at a foreign site", hand("/old", "https://baq.test@evil.example/"), redirects.ErrTarget},
		{"a name at ours", hand("/old", "https://somebody@baq.test/"), redirects.ErrTarget},
		{"a host that begins as ours", hand("/old", "https://baq.test.evil.example/"), redirects.ErrTarget},
		{"a script", hand("/old", "javascript:alert(1)"), redirects.ErrTarget},
		{"a tag that is not there", hand("/old", "/tag/bolmagan"), redirects.ErrDead},
		{"itself", hand("/old", "/old"), redirects.ErrLoop},
		{"itself, written otherwise", hand("/%D2%93%D1%8B", "https://BAQ.test/ғы/"), redirects.ErrLoop},
		{"a page that is there", hand("/tag/"+live, "/latest"), redirects.ErrLive},
		{"what is redirected already", hand("/taken/", "/latest"), redirects.ErrTaken},
		{"a language that is not configured", redirects.Input{Language: "en", Path: "/old", Target: "/latest"}, redirects.ErrLanguage},
	} {
		if _, err := d.Create(t.Context(), c.in); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	var rows, entries int
	if err := d.db.Primary.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM redirects), (SELECT count(*) FROM journal_entries WHERE object_type = 'redirect')`).Scan(&rows, &entries); err != nil || rows != 1 || entries != 1 {
		t.Errorf("%d redirects, %d entries of the journal (%v), want the one that was made", rows, entries, err)
	}
}

func TestOldAddressesLeadOn(t *testing.T) {
	d := open(t)
	slug := d.tag("Сайлау").Labels["kk"].Slug
	d.made(hand("/old/Жаңалық/", "/tag/"+slug))
	d.made(hand("/index?id=7", "/latest?page=2"))
	d.made(redirects.Input{Language: "kk", Path: "/gone", Gone: true, Temporary: true})
	d.made(redirects.Input{Language: "kk", Path: "/soon", Target: "https://rus.baq.test:8443/ғы?x=1#part", Temporary: true})
	d.made(hand("/"+strings.Repeat("ғ", 499), "/latest"))
	d.leads("kk", "/old/%D0%96%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B", "301 /tag/"+slug)
	d.leads("kk", "/old/Жаңалық//?utm_source=x", "301 /tag/"+slug)
	d.leads("kk", "/old/жаңалық", "") // case is kept
	d.leads("ru", "/old/Жаңалық", "")
	d.leads("kk", "/index?id=7", "301 /latest?page=2")
	d.leads("kk", "/index?id=8", "")
	d.leads("kk", "/index", "")
	d.leads("kk", "/gone", "410")
	d.leads("kk", "/soon", "302 https://rus.baq.test/%D2%93%D1%8B?x=1")
	d.leads("kk", "/"+strings.Repeat("ғ", 499), "301 /latest")
	d.leads("kk", "/"+strings.Repeat("ғ", 5000), "")
	d.leads("kk", "/\xff\x00", "")
}

func TestChainsAreStoredFlatAndLoopsRefused(t *testing.T) {
	d := open(t)
	d.made(hand("/b", "/c"))
	d.made(hand("/a", "/b")) // leads to where /b ends
	d.leads("kk", "/a", "301 /c")
	d.made(hand("/c", "/d")) // carries those that led to it
	d.leads("kk", "/a", "301 /d")
	d.leads("kk", "/b", "301 /d")
	for _, in := range []redirects.Input{hand("/d", "/a"), hand("/d", "/c"), hand("/d", "https://baq.test/b")} {
		if _, err := d.Create(t.Context(), in); !errors.Is(err, redirects.ErrLoop) {
			t.Errorf("%+v: %v", in, err)
		}
	}
	across := d.made(hand("/d", "https://rus.baq.test/e"))
	d.leads("kk", "/a", "301 https://rus.baq.test/e")
	if _, err := d.Create(t.Context(), redirects.Input{Language: "ru", Path: "/e", Target: "https://baq.test/a"}); !errors.Is(err, redirects.ErrLoop) {
		t.Errorf("a loop over two sites: %v", err)
	}
	if _, err := d.Update(t.Context(), across.ID, across.Version, redirects.Input{Target: "/d/"}); !errors.Is(err, redirects.ErrLoop) {
		t.Errorf("a change that makes a loop: %v", err)
	}
	if _, err := d.Update(t.Context(), across.ID, across.Version+1, redirects.Input{Target: "/f"}); !errors.Is(err, redirects.ErrStale) {
		t.Errorf("a stale change: %v", err)
	}
	if _, err := d.Update(t.Context(), across.ID, across.Version, redirects.Input{Gone: true, Note: "Сот шешімі"}); err != nil {
		t.Fatal(err)
	}
	d.leads("kk", "/d", "410")
}

// Two who lead to each other's address at one moment: one of them is refused.
func TestNoLoopIsMadeAtOneMoment(t *testing.T) {
	d := open(t)
	for i := range 10 {
		a, b := fmt.Sprintf("/a%d", i), fmt.Sprintf("/b%d", i)
		results := make(chan error, 2)
		for _, in := range []redirects.Input{hand(a, b), hand(b, a)} {
			go func() { _, err := d.Create(context.WithoutCancel(t.Context()), in); results <- err }()
		}
		first, second := <-results, <-results
		if (first == nil) == (second == nil) || !errors.Is(errors.Join(first, second), redirects.ErrLoop) {
			t.Errorf("%v and %v", first, second)
		}
	}
}

func TestAChangedAddressLeadsToTheThing(t *testing.T) {
	d := open(t)
	x := d.tag("Сайлау")
	first := x.Labels["kk"].Slug
	x = d.called(x, "ekinshi")
	d.leads("kk", "/tag/"+first, "301 /tag/ekinshi")
	x = d.called(x, "ushinshi") // twice: no chain
	d.leads("kk", "/tag/"+first, "301 /tag/ushinshi")
	d.leads("kk", "/tag/ekinshi", "301 /tag/ushinshi")
	d.made(hand("/bayagy", "/tag/ekinshi")) // and what leads there by hand never goes stale
	x = d.called(x, first)                  // and back
	d.leads("kk", "/bayagy", "301 /tag/"+first)
	d.leads("kk", "/tag/"+first, "")
	d.leads("kk", "/tag/ushinshi", "301 /tag/"+first)

	other := d.tag("Бюджет")
	taken := other.Labels["kk"].Slug
	other = d.called(other, "ekinshi") // takes an old address: the page wins
	d.leads("kk", "/tag/ekinshi", "")
	x = d.called(x, taken) // they swap
	d.leads("kk", "/tag/"+first, "301 /tag/"+taken)
	d.called(other, first)
	d.leads("kk", "/tag/"+first, "")
	d.leads("kk", "/tag/ekinshi", "301 /tag/"+first)

	list, _, err := d.List(t.Context(), redirects.Query{Origin: redirects.Moved, Limit: 10})
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	if _, err := d.Update(t.Context(), list[0].ID, list[0].Version, redirects.Input{Target: "/latest"}); !errors.Is(err, redirects.ErrAutomatic) {
		t.Errorf("an automatic redirect was changed: %v", err)
	}
	if err := d.tags.Delete(t.Context(), x.ID); err != nil {
		t.Fatal(err)
	}
	d.leads("kk", "/tag/ushinshi", "") // of what is deleted nothing is left
	d.leads("kk", "/bayagy", "")
}

// A save that changes a name only leaves no trace among the redirects.
func TestASaveWithoutANewAddressMakesNoRedirect(t *testing.T) {
	d := open(t)
	x := d.tag("Сайлау")
	x.Labels["kk"] = tags.Label{Name: "Жаңа сайлау", Slug: x.Labels["kk"].Slug}
	if _, err := d.tags.Update(t.Context(), x); err != nil {
		t.Fatal(err)
	}
	var sequence int64
	if err := d.db.Primary.QueryRowContext(t.Context(), "SELECT nextval('redirects_id_seq')").Scan(&sequence); err != nil || sequence != 1 {
		t.Errorf("%d redirects were made on the way (%v)", sequence-1, err)
	}
}

func TestSlugsThatChangeAtOneMoment(t *testing.T) {
	d := open(t)
	var group errgroup.Group
	for i := range 8 {
		x := d.tag(fmt.Sprintf("Тақырып %d", i))
		group.Go(func() error {
			for n := range 5 {
				x.Labels["kk"] = tags.Label{Name: x.Labels["kk"].Name, Slug: fmt.Sprintf("slug-%d-%d", i, n)}
				after, err := d.tags.Update(t.Context(), x)
				if err != nil {
					return err
				}
				x = after
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for i := range 8 {
		for n := range 4 {
			d.leads("kk", fmt.Sprintf("/tag/slug-%d-%d", i, n), fmt.Sprintf("301 /tag/slug-%d-4", i))
		}
	}
}

func TestAnImportTakesWhatIsRightAndTellsTheRest(t *testing.T) {
	d := open(t)
	slug := d.tag("Сайлау").Labels["kk"].Slug
	d.made(hand("/hand", "/latest"))
	items := []redirects.Input{
		hand("/news/42.html", "/tag/"+slug), hand("/bad", "https://evil.example/"), hand("/hand", "/tag/"+slug),
		hand("/x", "/news/42.html"), {Language: "ru", Path: "/y", Gone: true}, hand("/self", "/self"), hand("/news/42.html", "/tag/"+slug),
	}
	out, err := d.Import(t.Context(), items)
	if err != nil || out.Created != 3 || out.Changed != 1 || out.Unchanged != 1 || len(out.Refused) != 2 ||
		out.Refused[0].Index != 1 || !errors.Is(out.Refused[0].Fault, redirects.ErrTarget) || out.Refused[1].Index != 5 {
		t.Fatalf("%+v, %v", out, err)
	}
	d.leads("kk", "/x", "301 /tag/"+slug)
	d.leads("kk", "/hand", "301 /tag/"+slug)
	d.leads("ru", "/y", "410")
	again, err := d.Import(t.Context(), items)
	if err != nil || again.Created+again.Changed != 0 || again.Unchanged != 5 || len(again.Refused) != 2 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	var entries int
	if err := d.db.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM journal_entries WHERE action = 'redirects.import'").Scan(&entries); err != nil || entries != 1 {
		t.Errorf("%d entries (%v)", entries, err)
	}
}

func TestAnAnswerIsRememberedUntilAnythingChanges(t *testing.T) {
	d := open(t)
	d.leads("kk", "/old", "")
	d.leads("kk", "/old", "")
	made := d.made(hand("/old", "/latest"))
	d.leads("kk", "/old", "301 /latest")
	if err := d.Delete(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	d.leads("kk", "/old", "")
	if err := d.Delete(t.Context(), made.ID); !errors.Is(err, redirects.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestHitsAreWrittenDown(t *testing.T) {
	d := open(t)
	made := d.made(hand("/old", "/latest"))
	for range 3 {
		d.Followed(made.ID)
	}
	d.Followed(made.ID + 1000) // deleted meanwhile
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, _, err := d.List(t.Context(), redirects.Query{Search: "OLD", Limit: 10})
	if err != nil || len(list) != 1 || list[0].Hits != 3 || list[0].LastHitAt == nil || list[0].Status != http.StatusMovedPermanently {
		t.Errorf("%+v, %v", list, err)
	}
	if unused, _, err := d.List(t.Context(), redirects.Query{Unused: true, Limit: 10}); err != nil || len(unused) != 0 {
		t.Errorf("%+v, %v", unused, err)
	}
	if made.Version != list[0].Version {
		t.Error("a hit changed the version that editors see")
	}
}
