package website

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/keyset"
)

func TestPages(t *testing.T) {
	n, e := filled(t)
	for _, c := range []struct {
		host, path string
		says       []string
	}{
		{kkHost, "/", []string{`<html lang="kk">`, "Үкімет бюджетті бекітті", "Соңғы жаңалықтар", "Сенбі, 21 қараша 2020", "Бюджет жобасы", "Агенттік туралы"}},
		{ruHost, "/", []string{`<html lang="ru">`, "Правительство утвердило бюджет", "Суббота, 21 ноября 2020", "Проект бюджета"}},
		{kkHost, "/rubric/" + e.economy.Labels["kk"].Slug, []string{"<h1>Экономика</h1>", "Банктер несие беруді арттырды", "Банктер</a>"}},
		{kkHost, "/tag/" + e.tag.Labels["kk"].Slug, []string{"<h1>Бюджет жобасы</h1>", "Үкімет бюджетті бекітті"}},
		{ruHost, "/author/" + e.author.Labels["ru"].Slug, []string{"<h1>Айгерим Сатпаева</h1>", "Правительство утвердило бюджет"}},
		{kkHost, "/latest", []string{"<h1>Соңғы жаңалықтар</h1>", "Спорт жаңалығы №0"}},
		{kkHost, "/page/" + e.about.Slug, []string{"<h1>Агенттік туралы</h1>", "Агенттік туралы мәтіні."}},
		{kkHost, "/news/" + e.kk.Slug, []string{
			"<h1>Үкімет бюджетті бекітті</h1>", "туралы толық мәтін.", "бүгін, 11:59", "Айгерім Сәтбаева", "Бюджет жобасы",
			`<title>Үкімет бюджетті бекітті – BAQ.KZ</title>`, `<meta name="keywords" content="Бюджет жобасы">`,
		}},
	} {
		answer := n.ask(c.host, c.path)
		if answer.Code != http.StatusOK {
			t.Errorf("%s%s: %d\n%s", c.host, c.path, answer.Code, n.log)
			continue
		}
		for _, text := range c.says {
			if !strings.Contains(answer.Body.String(), text) {
				t.Errorf("%s%s does not say %q", c.host, c.path, text)
			}
		}
		if strings.Contains(answer.Body.String(), e.hidden.Title) {
			t.Errorf("%s%s shows a draft", c.host, c.path)
		}
	}
}

func TestUpdatedIsSaidOfChangesOnly(t *testing.T) {
	n, e := filled(t)
	path := "/news/" + e.kk.Slug
	if strings.Contains(n.page(kkHost, path), "Жаңартылды") {
		t.Error("an article that nobody has changed is said to be updated")
	}
	e.kk.Lead = "Жаңа лид."
	_, err := n.news.Save(t.Context(), e.kk.ID, e.kk.Version, e.kk.Content) // hours after its publication
	n.must(err)
	updated := func(_ int, body string) bool {
		return strings.Contains(body, "Жаңартылды") && strings.Contains(body, "article:modified_time")
	}
	if !n.becomes(kkHost, path, updated) {
		t.Error("a changed article is not said to be updated")
	}
}

func TestHeaders(t *testing.T) {
	n, e := filled(t)
	answer := n.ask(kkHost, "/news/"+e.kk.Slug)
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=UTF-8", "Content-Language": "kk", "Cache-Control": "no-cache",
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
	} {
		if got := answer.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	policy := answer.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self' 'sha256-", "frame-ancestors 'self'", "base-uri 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy %q has no %s", policy, part)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy allows the unsafe: %s", policy)
	}
	tag := answer.Header().Get("ETag")
	again := n.ask(kkHost, "/news/"+e.kk.Slug, "If-None-Match", "W/"+tag)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("a page that the reader has: %d, %d bytes", again.Code, again.Body.Len())
	}
	if n.ask(kkHost, "/news/"+e.kk.Slug, "If-None-Match", `"other"`).Code != http.StatusOK {
		t.Error("a page that the reader has not was not sent")
	}
}

func TestFrontPageOfTheMainHost(t *testing.T) {
	n, _ := filled(t)
	away := n.ask(kkHost, "/", "Accept-Language", "ru-RU,ru;q=0.9")
	if away.Code != http.StatusFound || away.Header().Get("Location") != "https://"+ruHost+"/" {
		t.Fatalf("a Russian reader: %d %s", away.Code, away.Header().Get("Location"))
	}
	if away.Header().Get("Cache-Control") != "private, no-store" || !strings.Contains(away.Header().Get("Vary"), "Accept-Language") {
		t.Errorf("the redirect may be kept: %v", away.Header())
	}
	cookie := away.Result().Cookies()[0]
	again := n.ask(kkHost, "/", "Accept-Language", "ru-RU,ru;q=0.9", "Cookie", cookie.Name+"="+cookie.Value)
	if again.Code != http.StatusOK || !strings.Contains(again.Header().Get("Vary"), "Cookie") {
		t.Errorf("the second visit: %d, Vary %q", again.Code, again.Header().Get("Vary"))
	}
	if there := n.ask(ruHost, "/", "Accept-Language", "kk"); there.Code != http.StatusOK {
		t.Errorf("the Russian site sends a Kazakh reader away: %d", there.Code)
	}
	if deep := n.ask(kkHost, "/latest", "Accept-Language", "ru"); deep.Code != http.StatusOK {
		t.Errorf("a deep link: %d", deep.Code)
	}
}

