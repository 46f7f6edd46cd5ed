package website

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/lang"
)

// sell puts a banner of a zone onto the Kazakh site.
func (n *newsroom) sell(zone banners.Zone, picture int64, change ...func(*banners.Banner)) banners.Banner {
	n.Helper()
	b := banners.Banner{
		Name: "Науқан", Advertiser: `Банк "Ұлы & дала" <script>`, Zone: zone,
		Arts: map[lang.Code]banners.Art{"kk": {PictureID: picture, Alt: "Ұсыныс " + string(zone), URL: "https://bank.example/?a=1&b=ә"}},
	}
	for _, c := range change {
		c(&b)
	}
	made, err := n.banners.Create(n.Context(), b)
	n.must(err)
	return made
}

// post sends what a page tells of banners.
func (n *newsroom) post(host, body string, headers ...string) *httptest.ResponseRecorder {
	n.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://"+host+seenPath, strings.NewReader(body))
	r.Header.Set("User-Agent", browser)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	n.web.ServeHTTP(recorder, r)
	return recorder
}

func goesTo(id int64) string { return `href="/go/` + strconv.FormatInt(id, 10) + `"` }

func TestBannersStandInTheirPlaces(t *testing.T) {
	n, e := filled(t)
	economy, banks, sport := "/rubric/"+e.economy.Labels["kk"].Slug, "/rubric/"+e.banks.Labels["kk"].Slug, "/rubric/"+e.sport.Labels["kk"].Slug
	article, lone := news.Path(e.kk.Slug), news.Path(e.lone.Slug)
	warm := map[string]string{}
	for _, path := range []string{"/", "/latest", economy, banks, sport, article, lone, "/page/" + e.about.Slug, "/жоқ", "/accessible"} {
		warm[path] = n.ask(kkHost, path).Body.String() // into the cache, without any banner
		if strings.Contains(warm[path], "data-banners") {
			t.Errorf("%s has a box for no banner", path)
		}
	}
	narrow := n.picture("bb22", "Тар", 400)
	top := n.sell(banners.Top, e.picture, func(b *banners.Banner) {
		art := b.Arts["kk"]
		art.NarrowPictureID = &narrow
		b.Arts["kk"] = art
	})
	aside, under := n.sell(banners.Aside, e.picture), n.sell(banners.Article, e.picture)
	list := n.sell(banners.List, e.picture, func(b *banners.Banner) { b.RubricIDs = []int64{e.economy.ID} })
	planned := n.sell(banners.Top, e.picture, func(b *banners.Banner) { at := time.Now().Add(time.Hour); b.From = &at })
	for path, want := range map[string][4]bool{ // top, aside, under the article, in the list
		"/": {true}, "/latest": {true, true}, economy: {true, true, false, true}, banks: {true, true, false, true}, sport: {true, true},
		article: {true, true, true}, lone: {true, true, true}, "/page/" + e.about.Slug: {true}, "/жоқ": {}, "/accessible": {},
	} {
		for i, id := range []int64{top.ID, aside.ID, under.ID, list.ID} {
			if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, goesTo(id)) == want[i] }) {
				t.Errorf("%s: place %d: want a banner: %v", path, i, want[i])
			}
		}
		if body := n.ask(kkHost, path).Body.String(); strings.Contains(body, goesTo(planned.ID)) || strings.Contains(body, "<script>alert") || strings.Contains(body, "bank.example") {
			t.Errorf("%s shows what it must not", path)
		}
	}
	if body := n.page(ruHost, "/"); strings.Contains(body, "data-banners") {
		t.Error("a Kazakh banner stands on the Russian site")
	}
	body := n.page(kkHost, article)
	for _, part := range []string{
		`<aside class="banner banner-top wrap" aria-label="Жарнама" data-banners>`, `<div class="banner banner-article" role="group" aria-label="Жарнама" data-banners>`,
		`<figcaption>Жарнама · Банк &#34;Ұлы &amp; дала&#34; &lt;script&gt;</figcaption>`, `rel="sponsored noopener nofollow"`,
		`<source media="(max-width: 47.99rem)" srcset="/media/bb22/400.webp 400w"`, `alt="Ұсыныс top" fetchpriority="low"`, `alt="Ұсыныс article" loading="lazy"`,
	} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s", part)
		}
	}
}

func TestABannerThatIsPausedOrDeletedIsGoneAtOnce(t *testing.T) {
	n, e := filled(t)
	paths := []string{"/", "/latest", news.Path(e.kk.Slug), rubrics.Path(e.sport.Labels["kk"].Slug)}
	for _, end := range []func(banners.Banner){
		func(b banners.Banner) {
			b.Paused = true
			_, err := n.banners.Update(t.Context(), b)
			n.must(err)
		},
		func(b banners.Banner) { n.must(n.banners.Delete(t.Context(), b.ID)) },
	} {
		b := n.sell(banners.Top, e.picture)
		for _, path := range paths {
			if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, goesTo(b.ID)) }) {
				t.Fatalf("%s does not show the banner", path)
			}
		}
		end(b)
		for _, path := range paths {
			if !n.becomes(kkHost, path, func(_ int, body string) bool { return !strings.Contains(body, "data-banners") }) {
				t.Errorf("%s still shows the banner", path)
			}
		}
		if got := n.ask(kkHost, "/go/"+strconv.FormatInt(b.ID, 10)); got.Code != http.StatusFound || got.Header().Get("Location") != "/" {
			t.Errorf("a banner that is gone leads to %d %s", got.Code, got.Header().Get("Location"))
		}
	}
	n.must(n.banners.Counter.Flush(t.Context()))
	var counted int
	n.must(n.db.Primary.NewRaw("SELECT count(*) FROM banner_days").Scan(t.Context(), &counted))
	if counted != 0 {
		t.Errorf("%d days of banners that are gone", counted)
	}
}

