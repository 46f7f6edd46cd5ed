package website

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/redirects"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/testkit"
)

// leads waits until an address answers so: "301 /news/x", "410", "404".
func (n *newsroom) leads(host, path, want string) {
	n.Helper()
	got := ""
	if !n.becomes(host, path, func(code int, _ string) bool {
		got = strings.TrimSpace(fmt.Sprint(code, " ", n.ask(host, path).Header().Get("Location")))
		return got == want
	}) {
		n.Errorf("%s%s answers %q, want %q", host, path, got, want)
	}
}

func (n *newsroom) renamed(a news.Article, slug string) news.Article {
	n.Helper()
	a.Slug = slug
	after, err := n.news.Save(n.Context(), a.ID, a.Version, a.Content)
	n.must(err)
	return after
}

func TestOldAddressesOfArticles(t *testing.T) {
	n, e := filled(t)
	first := e.kk.Slug
	n.leads(kkHost, "/news/zhana", "404") // remembered as nothing
	a := n.renamed(e.kk, "zhana")
	n.leads(kkHost, "/news/"+first, "301 /news/zhana")
	n.leads(kkHost, "/news/zhana", "200")
	a = n.renamed(a, "zhana-2")
	n.leads(kkHost, "/news/"+first, "301 /news/zhana-2") // no chain
	n.leads(kkHost, "/news/zhana", "301 /news/zhana-2")
	n.leads(ruHost, "/news/zhana", "404") // another site

	// Two articles swap their slugs.
	b := n.renamed(e.lone, "uaqytsha")
	a = n.renamed(a, e.lone.Slug)
	b = n.renamed(b, "zhana-2")
	n.leads(kkHost, "/news/"+a.Slug, "200")
	n.leads(kkHost, "/news/zhana-2", "200")
	n.leads(kkHost, "/news/uaqytsha", "301 /news/zhana-2")
	n.leads(kkHost, "/news/"+first, "301 /news/"+a.Slug)

	// A draft that takes an old address does not hide where it leads; published it does.
	d := n.draft("kk", 0, "Жаңа мақала", e.sport.ID, func(c *news.Content) { c.Slug = "zhana" })
	n.leads(kkHost, "/news/zhana", "301 /news/"+a.Slug)
	d, err := n.news.Publish(t.Context(), d.ID, d.Version)
	n.must(err)
	n.leads(kkHost, "/news/zhana", "200")

	b, err = n.news.Unpublish(t.Context(), b.ID, b.Version)
	n.must(err)
	n.leads(kkHost, "/news/uaqytsha", "404")
	b, err = n.news.Publish(t.Context(), b.ID, b.Version)
	n.must(err)
	n.leads(kkHost, "/news/uaqytsha", "301 /news/zhana-2")
	_, err = n.news.Kill(t.Context(), a.ID, a.Version, "Сот шешімі №7")
	n.must(err)
	n.leads(kkHost, "/news/"+first, "410")

	// A draft that was never there leaves no address behind.
	n.renamed(e.hidden, "basqa")
	n.leads(kkHost, "/news/"+e.hidden.Slug, "404")
	_, _ = b, d
}

