package app_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/cachekeeping"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

// entries are all that is kept, by their paths on the Kazakh site.
func (u user) entries(query string) map[string]admin.CacheEntry {
	u.p.t.Helper()
	out, cursor := map[string]admin.CacheEntry{}, ""
	for range 100 {
		page := read[admin.CacheEntryPage](u.p.t, u.send("GET", "/cache/entries?limit=2"+query+cursor, nil), 200)
		for _, e := range page.Items {
			out[e.Host+e.Path] = e
		}
		if page.NextCursor == nil {
			return out
		}
		cursor = "&cursor=" + url.QueryEscape(*page.NextCursor)
	}
	u.p.t.Fatal("the list has no end")
	return nil
}

// renders counts what asking for a page has rendered.
func (p *portal) renders(address string) int64 {
	p.t.Helper()
	before := p.Cache.Counts().Misses
	if got := p.page(address); got.status != 200 {
		p.t.Fatalf("%s: %d", address, got.status)
	}
	return p.Cache.Counts().Misses - before
}

// settled waits until a node has heard of what another one did.
func settled() { time.Sleep(50 * time.Millisecond) }

func TestWhatIsKeptIsSeenAndMadeAnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	article := d.chief.take("publish", d.chief.article(d.content("Ұлттық кітапхана ашылды", object{"language": "kk"})))
	other := d.another()
	address := "http://baq.test/news/" + article.Slug
	for _, path := range []string{address, "http://baq.test/", "http://rus.baq.test/", "http://baq.test/search?q=" + url.QueryEscape("кітапхана"), "http://baq.test/feed.rss",
		"http://baq.test/api/v1/news?lang=kk", "http://baq.test/oembed?url=" + url.QueryEscape(address), "http://baq.test/archive"} {
		if got := d.page(path); got.status != 200 {
			t.Fatalf("%s: %d", path, got.status)
		}
	}

	all := d.chief.entries("")
	for path, kind := range map[string]admin.CacheKind{
		"baq.test/news/" + article.Slug: "article", "baq.test/": "home", "rus.baq.test/": "home", "baq.test/feed.rss": "feed", "baq.test/api/v1/news?lang=kk": "api",
		"baq.test/search?q=" + url.QueryEscape("кітапхана"): "search", "baq.test/archive": "archive",
	} {
		e, kept := all[path]
		if !kept || e.Kind != kind || e.Status != 200 || e.Freshness != "current" || e.Plain < 100 || e.Left < 600 || e.Age > 60 || e.Tags < 3 {
			t.Errorf("%s: %v %+v", path, kept, e)
		}
		if kept && d.renders(e.URL) != 0 {
			t.Errorf("%s is another page", e.URL)
		}
	}
	for query, want := range map[string]int{"&kind=article": 1, "&kind=home": 2, "&language=ru": 1, "&q=KITAPKHANA": 1, "&q=50%25": 0, fmt.Sprint("&tag=article:", article.ID, "&kind=article"): 1, "&tag=nothing": 0, "&kind=amp": 0} {
		if query == "&q=KITAPKHANA" { // letters of any case
			query = "&kind=article&q=" + strings.ToUpper(article.Slug[:8])
		}
		if got := d.chief.entries(query); len(got) != want {
			t.Errorf("%s: %d of %d: %v", query, len(got), want, got)
		}
	}
	entry := all["baq.test/news/"+article.Slug]
	detail := read[admin.CacheEntryDetail](t, d.chief.send("GET", "/cache/entries/"+entry.ID, nil), 200)
	if len(detail.Tags) != entry.Tags || !strings.Contains(strings.Join(detail.Tags, " "), fmt.Sprint("article:", article.ID)) || !strings.HasPrefix(detail.Beginning, "<!") || detail.Etag == "" || detail.Headers[0].Value != "kk" {
		t.Errorf("%+v", detail)
	}
	for _, id := range []string{"1", "A", cachekeeping.ID("html|x|kk|/news/:slug|no||"), cachekeeping.ID("{tags}clock")} {
		if got := d.chief.send("GET", "/cache/entries/"+id, nil); got.status != 404 || got.code() != "cache.entry_not_found" {
			t.Errorf("%s: %d %s", id, got.status, got.text())
		}
	}

	// The newest article has a feed of its own beside it, which is made after the usual one.
	const withFeeds = 3
	for name, c := range map[string]struct {
		body any
		made int64 // of the article's page and the feeds beside it; 0: the front page alone goes
	}{
		"the page": {object{"entry": entry.ID}, 1}, "a tag": {object{"tag": fmt.Sprint("article:", article.ID)}, withFeeds}, "the kind": {object{"kind": "article"}, 1},
		"another kind": {object{"kind": "home"}, 0},
	} {
		for _, node := range []*portal{d.portal, other} {
			node.page(address)
			node.page("http://rus.baq.test/")
			node.page("http://baq.test/archive")
		}
		if got := d.chief.send("POST", "/cache/purge", c.body); got.status != 204 {
			t.Fatalf("%s: %d %s", name, got.status, got.text())
		}
		settled()
		fresh := d.chief.entries("&kind=article")["baq.test/news/"+article.Slug].Freshness
		if (fresh == "outdated") != (c.made != 0) {
			t.Errorf("%s: the article is %s", name, fresh)
		}
		if made := other.renders(address); made != c.made {
			t.Errorf("%s: the other node rendered %d", name, made)
		}
		settled()
		if made := d.renders(address); made != 0 {
			t.Errorf("%s: rendered by each", name)
		}
		if other.renders("http://baq.test/archive") != 0 {
			t.Errorf("%s reached the archive", name)
		}
	}
	for _, body := range []object{{}, {"kind": "article", "tag": "x"}, {"kind": "everything"}, {"tag": ""}, {"all": true}} {
		if got := d.chief.send("POST", "/cache/purge", body); got.status != 400 && got.status != 422 {
			t.Errorf("%v: %d", body, got.status)
		}
	}
	if got := d.chief.send("POST", "/cache/purge-all", nil); got.status != 204 {
		t.Fatal(got.text())
	}
	settled()
	for path, want := range map[string]int64{address: withFeeds, "http://baq.test/archive": 1} {
		if made := other.renders(path); made != want {
			t.Errorf("%s after a purge of all: %d renders", path, made)
		}
	}
	var entries int
	if err := d.DB.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM journal_entries WHERE action IN ('cache.purge', 'cache.purge_all') AND actor_id = ?", d.chief.id).Scan(&entries); err != nil || entries != 5 {
		t.Errorf("%d entries in the journal, %v", entries, err)
	}
}