func TestWrongAddresses(t *testing.T) {
	n, e := filled(t)
	far := keyset.Encode(keyset.ByName{Name: "x", ID: 1})
	ancient := base64.RawURLEncoding.EncodeToString([]byte(`{"t":"0000-01-01T00:00:00Z","i":1}`))
	for path, want := range map[string]int{
		"/nothing":                           http.StatusNotFound,
		"/news/nothing":                      http.StatusNotFound,
		"/news/" + e.ru.Slug:                 http.StatusNotFound, // of the other language
		"/news/" + e.hidden.Slug:             http.StatusNotFound,
		"/rubric/nothing":                    http.StatusNotFound,
		"/tag/nothing":                       http.StatusNotFound,
		"/author/nothing":                    http.StatusNotFound,
		"/page/nothing":                      http.StatusNotFound,
		"/news/%ff%fe":                       http.StatusNotFound,
		"/news/%00":                          http.StatusNotFound,
		"/news/" + strings.Repeat("a", 2000): http.StatusNotFound,
		"/news/a%27%20OR%201=1--":            http.StatusNotFound,
		"/latest?before=rubbish":             http.StatusNotFound,
		"/latest?before=" + far:              http.StatusOK, // no time: before everything
		"/latest?before=" + ancient:          http.StatusNotFound,
		"/latest?before=%ff":                 http.StatusNotFound,
		"/latest?unknown=1&x[]=2":            http.StatusOK,
		"/?utm_source=x":                     http.StatusOK,
		"/assets/none.css":                   http.StatusNotFound,
		"/language/xx":                       http.StatusNotFound,
	} {
		answer := n.ask(kkHost, path)
		if answer.Code != want {
			t.Errorf("%s: %d, want %d\n%s", path, answer.Code, want, n.log)
			n.log.Reset()
		}
	}
}

func TestErrorPages(t *testing.T) {
	n, _ := filled(t)
	for host, title := range map[string]string{kkHost: "Бет табылмады", ruHost: "Страница не найдена"} {
		first, second := n.ask(host, "/nothing"), n.ask(host, "/nothing")
		for _, answer := range []*httptest.ResponseRecorder{first, second} {
			id := answer.Header().Get("X-Request-Id")
			body := answer.Body.String()
			if answer.Code != http.StatusNotFound || !strings.Contains(body, title) || !strings.Contains(body, id) || strings.Contains(body, requestPlace) {
				t.Errorf("%s: %d without %q or its number %s", host, answer.Code, title, id)
			}
			if answer.Header().Get("Cache-Control") != "no-store" || answer.Header().Get("Content-Security-Policy") == "" {
				t.Errorf("%s: headers %v", host, answer.Header())
			}
		}
	}
	n.must(n.db.Close())
	answer := n.ask(ruHost, "/latest?before=")
	body := answer.Body.String()
	if answer.Code != http.StatusInternalServerError || !strings.Contains(body, "Не удалось открыть страницу") || !strings.Contains(body, answer.Header().Get("X-Request-Id")) {
		t.Errorf("without a database: %d %s", answer.Code, body)
	}
	for _, secret := range []string{"sql", "bun", "panic", ".go", "127.0.0.1", "/tmp"} {
		if strings.Contains(strings.ToLower(body), secret) {
			t.Errorf("the page tells of %q", secret)
		}
	}
	if unavailable := n.site.renderProblem(t, http.StatusServiceUnavailable); !strings.Contains(unavailable, "Сайт уақытша қолжетімсіз") {
		t.Error("no words for 503")
	}
}

func (s *Site) renderProblem(t *testing.T, number int) string {
	t.Helper()
	main := s.languages.Main()
	page, err := s.problemPage(t.Context(), visit{language: main, locale: s.locales[string(main.Code)]}, number)
	if err != nil {
		t.Fatal(err)
	}
	return string(page.Body)
}

