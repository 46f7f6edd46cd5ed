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
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/testkit"
)

const api = "http://baq.test/api/v1"

// secret is a word of what readers must not see.
const secret = "Құпиясөз"

// readers is a newsroom whose public API is asked, with the contract beside it.
type readers struct {
	desk
	checker
	t *testing.T // of both the same
}

func newReaders(t *testing.T, more ...string) readers {
	t.Helper()
	return readers{newDesk(t, more...), newChecker(t), t}
}

// ask asks the public API and holds the answer against the contract.
func (r readers) ask(path string, header ...string) answer {
	r.t.Helper()
	a := r.page(api+path, header...)
	sparse := strings.Contains(path, "fields=") && a.status == http.StatusOK // required members may be gone
	if a.status != http.StatusNotModified && !sparse {                       // the former is HTTP's own, and of no contract
		r.check("GET", "/api/v1"+path, a)
	}
	return a
}

func ids(items []public.PublicSummary) (all []int64) {
	for _, i := range items {
		all = append(all, i.ID)
	}
	return all
}

// hide brings articles, and a page, into every state that readers see nothing of: in
// both languages and with the secret word all over. It gives their ids and slugs.
func (r readers) hide() (hidden []admin.Article) {
	r.t.Helper()
	tag := read[admin.Tag](r.t, r.chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Ортақ"}}}), 201)
	author := read[admin.Author](r.t, r.chief.send("POST", "/authors", object{"labels": object{"kk": object{"name": "Айгүл"}}}), 201)
	shared := object{"lead": secret, "body": doc(secret), "tagIds": []int64{tag.ID}, "credits": []object{{"authorId": author.ID, "role": "author"}}}
	for _, language := range []string{"kk", "ru"} {
		for _, state := range []string{"draft", "embargoed", "in_review", "ready", "scheduled", "unpublished", "killed", "trashed"} {
			more := object{"language": language}
			if state == "embargoed" {
				more["embargoUntil"] = in(time.Hour)
			}
			a := r.chief.article(r.content(secret+" "+state+" "+language, shared, more))
			switch state {
			case "in_review":
				a = r.chief.take("submit", a)
			case "ready":
				a = r.chief.take("approve", a)
			case "scheduled":
				a = r.chief.take("schedule", a, object{"publishAt": in(time.Hour)})
			case "unpublished":
				a = r.chief.take("unpublish", r.chief.take("publish", a))
			case "killed":
				a = r.chief.take("kill", r.chief.take("publish", a), object{"reason": "Сот шешімі"})
			case "trashed":
				a = r.chief.take("trash", a)
			}
			hidden = append(hidden, a)
		}
		if got := r.chief.send("POST", "/pages", object{"key": "secret", "language": language, "title": secret, "slug": "secret-" + language, "body": doc(secret)}); got.status != 201 {
			r.t.Fatalf("%d %s", got.status, got.text())
		}
	}
	return hidden
}

// TestPublicNothingOfWhatReadersMustNotSee: every operation of the contract is asked for
// everything that is hidden, by id and by address, in every language.
func TestPublicNothingOfWhatReadersMustNotSee(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	hidden := r.hide()
	shown := r.chief.take("publish", r.chief.article(r.content("Ашық мақала", object{"language": "kk", "tagIds": hidden[0].TagIds})))
	for _, a := range hidden { // as if they had been read
		if _, err := r.DB.Primary.NewRaw("INSERT INTO article_views VALUES (?, now(), ?, 9)", string(a.Language), a.ID).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	slugs := []string{"secret-kk", "secret-ru"}
	var numbers []int64
	for _, a := range append(hidden, shown) {
		slugs, numbers = append(slugs, a.Slug), append(numbers, a.ID, a.StoryID)
	}
	slices.Sort(numbers)
	contract := must(app.PublicContract())(t)
	asked := 0
	for _, o := range contract.Operations() {
		if o.Route.Method != http.MethodGet {
			continue
		}
		for _, path := range pathsOf(o, slices.Compact(numbers), slugs) {
			for _, language := range []string{"", "kk", "ru"} {
				query := "?"
				for _, p := range o.Route.Operation.Parameters {
					switch {
					case p.Value.In != "query":
					case p.Value.Name == "lang" && language != "":
						query += "lang=" + language + "&"
					case p.Value.Name == "limit":
						query += fmt.Sprintf("limit=%d&", int(*p.Value.Schema.Value.Max))
					case p.Value.Name == "include":
						query += "include=authors,tags&"
					case p.Value.Name == "q":
						query += "q=" + secret + "&"
					}
				}
				a := r.ask(path + strings.TrimRight(query, "?&"))
				asked++
				if strings.Contains(a.text(), secret) || a.status >= 500 && !strings.HasSuffix(a.code(), ".pending") {
					t.Errorf("%s%s: %d %s", path, query, a.status, a.text())
				}
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d requests were made", asked)
	}
	if list := read[public.PublicArticlePage](t, r.ask("/news"), 200); !slices.Equal(ids(list.Items), []int64{shown.ID}) {
		t.Errorf("%v", ids(list.Items))
	}
	for _, a := range hidden {
		want := 404
		if a.State == "killed" {
			want = 410
		}
		for _, path := range []string{fmt.Sprintf("/news/%d", a.ID), "/addresses/" + a.Slug + "?lang=" + string(a.Language)} {
			if got := r.ask(path); got.status != want || got.code() == "" {
				t.Errorf("%s of a %s: %d", path, a.State, got.status)
			}
		}
	}
}

// pathsOf are the paths of an operation with each of the values.
func pathsOf(o httpx.Operation, numbers []int64, slugs []string) (all []string) {
	path := o.Route.Path
	switch {
	case strings.Contains(path, "{id}"):
		for _, n := range numbers {
			all = append(all, strings.Replace(path, "{id}", fmt.Sprint(n), 1))
		}
	case strings.Contains(path, "{slug}"):
		for _, s := range slugs {
			all = append(all, strings.Replace(path, "{slug}", s, 1))
		}
	case strings.Contains(path, "{place}"):
		all = append(all, strings.Replace(path, "{place}", "front", 1))
	default:
		all = append(all, path)
	}
	return all
}

// TestPublicRefusals: what breaks the contract, in every operation that takes it.
func TestPublicRefusals(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	contract := must(app.PublicContract())(t)
	for _, o := range contract.Operations() {
		if o.Route.Method != http.MethodGet {
			continue
		}
		path := pathsOf(o, []int64{1}, []string{"joq"})[0]
		needed := "?"
		if strings.HasPrefix(o.Route.Path, "/search") {
			needed = "?q=a&"
		}
		for _, p := range o.Route.Operation.Parameters {
			var bad []string
			switch p.Value.Name {
			case "lang":
				bad = []string{"en", "KK", "kkk", "", "қаз", "%00"}
			case "limit":
				bad = []string{"0", "-1", "101", "99999999999999999999", "ten", "1e9"}
			case "cursor":
				bad = []string{"x", "%00", "bm90IGEgY3Vyc29y", strings.Repeat("A", 500), "%D2%9A"}
			case "fields":
				bad = []string{"none", "title,none", "", ",", "a.b", strings.Repeat("a,", 300) + "a"}
			case "include":
				bad = []string{"all", "authors,authors", ""}
			case "rubric", "tag", "author":
				bad = []string{"0", "x", "-1"}
			case "hours":
				bad = []string{"0", "721"}
			}
			for _, value := range bad {
				a := r.ask(path + needed + p.Value.Name + "=" + value)
				if a.code() == o.Route.Operation.Tags[0]+".pending" {
					continue
				}
				if a.status != 400 || a.header.Get("Content-Type") != "application/problem+json" || a.code() == "" || a.header.Get("Cache-Control") != "no-store" {
					t.Errorf("%s%s%s=%.40s: %d %s", path, needed, p.Value.Name, value, a.status, a.text())
				}
			}
		}
	}
	for path, code := range map[string]string{
		"/news/99": "news.not_found", "/addresses/joq": "news.not_found", "/stories/99": "news.story_not_found", "/news/99/related": "news.not_found", "/news/99/pictures": "news.not_found",
		"/rubrics/joq": "rubrics.not_found", "/tags/joq": "tags.not_found", "/authors/joq": "authors.not_found", "/pages/joq": "pages.not_found", "/pictures/99": "photobank.not_found",
		"/news?rubric=99": "rubrics.not_found",
	} {
		if a := r.ask(path); a.status != 404 || a.code() != code {
			t.Errorf("%s: %d %s", path, a.status, a.text())
		}
	}
}

// TestPublicEmpty: a portal without a word in it has empty lists, and no nulls.
func TestPublicEmpty(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	for _, path := range []string{"/news", "/news?include=authors,tags", "/news/most-read", "/news/most-read?hours=720", "/tags", "/authors", "/pages", fmt.Sprintf("/news?rubric=%d", r.rubric)} {
		if a := r.ask(path); a.status != 200 || !strings.Contains(a.text(), `"items":[]`) {
			t.Errorf("%s: %d %s", path, a.status, a.text())
		}
	}
	menu := read[public.PublicMenu](t, r.ask("/menu?lang=ru"), 200)
	if len(menu.Rubrics) != 1 || menu.Rubrics[0].Name != "Общество" || menu.Pages == nil || len(menu.Languages) != 2 {
		t.Errorf("%+v", menu)
	}
}

// TestPublicContent: what is on the site is in the API, in the language that was asked for.
func TestPublicContent(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	r := readers{desk{portal: a.portal}, newChecker(t), t}
	article := read[public.PublicArticle](t, r.ask("/addresses/"+a.article.Slug), 200)
	if article.ID != a.article.ID || article.Picture == nil || len(article.Authors) != 1 || len(article.Tags) != 1 {
		t.Fatalf("%+v", article)
	}
	if got := r.ask("/addresses/" + a.article.Slug + "?lang=ru"); got.status != 404 {
		t.Errorf("the Kazakh address in Russian: %d", got.status)
	}
	if versions := read[public.PublicSummaryList](t, r.ask(fmt.Sprintf("/stories/%d", article.StoryID)), 200); !slices.Contains(ids(versions.Items), article.ID) {
		t.Errorf("%v", ids(versions.Items))
	}
	pictures := read[public.PublicPictureList](t, r.ask(fmt.Sprintf("/news/%d/pictures", article.ID)), 200).Items
	if len(pictures) != 2 || pictures[0].ID != article.Picture.ID || len(pictures[0].Renditions) == 0 {
		t.Errorf("%+v", pictures)
	}
	used := r.ask(fmt.Sprintf("/pictures/%d", pictures[1].ID))
	if got := read[public.PublicPicture](t, used, 200); got.Caption != "Екінші" {
		t.Errorf("%+v", got)
	}
	for _, id := range a.ids("SELECT id FROM pictures WHERE NOT picture_in_use(id, true)") {
		if got := r.ask(fmt.Sprintf("/pictures/%d", id)); got.status != 404 {
			t.Errorf("picture %d of the archive: %d", id, got.status)
		}
	}
	if _, err := a.DB.Primary.NewRaw("UPDATE pictures SET expires_at = now() - interval '1 hour' WHERE id = ?", pictures[1].ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.Cache.Hint(t.Context(), 0, photobank.CacheTag(pictures[1].ID)) // no event tells of what is written past the portal
	if got := read[public.PublicPicture](t, r.ask(fmt.Sprintf("/pictures/%d", pictures[1].ID)), 200); got.Withheld == nil || len(got.Renditions) > 0 || got.Jpeg != nil {
		t.Errorf("rights have ended, and there it is: %+v", got)
	}
	list := read[public.PublicArticlePage](t, r.ask("/news?include=tags,authors"), 200)
	if item := list.Items[0]; item.Authors == nil || (*item.Authors)[0].Name != "Қоғам авторы" || item.Tags == nil || (*item.Tags)[0].Name != "Қоғам тегі" {
		t.Errorf("%+v", item)
	}
	if item := read[public.PublicArticlePage](t, r.ask("/news"), 200).Items[0]; item.Authors != nil || item.Tags != nil {
		t.Error("not asked for, and there")
	}
	if got := r.ask("/news?fields=title,url"); got.status != 200 || strings.Contains(got.text(), "lead") || !strings.Contains(got.text(), `"nextCursor":null`) {
		t.Errorf("%d %s", got.status, got.text())
	}
	for _, path := range []string{"/rubrics/qogam", "/tags/qogam-tegi", "/authors/qogam-avtory"} {
		if got := r.ask(path); got.status != 200 {
			t.Errorf("%s: %d", path, got.status)
		}
		if got := r.ask(path + "?lang=ru"); got.status != 404 {
			t.Errorf("%s in Russian: %d", path, got.status)
		}
	}
	if tags := read[public.PublicTagPage](t, r.ask("/tags?limit=1"), 200); len(tags.Items) != 1 || tags.NextCursor == nil {
		t.Errorf("%+v", tags)
	} else if next := read[public.PublicTagPage](t, r.ask("/tags?limit=1&cursor="+*tags.NextCursor), 200); len(next.Items) != 1 || next.Items[0].ID == tags.Items[0].ID || next.NextCursor != nil {
		t.Errorf("%+v", next)
	}
	if got := read[public.PublicAuthorPage](t, r.ask("/authors?q=мәдениет"), 200); len(got.Items) != 1 {
		t.Errorf("%+v", got)
	}
	if got := read[public.PublicAuthorPage](t, r.ask("/authors?lang=ru"), 200); len(got.Items) != 0 {
		t.Errorf("authors without a Russian name: %+v", got)
	}
}

// TestPublicOldAddress: an address that an article once had leads to it, and to nothing
// that readers must not see.
func TestPublicOldAddress(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	a := r.bring("published")
	old := a.Slug
	a = read[admin.Article](t, r.chief.send("PUT", fmt.Sprintf("/news/%d", a.ID), r.content(a.Title, object{"version": a.Version, "slug": "zhana-mekenzhai"})), 200)
	for _, slug := range []string{old, "zhana-mekenzhai"} {
		if got := read[public.PublicArticle](t, r.ask("/addresses/"+slug), 200); got.ID != a.ID || got.URL != "http://baq.test/news/zhana-mekenzhai" {
			t.Errorf("%s: %+v", slug, got)
		}
		if got := r.ask("/addresses/" + slug + "?lang=ru"); got.status != 404 {
			t.Errorf("%s in Russian: %d", slug, got.status)
		}
	}
	r.chief.take("unpublish", a)
	if got := r.ask("/addresses/" + old); got.status != 404 {
		t.Errorf("of an article that is gone: %d", got.status)
	}
}

// TestPublicListsAskForNoMoreOfMore: thirty articles need as many queries as one.
func TestPublicListsAskForNoMoreOfMore(t *testing.T) {
	t.Parallel()
	db, seen := testkit.DB(t), &queries{}
	db.Primary = db.Primary.WithQueryHook(seen)
	db.Replica = db.Primary
	p := newPortalOn(t, db)
	d := desk{portal: p, chief: p.user("chief_editor")}
	d.rubric = d.chief.rubric("Қоғам", "Общество", nil).ID
	one := func(i int) {
		tag := read[admin.Tag](t, d.chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": fmt.Sprint("Тег ", i)}}}), 201)
		author := read[admin.Author](t, d.chief.send("POST", "/authors", object{"labels": object{"kk": object{"name": fmt.Sprint("Автор ", i)}}}), 201)
		d.chief.publish(d.chief.article(d.content(fmt.Sprint("Мақала ", i), object{"language": "kk", "tagIds": []int64{tag.ID}, "credits": []object{{"authorId": author.ID, "role": "author"}}})))
	}
	spent := func(path string, items int) int {
		p.forget(t)
		seen.asked = nil
		if got := read[public.PublicArticlePage](t, p.page(api+path), 200); len(got.Items) != items {
			t.Fatalf("%s: %d articles", path, len(got.Items))
		}
		return len(seen.asked)
	}
	one(0)
	plain, rich := spent("/news", 1), spent("/news?include=authors,tags", 1)
	for i := range 9 {
		one(i + 1)
	}
	if now := spent("/news", 10); now != plain || now > 6 {
		t.Errorf("a list of ten asks %d times, of one %d times", now, plain)
	}
	if now := spent("/news?include=authors,tags", 10); now != rich || now > 11 {
		t.Errorf("a list of ten with authors and tags asks %d times, of one %d times: %s", now, rich, strings.Join(seen.asked, "\n"))
	}
}

// TestPublicViews: what readers open is counted and listed; robots are not, nor what is
// no article.
func TestPublicViews(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	live, draft := r.bring("published"), r.bring("draft")
	for i := range 3 {
		r.from = fmt.Sprintf("10.1.0.%d", i)
		for _, id := range []int64{live.ID, live.ID, draft.ID, 4711} {
			a := r.send("POST", fmt.Sprintf("%s/news/%d/views", api, id), nil, "User-Agent", "Mozilla/5.0 Firefox/140.0")
			r.check("POST", fmt.Sprintf("/api/v1/news/%d/views", id), a)
			if a.status != 204 {
				t.Fatalf("%d %s", a.status, a.text())
			}
		}
		r.send("POST", fmt.Sprintf("%s/news/%d/views", api, live.ID), nil, "User-Agent", "Googlebot/2.1")
	}
	if a := r.send("POST", api+"/news/0/views", nil); a.status != 400 {
		t.Errorf("%d", a.status)
	}
	if err := r.Readership.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := read[public.PublicSummaryList](t, r.ask("/news/most-read"), 200); !slices.Equal(ids(got.Items), []int64{live.ID}) {
		t.Errorf("%v", ids(got.Items))
	}
	if got := read[public.PublicSummaryList](t, r.ask("/news/most-read?lang=ru"), 200); len(got.Items) != 0 {
		t.Errorf("%v", ids(got.Items))
	}
	if n := r.count("SELECT coalesce(sum(views), 0) FROM article_totals"); n != 3 {
		t.Errorf("%d views", n)
	}
}

// TestPublicFromAnywhere: pages of other sites may read, and know what they read of.
func TestPublicFromAnywhere(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	a := r.ask("/news", "Origin", "https://app.example")
	if a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%v", a.header)
	}
	for _, name := range []string{"ETag", "RateLimit-Remaining", "Deprecation", "Sunset", "Link", "Retry-After"} {
		if !strings.Contains(a.header.Get("Access-Control-Expose-Headers"), name) {
			t.Errorf("%s is not exposed", name)
		}
	}
	if again := r.ask("/news", "If-None-Match", a.header.Get("ETag")); again.status != 304 || len(again.body) != 0 {
		t.Errorf("%d %s", again.status, again.text())
	}
	r.bring("published")
	if again := r.ask("/news", "If-None-Match", a.header.Get("ETag")); again.status != 200 {
		t.Errorf("news have come, and the answer is %d", again.status)
	}
	preflight := r.send("OPTIONS", api+"/news", nil, "Origin", "https://app.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
	if preflight.status != 204 || preflight.header.Get("Access-Control-Allow-Methods") != "GET,HEAD" || !strings.Contains(preflight.header.Get("Access-Control-Allow-Headers"), "if-none-match") {
		t.Errorf("%d %v", preflight.status, preflight.header)
	}
	if refused := r.ask("/news/99", "Origin", "https://app.example"); refused.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("a page of another site can't read a refusal")
	}
}

// TestPublicRate: the limit is an address's, of IPv6 a network's; the sites have none.
func TestPublicRate(t *testing.T) {
	r := newReaders(t, "PORTAL_API_RATE", "5")
	for i := range 7 {
		r.from = "[2001:db8:1:2::" + fmt.Sprint(i) + "]"
		a := r.page(api + "/languages")
		want, left := 200, fmt.Sprint(max(0, 4-i))
		if i >= 5 {
			want = 429
		}
		if a.status != want || a.header.Get("RateLimit-Limit") != "5" || a.header.Get("RateLimit-Remaining") != left || a.header.Get("RateLimit-Reset") == "" {
			t.Errorf("request %d: %d %v", i, a.status, a.header)
		}
		if i >= 5 && (a.code() != "api.too_many_requests" || a.header.Get("Retry-After") == "" || a.header.Get("Access-Control-Allow-Origin") != "*" && a.header.Get("Vary") == "") {
			t.Errorf("%v %s", a.header, a.text())
		}
	}
	for range 20 {
		if a := r.page("http://baq.test/"); a.status != 200 {
			t.Fatalf("the site: %d", a.status)
		}
	}
	r.from = "203.0.113.9"
	if a := r.page(api + "/languages"); a.status != 200 {
		t.Errorf("another address: %d", a.status)
	}
	if a := r.chief.send("GET", "/news", nil); a.status != 200 {
		t.Errorf("the newsroom: %d", a.status)
	}
}