func TestOldAddressesOfEverythingElse(t *testing.T) {
	n, e := filled(t)
	rubric, author := e.economy.Labels["ru"].Slug, e.author.Labels["kk"].Slug
	_, err := n.rubrics.Update(t.Context(), rubrics.Rubric{ID: e.economy.ID, Version: e.economy.Version, Visible: true, Labels: map[lang.Code]rubrics.Label{
		"kk": e.economy.Labels["kk"], "ru": {Name: "Экономика", Slug: "dengi"}}})
	n.must(err)
	n.leads(ruHost, "/rubric/"+rubric+"?utm_source=tg", "301 /rubric/dengi")
	n.leads(kkHost, "/rubric/"+e.economy.Labels["kk"].Slug, "200")
	_, err = n.authors.Update(t.Context(), authors.Author{ID: e.author.ID, Version: e.author.Version, Labels: map[lang.Code]authors.Label{"kk": {Name: "А. Сәтбаева", Slug: "satbaeva"}}})
	n.must(err)
	n.leads(kkHost, "/author/"+author, "301 /author/satbaeva")
	n.leads(ruHost, "/author/"+e.author.Labels["ru"].Slug, "404") // it has no name there any more
	old := e.about.Slug
	e.about.Slug = "redakciya"
	e.about, err = n.pages.Update(t.Context(), e.about)
	n.must(err)
	n.leads(kkHost, "/page/"+old, "301 /page/redakciya")
	e.about.State = pages.Draft
	_, err = n.pages.Update(t.Context(), e.about)
	n.must(err)
	n.leads(kkHost, "/page/"+old, "404")
	if news.Path("x") != "/news/x" || rubrics.Path("x") != "/rubric/x" || tags.Path("x") != "/tag/x" || authors.Path("x") != "/author/x" || pages.Path("x") != "/page/x" {
		t.Error("addresses are not those that the triggers of the migration 0020 know")
	}
}

func TestRedirectsByHandOnTheSite(t *testing.T) {
	n, e := filled(t)
	in := func(path, target string) redirects.Input {
		return redirects.Input{Language: "kk", Path: path, Target: target, Gone: target == ""}
	}
	n.leads(kkHost, "/%D3%99%D0%BB%D0%B5%D0%BC/7.html", "404")
	out, err := n.old.Import(t.Context(), []redirects.Input{
		in("/әлем/7.html", "/news/"+e.kk.Slug), in("/index.php?id=7", "/latest"), in("/ketti", ""), in("/orys", "https://"+ruHost+"/latest"),
		in("/news/"+e.hidden.Slug, "/latest"), in("/latest/", "/news/"+e.kk.Slug),
	})
	n.must(err)
	if len(out.Refused) != 1 || out.Refused[0].Index != 5 {
		t.Fatalf("%+v", out.Refused)
	}
	n.leads(kkHost, "/%D3%99%D0%BB%D0%B5%D0%BC/7.html", "301 /news/"+e.kk.Slug)
	n.leads(kkHost, "/index.php?id=7", "301 /latest")
	n.leads(kkHost, "/index.php?id=8", "404")
	n.leads(kkHost, "/ketti", "410")
	n.leads(kkHost, "/orys", "301 https://"+ruHost+"/latest")
	n.leads(kkHost, "/news/"+e.hidden.Slug, "301 /latest")
	n.leads(kkHost, "/latest", "200")      // a page that is there wins
	for _, route := range n.web.Routes() { // and none is made there: it would carry what leads there
		if strings.ContainsAny(route.Path, ":*") || route.Method != http.MethodGet || route.Path == "/"+n.site.IndexNowKey+".txt" { // an administrator's own address
			continue
		}
		if _, err := n.old.Create(t.Context(), in(route.Path, "/rubric/"+e.sport.Labels["kk"].Slug)); !errors.Is(err, redirects.ErrLive) && !errors.Is(err, redirects.ErrBadPath) {
			t.Errorf("%s can be redirected: it belongs to the pages of redirects/path.go (%v)", route.Path, err)
		}
	}
	answer := n.ask(kkHost, "/orys")
	if answer.Header().Get("Cache-Control") != "no-cache" || answer.Body.Len() != 0 {
		t.Errorf("%v %q", answer.Header(), answer.Body)
	}
	if body := n.ask(kkHost, "/ketti").Body.String(); !strings.Contains(body, "Материал алынып тасталды") {
		t.Error("410 is not the page of what was taken down")
	}
	head := httptest.NewRecorder()
	n.web.ServeHTTP(head, httptest.NewRequest(http.MethodHead, "http://"+kkHost+"/orys", nil))
	post := httptest.NewRecorder()
	n.web.ServeHTTP(post, httptest.NewRequest(http.MethodPost, "http://"+kkHost+"/orys", nil))
	if head.Code != http.StatusMovedPermanently || post.Code == http.StatusMovedPermanently {
		t.Errorf("HEAD %d, POST %d", head.Code, post.Code)
	}
	_, err = n.news.Publish(t.Context(), e.hidden.ID, e.hidden.Version)
	n.must(err)
	n.leads(kkHost, "/news/"+e.hidden.Slug, "200")
	n.must(n.old.Flush(t.Context()))
	list, _, err := n.old.List(t.Context(), redirects.Query{Search: "orys", Limit: 5})
	n.must(err)
	if len(list) != 1 || list[0].Hits == 0 {
		t.Errorf("%+v", list)
	}
}

