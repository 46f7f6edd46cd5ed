package readership

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/testkit"
)

// desk is a service whose time stands until it is moved.
type desk struct {
	*Service
	t      *testing.T
	at     time.Time
	hinted []string
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, at: begin().Add(10 * time.Minute)}
	db := testkit.DB(t)
	events, err := outbox.New(db.Primary)
	d.must(err)
	events.OnCommit(func(_ context.Context, all []outbox.Event) {
		for _, e := range all {
			d.hinted = append(d.hinted, e.(RankingChanged).CacheTags()...)
		}
	})
	set, err := lang.Parse("kk=http://baq.test,ru=http://rus.baq.test")
	d.must(err)
	almaty, err := time.LoadLocation("Asia/Almaty")
	d.must(err)
	d.Service = New(Deps{DB: db, Outbox: events, Languages: set, Zone: almaty, Suspect: func(a string) bool { return a == "10.6.6.6" }, Now: func() time.Time { return d.at }})
	// Articles 1 to 6: the even ones are Russian, the last two are not on their site.
	d.sql("INSERT INTO stories SELECT FROM generate_series(1, 6)")
	d.sql("INSERT INTO rubrics (id, position) OVERRIDING SYSTEM VALUE VALUES (1, 1)")
	d.sql(`INSERT INTO articles (story_id, language, state, title, slug, body, rubric_id, published_at)
		SELECT id, CASE WHEN id % 2 = 0 THEN 'ru' ELSE 'kk' END, CASE WHEN id < 5 THEN 'published' ELSE 'draft' END, 'Мақала ' || id, 'maqala-' || id,
			'{"type":"doc"}', 1, CASE WHEN id < 5 THEN now() END FROM stories ORDER BY id`)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) sql(query string, args ...any) {
	d.t.Helper()
	_, err := d.db.Pool.Exec(d.t.Context(), query, args...)
	d.must(err)
}

// read has n different visitors read an article.
func (d *desk) read(article int64, n int) {
	for i := range n {
		d.Count(d.t.Context(), article, reader(i))
	}
	d.must(d.Flush(d.t.Context()))
}

func (d *desk) most(language lang.Code, window time.Duration, limit int) []int64 {
	d.t.Helper()
	ids, err := d.MostRead(d.t.Context(), language, window, limit)
	d.must(err)
	return ids
}

