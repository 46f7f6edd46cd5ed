package website

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/httpx"
)

// TestKilled: the address answers that there was something, in the site's own
// words; nothing of the article is left on any page.
func TestKilled(t *testing.T) {
	n, e := filled(t)
	twin := n.publish("ru", 0, "Версия на русском", e.economy.ID, 3)
	a := n.written(e, twin, "Құпия құжат жария болды", breaks, leads(e.lone.ID))
	a, err := n.news.Publish(t.Context(), a.ID, a.Version)
	n.must(err)
	reader := n.publish("kk", 0, "Сілтемесі бар мақала", e.sport.ID, 4, leads(a.ID))
	path, where := "/news/"+a.Slug, append(e.places(), place{kkHost, "/news/" + reader.Slug}, place{ruHost, "/news/" + twin.Slug})
	n.all([]place{{kkHost, "/"}, {kkHost, "/latest"}, {ruHost, "/news/" + twin.Slug}, {kkHost, "/news/" + reader.Slug}}, "published", says(a.Slug))
	if !strings.Contains(n.api(a.ID), a.Title) {
		t.Error("the API does not show the published article")
	}
	etag := n.ask(kkHost, path).Header().Get("ETag")

	_, err = n.news.Kill(t.Context(), a.ID, a.Version, "Сот шешімі №7")
	n.must(err)
	if !n.becomes(kkHost, path, func(code int, _ string) bool { return code == http.StatusGone }) {
		t.Fatal("the killed article is there")
	}
	for name, headers := range map[string][]string{"plain": nil, "with the old tag": {"If-None-Match", etag}, "with any tag": {"If-None-Match", "*"}} {
		answer := n.ask(kkHost, path, headers...)
		body := answer.Body.String()
		if answer.Code != http.StatusGone || answer.Header().Get("Cache-Control") != "no-store" || answer.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %v", name, answer.Code, answer.Header())
		}
		for _, part := range []string{"Материал алынып тасталды", `<meta name="robots" content="noindex, follow">`, `href="/"`} {
			if !strings.Contains(body, part) {
				t.Errorf("%s: the page has no %s", name, part)
			}
		}
		for _, part := range append(secrets, "Сот шешімі", "canonical", "og:", e.author.Labels["kk"].Slug) {
			if strings.Contains(body, part) {
				t.Errorf("%s: the page tells of %s", name, part)
			}
		}
	}
	n.all(where, "killed", silent(append(secrets, "Сот шешімі")...))
	if got := n.api(a.ID); !silent(append(secrets, "Сот шешімі")...)(got) {
		t.Error("the API shows the killed article")
	}
	if alternates(n.page(ruHost, "/news/"+twin.Slug))[0] != "ru https://rus.baq.test/news/"+twin.Slug {
		t.Error("the other language names the killed version")
	}
}

func TestKilledToHeadAndInEachLanguage(t *testing.T) {
	n, e := filled(t)
	path := "/news/" + e.ru.Slug
	n.page(ruHost, path)
	_, err := n.news.Kill(t.Context(), e.ru.ID, e.ru.Version, "Причина")
	n.must(err)
	if !n.becomes(ruHost, path, func(code int, body string) bool {
		return code == http.StatusGone && strings.Contains(body, "Материал удалён")
	}) {
		t.Error("no Russian words for what was killed")
	}
	if !n.becomes(kkHost, "/news/"+e.kk.Slug, func(code int, _ string) bool { return code == http.StatusOK }) {
		t.Error("the other language went with it")
	}
	server := httptest.NewServer(httpx.AnswerHead(n.web))
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodHead, server.URL+path, nil)
	n.must(err)
	request.Host = ruHost
	answer, err := http.DefaultClient.Do(request)
	n.must(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusGone || answer.Header.Get("Content-Language") != "ru" || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("HEAD: %d %v", answer.StatusCode, answer.Header)
	}
}

// TestNotPublished: what is not on its site was never there, whatever its state.
func TestNotPublished(t *testing.T) {
	n, e := filled(t)
	ctx := t.Context()
	for name, into := range map[string]func(news.Article) (news.Article, error){
		"a draft":   func(a news.Article) (news.Article, error) { return a, nil },
		"in review": func(a news.Article) (news.Article, error) { return n.news.Submit(ctx, a.ID, a.Version) },
		"ready":     func(a news.Article) (news.Article, error) { return n.news.Approve(ctx, a.ID, a.Version) },
		"scheduled": func(a news.Article) (news.Article, error) {
			tomorrow := time.Now().Add(24 * time.Hour)
			return n.news.Schedule(ctx, a.ID, a.Version, &tomorrow, nil)
		},
		"in the trash": func(a news.Article) (news.Article, error) { return n.news.Trash(ctx, a.ID, a.Version) },
		"unpublished": func(a news.Article) (news.Article, error) {
			a, err := n.news.Publish(ctx, a.ID, a.Version)
			n.must(err)
			n.page(kkHost, "/news/"+a.Slug)
			return n.news.Unpublish(ctx, a.ID, a.Version)
		},
	} {
		a, err := into(n.draft("kk", 0, "Күтудегі мақала: "+name, e.sport.ID))
		n.must(err)
		if !n.becomes(kkHost, "/news/"+a.Slug, gone) {
			t.Errorf("%s: the article is there", name)
		}
		n.all(e.places(), name, silent("Күтудегі мақала"))
	}
}