func TestWhatReadersAskForInVain(t *testing.T) {
	n, e := filled(t)
	robot := false
	n.site.Suspect = func(string) bool { return robot }
	for _, path := range []string{"/joq?mail=someone@baq.kz", "/joq", "/wp-admin/setup.php", "/.env", "/api.php", "/a/../../etc/passwd", "/news/" + e.kk.Slug} {
		n.ask(kkHost, path, "Referer", "https://someone:secret@ex.kz/bet?session=1#x")
	}
	robot = true
	n.ask(kkHost, "/robot")
	n.must(n.old.Flush(t.Context()))
	rows, next, err := n.old.Missing(t.Context(), redirects.MissingQuery{Language: "kk", Limit: 10})
	n.must(err)
	if len(rows) != 1 || next != nil || rows[0].Path != "/joq" || rows[0].Hits != 2 || rows[0].Referrer != "https://ex.kz/bet" {
		t.Fatalf("%+v", rows)
	}
	n.must(n.old.Dismiss(t.Context(), rows[0].ID))

	// Suggestions: by likeness, and by the number of a former address.
	n.old.Missed("kk", "/kaz/news/"+strings.ReplaceAll(e.kk.Slug, "bekitti", "beketti")+".html", "")
	n.must(n.old.Flush(t.Context()))
	rows, _, err = n.old.Missing(t.Context(), redirects.MissingQuery{Language: "kk", Limit: 100})
	n.must(err)
	found := false
	for _, m := range rows {
		if strings.HasPrefix(m.Path, "/kaz/") {
			likely, err := n.old.Suggest(t.Context(), m.ID)
			n.must(err)
			found = len(likely) > 0 && likely[0].Target == "/news/"+e.kk.Slug && likely[0].Likeness > 0.7
		}
	}
	if !found {
		t.Error("the likest article is not suggested first")
	}
	_, err = n.old.Import(t.Context(), []redirects.Input{{Language: "kk", Path: "/old/politics-90417.html", Target: "/news/" + e.lone.Slug}})
	n.must(err)
	n.old.Missed("kk", "/print/90417", "")
	n.must(n.old.Flush(t.Context()))
	var id int64
	if n.db.Primary.QueryRowContext(t.Context(), "SELECT id FROM missing_pages WHERE path = '/print/90417'").Scan(&id) == nil {
		likely, err := n.old.Suggest(t.Context(), id)
		n.must(err)
		if len(likely) == 0 || likely[0].Target != "/news/"+e.lone.Slug {
			t.Errorf("%+v", likely)
		}
	} else {
		t.Error("/print/90417 is not on the list")
	}

	for i := range 1000 { // a flood is cut
		n.old.Missed("kk", fmt.Sprintf("/flood/%d", i), "")
	}
	n.must(n.old.Flush(t.Context()))
	var count int
	n.must(n.db.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM missing_pages").Scan(&count))
	if count > 250 {
		t.Errorf("%d addresses of a flood were kept", count)
	}
}

func TestMergedTags(t *testing.T) {
	n, e := filled(t)
	into, err := n.tags.Create(t.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: "Қазына"}}})
	n.must(err)
	both := n.publish("kk", 0, "Екі тегі бар мақала", e.sport.ID, 3, func(c *news.Content) { c.TagIDs = []int64{into.ID, e.tag.ID} })
	for _, c := range []struct {
		name              string
		id, version, into int64
		want              error
	}{
		{"into itself", e.tag.ID, 1, e.tag.ID, tags.ErrMergeSelf},
		{"into nothing", e.tag.ID, 1, into.ID + 1000, tags.ErrMergeInto},
		{"nothing", into.ID + 1000, 1, into.ID, tags.ErrNotFound},
		{"a stale version", e.tag.ID, 7, into.ID, tags.ErrStale},
	} {
		if _, err := n.tags.Merge(t.Context(), n.news, c.id, c.version, c.into); err == nil || err.Error() != c.want.Error() {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	kk, ru, path := e.tag.Labels["kk"].Slug, e.tag.Labels["ru"].Slug, "/tag/"+into.Labels["kk"].Slug
	for _, page := range []string{path, "/tag/" + kk, "/news/" + e.kk.Slug} {
		n.page(kkHost, page)
	}

	// Meanwhile somebody gives articles the old tag: each is moved, or refused.
	var group errgroup.Group
	for i := range 4 {
		group.Go(func() error {
			_, err := n.news.Create(context.WithoutCancel(t.Context()), "kk", 0, news.Content{Title: fmt.Sprintf("Қатар жазылған %d", i), Body: document(t, "Мәтін"), TagIDs: []int64{e.tag.ID}})
			if err != nil && !strings.Contains(err.Error(), "unknown_reference") {
				return err
			}
			return nil
		})
	}
	after, err := n.tags.Merge(t.Context(), n.news, e.tag.ID, e.tag.Version, into.ID)
	n.must(err)
	n.must(group.Wait())
	if after.Labels["ru"].Slug != ru || after.Labels["kk"].Name != "Қазына" {
		t.Errorf("%+v", after)
	}
	n.leads(kkHost, "/tag/"+kk, "301 "+path)
	n.leads(ruHost, "/tag/"+ru, "200") // the name went over with its address
	if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, e.kk.Title) }) {
		t.Error("the other tag's page does not list what came to it")
	}
	if !n.becomes(kkHost, "/news/"+e.kk.Slug, func(_ int, body string) bool { return strings.Contains(body, "Қазына") }) {
		t.Error("an article's page shows the old tag")
	}
	var carried, positions int
	n.must(n.db.Primary.QueryRowContext(t.Context(), "SELECT count(*), max(position) FROM article_tags WHERE article_id = ?", both.ID).Scan(&carried, &positions))
	if carried != 1 || positions != 1 {
		t.Errorf("an article that carried both carries %d, at %d", carried, positions)
	}
	sealed, err := news.Seals{}.Find(t.Context(), n.db.Primary, contentseal.Wanted{IDs: []int64{e.kk.ID, e.ru.ID, both.ID}})
	n.must(err)
	for _, f := range sealed {
		if problem, detail := testkit.Seals(t).Judge(f); problem != "" {
			t.Errorf("the seal of %d was not made anew: %s %s", f.ID, problem, detail)
		}
	}

	// Merged twice: no chain.
	third := n.tagged("Қаржы", "Финансы")
	_, err = n.tags.Merge(t.Context(), n.news, into.ID, after.Version, third.ID)
	n.must(err)
	n.leads(kkHost, "/tag/"+kk, "301 /tag/"+third.Labels["kk"].Slug)
	n.leads(kkHost, path, "301 /tag/"+third.Labels["kk"].Slug)
	n.leads(ruHost, "/tag/"+ru, "301 /tag/"+third.Labels["ru"].Slug)
	var left int
	n.must(n.db.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM tags WHERE id IN (?, ?)", e.tag.ID, into.ID).Scan(&left))
	if left != 0 {
		t.Error("a merged tag is there")
	}
}