func (d *desk) want(what string, got []int64, want ...int64) {
	d.t.Helper()
	if !slices.Equal(got, want) {
		d.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestMostRead(t *testing.T) {
	d := open(t)
	for _, window := range []time.Duration{time.Hour, 720 * time.Hour} {
		if got := d.most("kk", window, 10); got == nil || len(got) != 0 {
			t.Errorf("before anybody has read: %v", got)
		}
	}
	d.read(1, 2)
	d.read(3, 3)
	d.read(2, 9)
	d.read(5, 9)
	d.read(4711, 9)
	d.Count(t.Context(), 1, Visitor{"10.9.9.9", "Googlebot/2.1"})
	d.Count(t.Context(), 1, Visitor{"10.9.9.9", ""})
	d.Count(t.Context(), 1, Visitor{"10.6.6.6", "Firefox"})
	for _, window := range []time.Duration{time.Hour, 24 * time.Hour, 720 * time.Hour} {
		d.want("Kazakh "+window.String(), d.most("kk", window, 10), 3, 1)
		d.want("Russian "+window.String(), d.most("ru", window, 10), 2)
		d.want("one "+window.String(), d.most("kk", window, 1), 3)
	}
	d.want("a language that is not there", d.most("en", time.Hour, 10))

	views, err := d.Views(t.Context(), []int64{1, 2, 4, 5})
	d.must(err)
	if len(views) != 2 || views[1] != 2 || views[2] != 9 {
		t.Errorf("%v", views)
	}

	d.at = d.at.Add(3 * time.Hour)
	d.read(1, 2)
	d.want("the last hour", d.most("kk", time.Hour, 10), 1)
	d.want("the day", d.most("kk", 24*time.Hour, 10), 1, 3)
	d.at = d.at.Add(29 * 24 * time.Hour)
	d.want("nothing today", d.most("kk", 24*time.Hour, 10))
	d.want("the month", d.most("kk", 720*time.Hour, 10), 1, 3)
	d.at = d.at.Add(3 * 24 * time.Hour)
	d.want("a month later", d.most("kk", 720*time.Hour, 10))

	d.sql("UPDATE articles SET state = 'killed', published_at = NULL WHERE id = 1")
	d.want("without what was taken down", d.most("kk", 2000*time.Hour, 10), 3)
}

func TestOldHoursGoAndDaysStay(t *testing.T) {
	d := open(t)
	d.read(1, 2)
	d.at = d.at.Add(39 * 24 * time.Hour)
	d.must(d.Prune(t.Context()))
	d.want("after 39 days", d.most("kk", 48*time.Hour, 10))
	rows := func(table string) (n int) {
		d.must(d.db.Pool.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
		return n
	}
	if rows("article_views") != 1 {
		t.Error("the hours went too early")
	}
	d.sql(`INSERT INTO article_views SELECT 'kk', '2026-01-01'::timestamptz + n * interval '1 min', 1, 1 FROM generate_series(1, 25000) AS n`)
	d.at = d.at.Add(2 * 24 * time.Hour)
	d.must(d.Prune(t.Context()))
	if rows("article_views") != 0 || rows("article_days") != 1 || rows("article_totals") != 1 {
		t.Error("old hours stay, or days went")
	}
}

// TestPagesAreMadeAnewWhenTheOrderChanges, and not oftener than once a minute.
func TestPagesAreMadeAnewWhenTheOrderChanges(t *testing.T) {
	d := open(t)
	round := func(what string, want ...string) {
		t.Helper()
		d.hinted = nil
		d.must(d.Rank(t.Context()))
		if !slices.Equal(d.hinted, want) {
			t.Errorf("%s: %v, want %v", what, d.hinted, want)
		}
	}
	round("at the very first", "most-read:kk", "most-read:ru")
	d.read(1, 1)
	round("within the minute")
	d.at = d.at.Add(time.Minute)
	round("a minute later", "most-read:kk")
	d.at = d.at.Add(time.Minute)
	round("nothing has changed")
	d.read(1, 8)
	round("the same order with other counts")
	d.read(3, 10)
	d.read(2, 1)
	round("two languages", "most-read:kk", "most-read:ru")
	d.at = d.at.Add(time.Hour)
	d.sql("UPDATE articles SET state = 'unpublished' WHERE id = 3")
	round("one has left", "most-read:kk")
}

// TestManyProcessesWriteAtOnce: all views are there afterwards.
func TestManyProcessesWriteAtOnce(t *testing.T) {
	d := open(t)
	done := make(chan error)
	for range 8 {
		go func() {
			one := New(Deps{DB: d.db, Outbox: d.outbox, Languages: d.languages, Zone: d.zone, Suspect: d.suspect, Now: d.now})
			var err error
			for i := range 20 {
				for article := range int64(4) {
					one.Count(context.Background(), article+1, reader(i))
				}
				if err == nil {
					err = one.Flush(context.Background())
				}
			}
			done <- err
		}()
	}
	for range 8 {
		d.must(<-done)
	}
	views, err := d.Views(t.Context(), []int64{1, 2, 3, 4})
	d.must(err)
	for id := range int64(4) {
		if views[id+1] != 160 {
			t.Errorf("article %d was read %d times", id+1, views[id+1])
		}
	}
}

// TestTheListOfADayReadsOneRange: among 300,000 counts of a month.
func TestTheListOfADayReadsOneRange(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 300,000 counts")
	}
	d := open(t)
	d.sql("INSERT INTO stories SELECT FROM generate_series(1, 1000)")
	d.sql(`INSERT INTO articles (story_id, language, state, title, slug, body, rubric_id, published_at)
		SELECT id, 'kk', 'published', 'Мақала', 'm-' || id, '{"type":"doc"}', 1, now() FROM stories WHERE id > 6`)
	d.sql(`INSERT INTO article_views SELECT 'kk', $1::timestamptz - hour * interval '1 hour', id, 1 + id % 50
		FROM generate_series(0, 719) AS hour, LATERAL (SELECT id FROM articles WHERE language = 'kk' AND id > 6 AND (id + hour) % 3 = 0) AS a`, begin())
	d.sql("ANALYZE")
	query := mostReadQuery(d.db.Primary, d.db.Primary.NewSelect().TableExpr("article_views AS v").
		Where("v.language = ? AND v.hour >= ?", "kk", begin().Add(-24*time.Hour)), 10).String()
	var plan string
	d.must(d.db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan(&plan))
	if !strings.Contains(plan, `"Index Name": "article_views_pkey"`) && !strings.Contains(plan, `"Index Name": "article_views_hour"`) {
		t.Error(plan)
	}
}