func TestOnlyWhoMaySeesAndEmptiesTheCache(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	auditor := d.user("auditor")
	for path, method := range map[string]string{"/cache": "GET", "/cache/entries": "GET", "/cache/purge": "POST", "/cache/purge-all": "POST", "/cache/rewarm": "POST"} {
		var body any
		if strings.HasSuffix(path, "purge") || strings.HasSuffix(path, "rewarm") {
			body = object{"kind": "home"}
		}
		if got := d.editor.send(method, path, body); got.status != 403 {
			t.Errorf("an editor: %s %d", path, got.status)
		}
		if got, want := auditor.send(method, path, body), map[string]int{"GET": 200, "POST": 403}[method]; got.status != want {
			t.Errorf("an auditor: %s %d", path, got.status)
		}
	}
	if got := d.chief.send("GET", "/cache/entries?cursor=eyJzIjotMX0", nil); got.status != 200 {
		t.Errorf("a place before the beginning: %d %s", got.status, got.text())
	}
}

// TestNodesAndHitsAreTold: of all processes, with what is asked for most first.
func TestNodesAndHitsAreTold(t *testing.T) {
	d := newDesk(t)
	other := d.another()
	ask := func(p *portal, address string, times int) {
		for range times {
			p.page(address)
		}
	}
	ask(d.portal, "http://baq.test/", 1) // a render, no hit
	ask(d.portal, "http://baq.test/latest", 1)
	settled()
	var wait sync.WaitGroup
	for _, node := range []*portal{d.portal, other} {
		wait.Go(func() { ask(node, "http://baq.test/", 50); ask(node, "http://baq.test/latest", 10) })
	}
	wait.Wait()
	for _, node := range []*portal{d.portal, other} {
		if err := node.Cachekeeping.Tell(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time there is nothing
			if err := node.Cache.WriteHits(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := read[admin.CacheState](t, d.chief.send("GET", "/cache", nil), 200)
	if len(s.Nodes) != 2 || s.Nodes[0].ID != s.AnsweredBy || !s.Nodes[1].RedisReached || s.Nodes[1].Silent > 5000 || s.Nodes[1].Ready < 1000 || s.Nodes[1].Clock == nil {
		t.Errorf("%+v", s.Nodes)
	}
	if s.Total.Hits != 120 || s.Total.Misses != 2 || s.Total.HitRate < 0.98 || s.Classes.HTML.Hits != 120 || s.Classes.HTML.Misses != 2 || s.Classes.API.Hits != 0 {
		t.Errorf("%+v %+v", s.Total, s.Classes)
	}
	if !s.Redis.Up || s.Redis.Keys < 5 || s.Redis.Used < 100_000 || s.Redis.Clock == nil {
		t.Errorf("%+v", s.Redis)
	}
	if len(s.Top) != 2 || s.Top[0].Path != "/" || s.Top[0].Hits != 100 || s.Top[1].Hits != 20 {
		t.Errorf("%+v", s.Top)
	}
	if e := d.chief.entries("")["baq.test/latest"]; e.Hits != 20 {
		t.Errorf("%+v", e)
	}
	d.from = "127.0.0.1"
	metrics := d.page("http://baq.test/metrics").text()
	for _, line := range []string{`portal_cache_requests_total{class="html",result="hit"} 60`, `portal_cache_requests_total{class="html",result="miss"} 2`, `portal_cache_requests_total{class="media",result="miss"} 0`} {
		if !strings.Contains(metrics, line+"\n") {
			t.Errorf("no %s", line)
		}
	}
}

// warm runs the warmers of a node until the test ends.
func (p *portal) warm(busy func() bool) {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- p.Cachekeeping.Warm(ctx, cachekeeping.Warmer{Get: p.GetPage, Busy: busy}) }()
	p.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			p.t.Error(err)
		}
	})
}