func TestSlashAndHead(t *testing.T) {
	n, e := filled(t)
	answer := n.ask(kkHost, "/news/"+e.kk.Slug+"/?a=b")
	if answer.Code != http.StatusMovedPermanently || answer.Header().Get("Location") != "/news/"+e.kk.Slug+"?a=b" {
		t.Errorf("with a slash: %d %s", answer.Code, answer.Header().Get("Location"))
	}
	server := httptest.NewServer(httpx.AnswerHead(n.web))
	defer server.Close()
	head, err := http.Head(server.URL + "/latest")
	n.must(err)
	defer head.Body.Close()
	if want := int64(len(n.page(kkHost, "/latest"))); head.StatusCode != http.StatusOK || head.ContentLength != want {
		t.Errorf("HEAD: %d, %d bytes, want %d", head.StatusCode, head.ContentLength, want)
	}
}

func TestWithoutRedis(t *testing.T) {
	n, _ := filled(t)
	n.redis.Stop()
	if body := n.page(kkHost, "/latest"); !strings.Contains(body, "Спорт жаңалығы №0") {
		t.Error("the page is not whole")
	}
}

func TestPictures(t *testing.T) {
	n, e := filled(t)
	body := n.page(kkHost, "/news/"+e.kk.Slug)
	for _, part := range []string{
		`srcset="/media/aa11/400.webp 400w, /media/aa11/800.webp 800w, /media/aa11/1200.webp 1200w"`, `width="1200" height="800"`,
		`fetchpriority="high"`, `alt="Сипаттама"`, "Отырыс залы", "Фото: Ерлан Мұқаш", `<meta property="og:image" content="https://baq.test/media/aa11/social-`, `<meta property="og:image:height" content="630">`, `class="k123"`,
	} {
		if !strings.Contains(body, part) {
			t.Errorf("the article has no %s", part)
		}
	}
	if home := n.page(kkHost, "/"); strings.Count(home, `fetchpriority="high"`) != 1 {
		t.Error("the front page must load one picture first")
	}
	small := n.picture("bb22", "Шағын", 300, 300, 300)
	a := n.publish("kk", 0, "Шағын суретті мақала", e.sport.ID, 5, func(c *news.Content) { c.PictureID = &small })
	if body := n.page(kkHost, "/news/"+a.Slug); !strings.Contains(body, `srcset="/media/bb22/400.webp 300w"`) {
		t.Error("the renditions of a small picture are not one")
	}
	lost := n.picture("cc33", "Файлсыз")
	a = n.publish("kk", 0, "Суреті жоғалған мақала", e.sport.ID, 6, func(c *news.Content) { c.PictureID = &lost })
	if body := n.page(kkHost, "/news/"+a.Slug); strings.Contains(body, "cc33") {
		t.Error("a picture without files is shown")
	}
}

var older = regexp.MustCompile(`href="([^"]+)" rel="next"`)

// TestOlderPages walks a rubric to its end: each article is there once.
func TestOlderPages(t *testing.T) {
	n, e := filled(t)
	path, seen := "/rubric/"+e.sport.Labels["kk"].Slug, 0
	list := regexp.MustCompile(`(?s)<div class="with-aside">(.*?)<aside>`)
	for pages := 0; path != ""; pages++ {
		if pages > 3 {
			t.Fatal("the pages have no end")
		}
		body := n.page(kkHost, path)
		seen += strings.Count(list.FindString(body), `<a class="cover" href="/news/`)
		next := older.FindStringSubmatch(body)
		if pages > 0 && (!strings.Contains(body, `content="noindex, follow"`) || !strings.Contains(body, "Соңғы жаңалықтарға оралу")) {
			t.Errorf("%s is like a first page", path)
		}
		path = ""
		if next != nil {
			path = strings.ReplaceAll(next[1], "&amp;", "&")
		}
	}
	if seen != 30 {
		t.Errorf("%d articles on all pages, want 30", seen)
	}
}

func TestCachedOnce(t *testing.T) {
	n, e := filled(t)
	first := n.page(kkHost, "/news/"+e.kk.Slug)
	misses := n.site.Cache.Counts().Misses
	if second := n.page(kkHost, "/news/"+e.kk.Slug+"?utm_source=x"); second != first {
		t.Error("two answers differ")
	}
	if now := n.site.Cache.Counts().Misses; now != misses {
		t.Error("an unknown parameter makes another page")
	}
}

// TestHeadIsGetWithoutABody on every kind of page (RFC 9110, section 9.3.2).
func TestHeadIsGetWithoutABody(t *testing.T) {
	n := open(t)
	server := httptest.NewServer(n.web)
	defer server.Close()
	for path, want := range map[string]int{"/": 200, "/latest": 200, "/news/nothing": 404, "/latest/": 301} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodHead, server.URL+path, nil)
		n.must(err)
		r.Host = kkHost
		r.Header.Set("User-Agent", browser)
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		answer, err := client.Do(r)
		n.must(err)
		body, err := io.ReadAll(answer.Body)
		n.must(errors.Join(err, answer.Body.Close()))
		if answer.StatusCode != want || len(body) != 0 {
			t.Errorf("HEAD %s: %d with %d bytes", path, answer.StatusCode, len(body))
		}
	}
}
