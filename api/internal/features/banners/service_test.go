package banners_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// desk is the service on a database of its own, with pictures 1 to 3 and a clock.
type desk struct {
	*banners.Service
	*testing.T
	db  *postgres.Databases
	now time.Time
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, db: testkit.DB(t), now: time.Now()}
	events, err := outbox.New(d.db.Primary)
	d.must(err)
	set, err := lang.Parse("kk=http://baq.test,ru=http://rus.baq.test")
	d.must(err)
	d.Service = banners.New(d.db, testkit.Journal(t), events, set, func() time.Time { return d.now })
	for _, hash := range []string{"a1", "a2", "a3"} {
		d.exec(`INSERT INTO pictures (hash, file_name, format, width, height, bytes, colour, renditions) VALUES (?, 'a.jpg', 'jpeg', 1200, 150, 1, '#336699', '[]')`, hash)
	}
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) exec(statement string, args ...any) {
	d.Helper()
	_, err := d.db.Primary.NewRaw(statement, args...).Exec(d.Context())
	d.must(err)
}

func (d *desk) number(query string, args ...any) (n int64) {
	d.Helper()
	d.must(d.db.Primary.NewRaw(query, args...).Scan(d.Context(), &n))
	return n
}

func plain() banners.Banner {
	return banners.Banner{
		Name: "Көктем", Advertiser: "Қазақстан Халық банкі", Zone: banners.Top,
		Arts: map[lang.Code]banners.Art{"kk": {PictureID: 1, Alt: "Көктемгі ұсыныс", URL: "https://bank.example/kk"}},
	}
}

func (d *desk) create(change ...func(*banners.Banner)) banners.Banner {
	d.Helper()
	b := plain()
	for _, c := range change {
		c(&b)
	}
	made, err := d.Create(d.Context(), b)
	d.must(err)
	return made
}