func never() bool { return false }

// TestHotPagesAreMadeBeforeReadersAsk: after a change the next reader waits for no render.
func TestHotPagesAreMadeBeforeReadersAsk(t *testing.T) {
	d := newDesk(t)
	other := d.another()
	rubric := "http://baq.test/rubric/" + *read[admin.RubricList](t, d.chief.send("GET", "/rubrics", nil), 200).Items[0].Labels["kk"].Slug
	d.page("http://baq.test/archive")
	d.page("http://baq.test/archive")
	if err := d.Cache.WriteHits(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.warm(never)
	other.warm(never)
	state := func() admin.CacheRewarming {
		return read[admin.CacheState](t, d.chief.send("GET", "/cache", nil), 200).Rewarming
	}
	testkit.Eventually(t, "the first page has others warmed", func() bool { s := state(); return s.Rounds > 0 && s.Waiting == 0 })

	article := d.chief.take("publish", d.chief.article(d.content("Жаңа өкім", object{"language": "kk"})))
	before := state()
	if before.Rounds == 0 || before.Made < 2 {
		t.Fatalf("%+v", before)
	}
	testkit.Eventually(t, "a change has a round", func() bool { s := state(); return s.Rounds > before.Rounds && s.Waiting == 0 })
	settled()
	for _, path := range []string{"http://baq.test/", "http://baq.test/latest", "http://baq.test/archive", "http://baq.test/feed.rss"} {
		if got := d.page(path); !strings.Contains(got.text(), "өкім") {
			t.Errorf("%s is old", path)
		}
		if n := other.renders(path); n != 0 {
			t.Errorf("%s: a reader had to wait for %d renders", path, n)
		}
	}

	// As the event's job does.
	if n := must(d.Cachekeeping.Wait(t.Context(), cachekeeping.Address{Host: "baq.test", Path: "/news/" + article.Slug}, cachekeeping.Address{Host: "baq.test", Path: strings.TrimPrefix(rubric, "http://baq.test")}))(t); n != 2 {
		t.Errorf("%d wait", n)
	}
	testkit.Eventually(t, "the line ends", func() bool { return state().Waiting == 0 })
	time.Sleep(200 * time.Millisecond) // the last is being made
	for _, path := range []string{"http://baq.test/news/" + article.Slug, rubric} {
		if n := other.renders(path); n != 0 {
			t.Errorf("%s: a reader had to wait for %d renders", path, n)
		}
	}
	// What nobody reads counts as read by nobody.
	if hits := must(d.Cache.Top(t.Context(), 10))(t); len(hits) != 1 || hits[0].Hits != 1 {
		t.Errorf("%+v", hits)
	}
	failures := state().Failed
	must(d.Cachekeeping.Wait(t.Context(), cachekeeping.Address{Host: "baq.test", Path: "/news/nothing"}))(t)
	testkit.Eventually(t, "a page that is not there is a failure", func() bool { return state().Failed == failures+1 })
	if got := read[admin.CacheRewarmResult](t, d.chief.send("POST", "/cache/rewarm", object{"frontPages": true}), 202); got.Queued < 10 {
		t.Errorf("%+v", got)
	}
}

// TestABurstIsWarmedOnce: however many changes come, what nobody asks for is made seldom.
func TestABurstIsWarmedOnce(t *testing.T) {
	d := newDesk(t)
	d.page("http://baq.test/")
	other := d.another()
	d.warm(never)
	other.warm(never)
	before := d.Cache.Counts().Misses + other.Cache.Counts().Misses
	began := time.Now()
	for time.Since(began) < 3*time.Second { // some hundred changes
		if err := d.Cache.Bump(t.Context(), 0, cache.KindTag("home")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Millisecond)
	}
	rounds := read[admin.CacheState](t, d.chief.send("GET", "/cache", nil), 200).Rewarming.Rounds
	if rounds < 1 || rounds > 3 {
		t.Errorf("%d rounds in 3 s", rounds)
	}
	made := d.Cache.Counts().Misses + other.Cache.Counts().Misses - before
	if most := int64(3 * 20); made > most {
		t.Errorf("%d renders for nobody", made)
	}
	last := read[admin.CacheState](t, d.chief.send("GET", "/cache", nil), 200)
	testkit.Eventually(t, "the last change has a round", func() bool {
		now := read[admin.CacheState](t, d.chief.send("GET", "/cache", nil), 200).Rewarming
		return now.Rounds > last.Rewarming.Rounds && now.Waiting == 0
	})
	settled()
	if other.renders("http://rus.baq.test/") != 0 {
		t.Error("a reader waits after a burst")
	}
}

// TestReadersGoFirst: while they wait nothing is warmed.
func TestReadersGoFirst(t *testing.T) {
	d := newDesk(t)
	d.page("http://baq.test/archive")
	d.warm(func() bool { return true })
	must(d.Cachekeeping.Wait(t.Context(), cachekeeping.Address{Host: "baq.test", Path: "/latest"}))(t)
	time.Sleep(500 * time.Millisecond)
	if made := d.Cache.Counts().Misses; made != 1 {
		t.Errorf("%d renders", made)
	}
}

// TestTheCacheWithoutRedis: what can't be told or done is said at once.
func TestTheCacheWithoutRedis(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.page("http://baq.test/")
	id := d.chief.entries("")["baq.test/"].ID
	d.redis.Stop()
	testkit.Eventually(t, "Redis is known to be down", d.Cache.Down)
	s := read[admin.CacheState](t, d.chief.send("GET", "/cache", nil), 200)
	if s.Redis.Up || len(s.Nodes) != 1 || s.Nodes[0].RedisReached {
		t.Errorf("%+v", s)
	}
	for path, body := range map[string]any{"GET /cache/entries": nil, "GET /cache/entries/" + id: nil, "POST /cache/rewarm": object{"frontPages": true}, "POST /cache/purge-all": nil, "POST /cache/purge": object{"kind": "home"}} {
		method, path, _ := strings.Cut(path, " ")
		got, want := d.chief.send(method, path, body), "cache.unreachable"
		if path == "/cache/purge" {
			want = "cache.purge_owed"
		}
		if got.status != 503 || got.code() != want || got.header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %s", path, got.status, got.text())
		}
	}
}
