package website

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// place is a page of one of the sites.
type place struct{ host, path string }

// places are pages of every kind on both sites, a page that is not there included.
func (e edition) places() []place {
	all := []place{{kkHost, "/"}, {ruHost, "/"}, {kkHost, "/latest"}, {ruHost, "/latest"}, {kkHost, "/nothing"}, {ruHost, "/nothing"}, {kkHost, "/page/" + e.about.Slug}}
	for host, code := range map[string]lang.Code{kkHost: "kk", ruHost: "ru"} {
		all = append(all,
			place{host, "/rubric/" + e.economy.Labels[code].Slug}, place{host, "/rubric/" + e.banks.Labels[code].Slug},
			place{host, "/tag/" + e.tag.Labels[code].Slug}, place{host, "/author/" + e.author.Labels[code].Slug})
	}
	return append(all, place{kkHost, "/news/" + e.kk.Slug}, place{ruHost, "/news/" + e.ru.Slug}, place{kkHost, "/news/" + e.lone.Slug})
}

// all waits until every one of the pages is as it should be.
func (n *newsroom) all(where []place, what string, right func(body string) bool) {
	n.Helper()
	for _, p := range where {
		if !n.becomes(p.host, p.path, func(_ int, body string) bool { return right(body) }) {
			n.Errorf("%s: %s%s is not as it should be", what, p.host, p.path)
		}
	}
}

func says(text string) func(string) bool {
	return func(body string) bool { return strings.Contains(body, text) }
}

func silent(texts ...string) func(string) bool {
	return func(body string) bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(body, text) })
	}
}

// set writes a column that no step of the workflow would.
func (n *newsroom) set(id int64, assignment string) {
	n.Helper()
	_, err := n.db.Primary.ExecContext(n.Context(), "UPDATE articles SET "+assignment+" WHERE id = ?", id)
	n.must(err)
}

// again is the article as it is now.
func (n *newsroom) again(a news.Article) news.Article {
	n.Helper()
	a, err := n.news.Get(n.Context(), a.ID)
	n.must(err)
	return a
}

// link makes a preview link as an editor does, and gives its path.
func (n *newsroom) link(a news.Article, life time.Duration) (news.PreviewLink, string) {
	n.Helper()
	var user int64
	n.must(n.db.Primary.NewRaw(`INSERT INTO users (email, name, password_hash) VALUES ('editor@baq.test', 'Редактор', '')
		ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name RETURNING id`).Scan(n.Context(), &user))
	made, token, err := n.news.CreatePreview(access.WithPrincipal(n.Context(), access.Principal{UserID: user, Permissions: []access.Permission{"news.write_any"}}), a.ID, life)
	n.must(err)
	return made, news.PreviewPath(token)
}

// api is what apps get of the lists, and of the article when it is there.
func (n *newsroom) api(id int64) string {
	n.Helper()
	api := news.PublicAPI{News: n.news, Rubrics: n.rubrics, Tags: n.tags, Authors: n.authors, Photobank: n.photos, Languages: n.site.languages}
	all := httptest.NewRecorder()
	for _, l := range n.site.languages.All() {
		code, limit := string(l.Code), 100
		list, err := api.ListNews(n.Context(), public.ListNewsRequestObject{Params: public.ListNewsParams{Lang: &code, Limit: &limit}})
		n.must(err)
		n.must(list.VisitListNewsResponse(all))
	}
	if one, err := api.GetArticle(n.Context(), public.GetArticleRequestObject{ID: id}); err == nil {
		n.must(one.VisitGetArticleResponse(all))
	}
	return all.Body.String()
}

// written makes an article with all that could leak of it, in the story of its twin
// in the other language.
func (n *newsroom) written(e edition, twin news.Article, title string, change ...func(*news.Content)) news.Article {
	n.Helper()
	picture := n.picture("5ec7e7"+strings.Repeat("0", 2), "Құпия сурет", 400, 800)
	return n.draft("kk", twin.StoryID, title, e.economy.ID, append([]func(*news.Content){func(c *news.Content) {
		c.Slug, c.PictureID, c.TagIDs, c.Credits = "qupiya-adres", &picture, []int64{e.tag.ID}, news.SignedBy(e.author.ID)
		c.SEOTitle, c.SEODescription, c.Source, c.Location = "Құпия іздеу атауы", "Құпия сипаттама", "Құпия дереккөз", "Құпия қала"
	}}, change...)...)
}

// secrets are what nobody may see of such an article.
var secrets = []string{"Құпия", "құпия", "qupiya-adres", "5ec7e7"}

// leads is a text that leads to articles.
func leads(ids ...int64) func(*news.Content) {
	return func(c *news.Content) {
		blocks := []richtext.Block{richtext.Paragraph(richtext.Text("Мәтін."))}
		for _, id := range ids {
			blocks = append(blocks, richtext.Related(id))
		}
		c.Body, _ = richtext.New(blocks...)
	}
}

// gone is an address that never was, as far as readers are told.
func gone(code int, _ string) bool { return code == http.StatusNotFound }