func TestBannersThatAreRefused(t *testing.T) {
	d := open(t)
	art := func(change func(*banners.Art)) func(*banners.Banner) {
		return func(b *banners.Banner) {
			a := b.Arts["kk"]
			change(&a)
			b.Arts["kk"] = a
		}
	}
	address := func(url string) func(*banners.Banner) { return art(func(a *banners.Art) { a.URL = url }) }
	gone, at := int64(99), time.Now()
	type refusal struct {
		name, field, code string
		change            func(*banners.Banner)
	}
	refusals := []refusal{
		{"a blank name", "name", "min_length", func(b *banners.Banner) { b.Name = "  " }},
		{"words that nobody sees", "arts.kk.alt", "min_length", art(func(a *banners.Art) { a.Alt = "\u200b" })},
		{"a language that is not configured", "arts.en", "unknown_language", func(b *banners.Banner) { b.Arts["en"] = b.Arts["kk"] }},
		{"a picture that there is not", "arts.kk.pictureId", "not_found", art(func(a *banners.Art) { a.PictureID = gone })},
		{"a narrow picture that there is not", "arts.kk.narrowPictureId", "not_found", art(func(a *banners.Art) { a.NarrowPictureID = &gone })},
		{"a rubric that there is not", "rubricIds", "not_found", func(b *banners.Banner) { b.RubricIDs = []int64{gone} }},
		{"no time at all", "until", "before_from", func(b *banners.Banner) { b.From, b.Until = &at, &at }},
	}
	for _, url := range []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\u0001javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd",
		"//evil.example", "/\\evil.example", "\\\\evil.example", "https://", "https://user:secret@bank.example/", "bank.example", "ftp://bank.example", "/go/7", "https://bank.example/a b", "mailto:a@b.kz",
	} {
		refusals = append(refusals, refusal{url, "arts.kk.url", "bad_address", address(url)})
	}
	for _, r := range refusals {
		b := plain()
		r.change(&b)
		_, err := d.Create(t.Context(), b)
		f, ok := fault.As(err)
		if !ok || len(f.Fields) != 1 || f.Fields[0].Field != r.field || f.Fields[0].Code != r.code {
			t.Errorf("%s: %v %+v", r.name, err, f)
		}
	}
	d.exec("UPDATE pictures SET trashed_at = now() WHERE id = 3")
	b := plain()
	art(func(a *banners.Art) { a.PictureID = 3 })(&b)
	if _, err := d.Create(t.Context(), b); !errors.Is(err, banners.ErrNoPicture) {
		t.Errorf("a picture in the trash: %v", err)
	}
	if n := d.number("SELECT count(*) FROM banners") + d.number("SELECT count(*) FROM journal_entries WHERE action LIKE 'banners.%'"); n != 0 {
		t.Errorf("refusals left %d rows", n)
	}
	for _, url := range []string{"https://bank.example/ә?x=1#y", "http://bank.example", "/page/about"} {
		b := plain()
		address(url)(&b)
		if _, err := d.Create(t.Context(), b); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestAStaleChangeIsRefusedAndAGoodOneJournalled(t *testing.T) {
	d := open(t)
	made := d.create()
	changed := made
	changed.Paused, changed.Weight = true, 100
	changed, err := d.Update(t.Context(), changed)
	d.must(err)
	if changed.State != banners.Paused || changed.Version != 2 || changed.Weight != 100 {
		t.Errorf("%+v", changed)
	}
	if _, err := d.Update(t.Context(), made); !errors.Is(err, banners.ErrStale) {
		t.Errorf("an old version: %v", err)
	}
	if n := d.number("SELECT count(*) FROM journal_entries WHERE object_type = 'banner' AND object_id = ? AND action IN ('banners.create', 'banners.update')", fmt.Sprint(made.ID)); n != 2 {
		t.Errorf("%d entries", n)
	}
	results := make(chan error, 6)
	for range cap(results) {
		go func() { results <- d.Delete(t.Context(), made.ID) }()
	}
	deleted := 0
	for range cap(results) {
		switch err := <-results; {
		case err == nil:
			deleted++
		case !errors.Is(err, banners.ErrNotFound):
			t.Error(err)
		}
	}
	if deleted != 1 {
		t.Errorf("deleted %d times", deleted)
	}
	if _, err := d.Update(t.Context(), changed); !errors.Is(err, banners.ErrNotFound) {
		t.Errorf("a change of what is deleted: %v", err)
	}
}

func TestRightsEndAtLanguagesAndRubrics(t *testing.T) {
	d := open(t)
	d.exec("INSERT INTO rubrics (position, visible) VALUES (1, true), (2, true)")
	made := d.create()
	for name, limits := range map[string]access.Limits{
		"another language":                     {Languages: []lang.Code{"ru"}},
		"a rubric, where it stands everywhere": {Rubrics: []int64{1}},
	} {
		ctx := access.WithPrincipal(t.Context(), access.Principal{Limits: limits})
		if err := d.Delete(ctx, made.ID); !errors.Is(err, banners.ErrOutsideLimits) {
			t.Errorf("%s: deleted: %v", name, err)
		}
		if _, err := d.Create(ctx, plain()); !errors.Is(err, banners.ErrOutsideLimits) {
			t.Errorf("%s: created: %v", name, err)
		}
		moved := made
		moved.Arts, moved.RubricIDs = map[lang.Code]banners.Art{"ru": made.Arts["kk"]}, []int64{1}
		if _, err := d.Update(ctx, moved); !errors.Is(err, banners.ErrOutsideLimits) {
			t.Errorf("%s: taken over: %v", name, err)
		}
	}
	within := plain()
	within.RubricIDs = []int64{2, 2}
	ctx := access.WithPrincipal(t.Context(), access.Principal{Limits: access.Limits{Languages: []lang.Code{"kk"}, Rubrics: []int64{2}}})
	if made, err := d.Create(ctx, within); err != nil || !slices.Equal(made.RubricIDs, []int64{2}) {
		t.Errorf("%+v, %v", made, err)
	}
}

func TestPicturesOfBannersAreInUse(t *testing.T) {
	d := open(t)
	narrow := int64(2)
	made := d.create(func(b *banners.Banner) {
		a := b.Arts["kk"]
		a.NarrowPictureID = &narrow
		b.Arts["kk"] = a
	})
	used := func() int64 { return d.number("SELECT count(*) FROM pictures WHERE used") }
	live := func() int64 { return d.number("SELECT count(*) FROM pictures WHERE picture_in_use(id, true)") }
	if used() != 2 || live() != 2 {
		t.Errorf("%d used, %d live", used(), live())
	}
	if _, err := d.db.Primary.ExecContext(t.Context(), "UPDATE pictures SET trashed_at = now() WHERE id = 2"); err == nil {
		t.Error("a banner's picture went into the trash")
	}
	made.Paused = true
	made, err := d.Update(t.Context(), made)
	d.must(err)
	if used() != 2 || live() != 0 {
		t.Errorf("paused: %d used, %d live", used(), live())
	}
	later := time.Now().Add(time.Hour)
	made.Paused, made.From = false, &later
	made.Arts["kk"] = banners.Art{PictureID: 1, Alt: "а", URL: "/"}
	_, err = d.Update(t.Context(), made)
	d.must(err)
	if used() != 1 || live() != 0 {
		t.Errorf("planned: %d used, %d live", used(), live())
	}
	d.must(d.Delete(t.Context(), made.ID))
	if used() != 0 {
		t.Errorf("deleted: %d used", used())
	}
}

func TestStatesFollowTheDatabasesClock(t *testing.T) {
	d := open(t)
	before, after := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	for want, b := range map[banners.State]banners.Banner{
		banners.Running: d.create(func(b *banners.Banner) { b.From, b.Until = &before, &after }),
		banners.Planned: d.create(func(b *banners.Banner) { b.From = &after }),
		banners.Ended:   d.create(func(b *banners.Banner) { b.Until, b.Paused = &before, true }),
		banners.Paused:  d.create(func(b *banners.Banner) { b.From, b.Paused = &after, true }),
	} {
		if b.State != want {
			t.Errorf("%s, want %s", b.State, want)
		}
		found, _, err := d.List(t.Context(), banners.Query{State: want, Limit: 10})
		if err != nil || len(found) != 1 || found[0].ID != b.ID {
			t.Errorf("%s: %d found, %v", want, len(found), err)
		}
	}
	standing, err := d.Standing(t.Context(), "kk")
	d.must(err)
	if len(standing.Banners) != 1 || time.Until(standing.Until) < 50*time.Minute || time.Until(standing.Until) > time.Hour {
		t.Errorf("%+v", standing)
	}
	if other, err := d.Standing(t.Context(), "ru"); err != nil || len(other.Banners) != 0 || !other.Until.IsZero() {
		t.Errorf("the other language: %+v, %v", other, err)
	}
}

func TestTheListIsFilteredAndGoesOn(t *testing.T) {
	d := open(t)
	var want []int64
	for i := range 5 {
		want = append(want, d.create(func(b *banners.Banner) { b.Name = fmt.Sprint("Әлем ", i) }).ID)
	}
	d.create(func(b *banners.Banner) { b.Zone, b.Name, b.Advertiser = banners.List, "100% көрме_", "" })
	slices.Reverse(want)
	var got []int64
	for cursor, pages := "", 0; pages < 10; pages++ {
		found, next, err := d.List(t.Context(), banners.Query{Zone: banners.Top, Language: "kk", Search: " әЛЕМ ", Cursor: cursor, Limit: 2})
		d.must(err)
		for _, b := range found {
			got = append(got, b.ID)
		}
		if next == nil {
			break
		}
		cursor = *next
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for search, n := range map[string]int{"0% көр": 1, "%": 1, "көрме_": 1, "халық": 5, "жоқ": 0, strings.Repeat("ә", 200): 0} {
		if found, _, err := d.List(t.Context(), banners.Query{Search: search, Limit: 10}); err != nil || len(found) != n {
			t.Errorf("%q: %d found, %v", search, len(found), err)
		}
	}
	if found, _, err := d.List(t.Context(), banners.Query{Language: "ru", Limit: 10}); err != nil || len(found) != 0 {
		t.Errorf("in Russian: %d, %v", len(found), err)
	}
	if _, _, err := d.List(t.Context(), banners.Query{Cursor: "x", Limit: 10}); err == nil {
		t.Error("a cursor of nobody was taken")
	}
}

func TestChanceFollowsTheWeights(t *testing.T) {
	all := []banners.Shown{{ID: 1, Weight: 1}, {ID: 2, Weight: 10}, {ID: 3, Weight: 89}}
	first := map[int64]int{}
	const draws = 10_000
	for range draws {
		drawn := banners.Draw(all, 3)
		if len(drawn) != 3 || drawn[0].ID == drawn[1].ID {
			t.Fatalf("%+v", drawn)
		}
		first[drawn[0].ID]++
	}
	for _, b := range all {
		share := float64(b.Weight) / 100
		// Five standard deviations: it fails once in two million runs.
		if off := math.Abs(float64(first[b.ID]) - share*draws); off > 5*math.Sqrt(draws*share*(1-share)) {
			t.Errorf("weight %d was the first %d times of %d", b.Weight, first[b.ID], draws)
		}
	}
	if n := len(banners.Draw(all, 2)) + len(banners.Draw(nil, 2)); n != 2 {
		t.Errorf("%d drawn", n)
	}
}

func TestABannerOfARubricStandsBelowItToo(t *testing.T) {
	st := banners.Standing{Banners: []banners.Shown{{ID: 1, Zone: banners.Top}, {ID: 2, Zone: banners.Top, RubricIDs: []int64{5}}, {ID: 3, Zone: banners.List}}}
	for _, c := range []struct {
		path []int64
		want int
	}{{nil, 1}, {[]int64{4}, 1}, {[]int64{5}, 2}, {[]int64{5, 6, 7}, 2}, {[]int64{4, 6}, 1}} {
		if got := st.Fits(banners.Top, c.path); len(got) != c.want {
			t.Errorf("%v: %+v", c.path, got)
		}
	}
}

func TestShowsAndClicksAreCountedOnceAMinute(t *testing.T) {
	d := open(t)
	made := d.create()
	planned := d.create(func(b *banners.Banner) { at := time.Now().Add(time.Hour); b.From = &at })
	one := banners.Reader{Address: "10.0.0.1", Agent: "Firefox"}
	show := func(r banners.Reader, language lang.Code, ids ...int64) {
		d.Helper()
		d.must(d.Counter.Show(t.Context(), r, language, ids))
	}
	show(one, "kk", made.ID, made.ID, planned.ID, 999, -1, math.MaxInt64)
	show(one, "kk", made.ID)
	show(one, "ru", made.ID) // it has no art there
	show(banners.Reader{Address: "10.0.0.1", Agent: "Chrome"}, "kk", made.ID)
	show(banners.Reader{Address: "10.0.0.2", Agent: "Firefox"}, "kk", made.ID)
	d.Counter.Click(one, "kk", made.ID)
	d.Counter.Click(one, "kk", made.ID)
	d.must(d.Counter.Flush(t.Context()))
	d.must(d.Counter.Flush(t.Context())) // nothing twice
	d.now = d.now.Add(2 * time.Minute)
	show(one, "kk", made.ID)
	d.must(d.Counter.Flush(t.Context()))
	got, err := d.Get(t.Context(), made.ID)
	if err != nil || got.Shows != 4 || got.Clicks != 1 || got.Version != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if n := d.number("SELECT count(*) FROM banner_days WHERE banner_id <> ?", made.ID); n != 0 {
		t.Errorf("%d rows of others", n)
	}
}

func TestAFloodOfNamesFromOneAddressIsNotACrowd(t *testing.T) {
	d := open(t)
	made := d.create()
	for i := range 5_000 {
		d.must(d.Counter.Show(t.Context(), banners.Reader{Address: "2001:db8::" + fmt.Sprintf("%x", i), Agent: fmt.Sprint("robot ", i)}, "kk", []int64{made.ID}))
	}
	d.must(d.Counter.Flush(t.Context()))
	if got, err := d.Get(t.Context(), made.ID); err != nil || got.Shows == 0 || got.Shows > 50 {
		t.Errorf("%d shows, %v", got.Shows, err)
	}
}

func TestWhatCanNotBeWrittenIsWrittenLater(t *testing.T) {
	d := open(t)
	made := d.create()
	d.Counter.Click(banners.Reader{Address: "10.0.0.1"}, "kk", made.ID)
	d.exec("ALTER TABLE banner_days RENAME TO away")
	if err := d.Counter.Flush(t.Context()); err == nil {
		t.Fatal("it was written where nothing is")
	}
	d.exec("ALTER TABLE away RENAME TO banner_days")
	d.must(d.Counter.Flush(t.Context()))
	if n := d.number("SELECT sum(clicks) FROM banner_days"); n != 1 {
		t.Errorf("%d clicks", n)
	}
}

func TestFiguresOfManyProcessesAddUpAndStay(t *testing.T) {
	d := open(t)
	made := d.create()
	var group errgroup.Group
	for node := range 4 {
		other := banners.New(d.db, testkit.Journal(t), nil, lang.Set{}, time.Now)
		group.Go(func() error {
			for i := range 25 {
				other.Counter.Click(banners.Reader{Address: fmt.Sprintf("10.%d.0.%d", node, i)}, "kk", made.ID)
				if err := other.Counter.Flush(t.Context()); err != nil {
					return err
				}
			}
			return nil
		})
	}
	d.must(group.Wait())
	d.exec("INSERT INTO banner_days (banner_id, day, language, shows, clicks) VALUES (?, '2020-01-31', 'kk', 7, 1), (?, '2020-02-01', 'kk', 100, 10)", made.ID, made.ID)
	d.must(d.Delete(t.Context(), made.ID))
	from := time.Now().AddDate(0, 0, -2)
	all, err := d.Statistics(t.Context(), made.ID, from, from.AddDate(0, 0, 4))
	d.must(err)
	var clicks int64
	for _, day := range all {
		clicks += day.Clicks
	}
	if want := d.number("SELECT sum(clicks) FROM banner_days WHERE banner_id = ? AND day > '2021-01-01'", made.ID); clicks != 100 || want != 100 {
		t.Errorf("%d clicks in the report, %d in the table", clicks, want)
	}
	january := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	old, err := d.Statistics(t.Context(), made.ID, january, january.AddDate(0, 1, 0))
	if err != nil || len(old) != 1 || old[0].Shows != 7 || old[0].Day.Format(time.DateOnly) != "2020-01-31" {
		t.Errorf("%+v, %v", old, err)
	}
	if _, err := d.Statistics(t.Context(), made.ID, january, january); !errors.Is(err, banners.ErrBadPeriod) {
		t.Error(err)
	}
	if _, err := d.Statistics(t.Context(), made.ID, january, january.AddDate(0, 0, 401)); !errors.Is(err, banners.ErrBadPeriod) {
		t.Error(err)
	}
	if _, err := d.Statistics(t.Context(), 999, january, january.AddDate(0, 0, 1)); !errors.Is(err, banners.ErrNotFound) {
		t.Error(err)
	}
}

func TestABannerLeadsWhereItRuns(t *testing.T) {
	d := open(t)
	made := d.create()
	for language, want := range map[lang.Code]string{"kk": "https://bank.example/kk", "ru": ""} {
		if got, err := d.Target(t.Context(), made.ID, language); err != nil || got != want {
			t.Errorf("%s: %q, %v", language, got, err)
		}
	}
	made.Paused = true
	_, err := d.Update(t.Context(), made)
	d.must(err)
	if got, err := d.Target(t.Context(), made.ID, "kk"); err != nil || got != "" {
		t.Errorf("paused: %q, %v", got, err)
	}
	if _, err := d.Target(t.Context(), 999, "kk"); !errors.Is(err, banners.ErrNotFound) {
		t.Error(err)
	}
}