// A page that was cached before shows a banner from its first second on, and not any
// more after its last.
func TestABannerComesAndGoesWithItsTime(t *testing.T) {
	n, e := filled(t)
	from := time.Now().Add(1500 * time.Millisecond).Truncate(time.Millisecond)
	until := from.Add(1500 * time.Millisecond)
	b := n.sell(banners.Top, e.picture, func(b *banners.Banner) { b.From, b.Until = &from, &until })
	shows := func() bool { return strings.Contains(n.page(kkHost, "/latest"), goesTo(b.ID)) }
	for time.Now().Before(from.Add(-100 * time.Millisecond)) {
		if shows() {
			t.Fatal("it stands before its time")
		}
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(time.Until(from.Add(300 * time.Millisecond)))
	if !shows() {
		t.Error("it does not stand in its time")
	}
	time.Sleep(time.Until(until.Add(300 * time.Millisecond)))
	if shows() {
		t.Error("it stands after its time")
	}
}

func TestABannersLinkLeadsOnlyWhereTheDatabaseSays(t *testing.T) {
	n, e := filled(t)
	b := n.sell(banners.Top, e.picture)
	path := "/go/" + strconv.FormatInt(b.ID, 10)
	for _, wrong := range []string{"/go/999", "/go/x", "/go/-1", "/go/", "/go/99999999999999999999", "/go/1%2f..", "/go/https://evil.example"} {
		if got := n.ask(kkHost, wrong); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", wrong, got.Code, got.Header().Get("Location"))
		}
	}
	got := n.ask(kkHost, path+"?to=https://evil.example&url=//evil.example")
	header := got.Header()
	if got.Code != http.StatusFound || header.Get("Location") != "https://bank.example/?a=1&b=ә" && header.Get("Location") != "https://bank.example/?a=1&b=%D3%99" {
		t.Errorf("%d %s", got.Code, header.Get("Location"))
	}
	if !strings.Contains(header.Get("Cache-Control"), "no-store") || !strings.Contains(header.Get("X-Robots-Tag"), "noindex") || header.Get("Set-Cookie") != "" {
		t.Errorf("%v", header)
	}
	n.ask(kkHost, path)                                                                                 // the same reader once more
	n.ask(kkHost, path, "User-Agent", "Googlebot/2.1")                                                  // a robot
	n.ask(kkHost, path, "User-Agent", "")                                                               // nobody
	n.ask(kkHost, path, "User-Agent", "Mozilla/5.0 other", "Sec-Purpose", "prefetch")                   // in advance
	n.ask(kkHost, path, "User-Agent", "Mozilla/5.0 (X11) Firefox/140.0", "Sec-Fetch-Site", "same-site") // another reader
	n.must(n.banners.Counter.Flush(t.Context()))
	if found, err := n.banners.Get(t.Context(), b.ID); err != nil || found.Clicks != 2 {
		t.Errorf("%d clicks, %v", found.Clicks, err)
	}
}

func TestWhatPagesTellOfBannersIsCounted(t *testing.T) {
	n, e := filled(t)
	b := n.sell(banners.Top, e.picture)
	id := strconv.FormatInt(b.ID, 10)
	for body, want := range map[string]int{
		"": 400, "x": 400, "1,": 400, "1;2": 400, "1.5": 400, strings.Repeat("1,", 16) + "1": 400, strings.Repeat("1", 257): 413, strings.Repeat("1", 200): 400,
		"999": 204, "-5": 204,
	} {
		if got := n.post(kkHost, body); got.Code != want {
			t.Errorf("%.20q: %d, want %d", body, got.Code, want)
		}
	}
	n.post(kkHost, id, "User-Agent", "Googlebot/2.1")
	n.post(kkHost, id, "Sec-Fetch-Site", "cross-site")
	n.post(ruHost, id)
	time.Sleep(250 * time.Millisecond)
	for range 3 {
		if got := n.post(kkHost, id+","+id, "Sec-Fetch-Site", "same-origin"); got.Code != http.StatusNoContent || got.Header().Get("Set-Cookie") != "" {
			t.Errorf("%d %v", got.Code, got.Header())
		}
	}
	n.must(n.banners.Counter.Flush(t.Context()))
	if found, err := n.banners.Get(t.Context(), b.ID); err != nil || found.Shows != 1 || found.Clicks != 0 {
		t.Errorf("%d shows, %d clicks, %v", found.Shows, found.Clicks, err)
	}
	if got := n.ask(kkHost, seenPath); got.Code != http.StatusNotFound && got.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", got.Code)
	}
}

func TestManyBannersTakeTurnsAndThePageStaysSmall(t *testing.T) {
	n, e := filled(t)
	for range 15 {
		n.sell(banners.Top, e.picture)
	}
	if !n.becomes(kkHost, "/", func(_ int, body string) bool { return strings.Count(body, "data-banner=") == turns }) {
		t.Error("not as many banners as may take turns")
	}
	if body := n.page(kkHost, "/"); strings.Count(body, `" hidden>`) < turns-1 {
		t.Error("more than one stands without the script")
	}
}
