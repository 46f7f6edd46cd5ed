package website

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/platform/kazscript"
	"baq.kz/portal/api/internal/platform/lang"
)

// latin and arabic are the scripts of Kazakh as the portal sets them by default.
var (
	latin  = lang.Script{Code: "latn", Tag: "kk-Latn", Alphabet: "latin-2018"}
	arabic = lang.Script{Code: "arab", Tag: "kk-Arab", Alphabet: "arabic-tote", RightToLeft: true}
)

// kinds are the paths of a page of each kind.
func (e edition) kinds() []string {
	return []string{
		"/", "/latest", "/rubric/" + e.economy.Labels["kk"].Slug, "/rubric/" + e.sport.Labels["kk"].Slug, "/tag/" + e.tag.Labels["kk"].Slug,
		"/author/" + e.author.Labels["kk"].Slug, "/news/" + e.kk.Slug, "/news/" + e.lone.Slug, "/page/" + e.about.Slug, "/archive", "/archive/2020-11-21",
		"/search", "/search?q=бюджет", "/search?q=жоқнәрсе", "/accessible", "/offline",
	}
}

// TestEveryPageInEveryScript: each page has an address in each script, leads on within
// it, names all its forms, and leaves no Kazakh word in Cyrillic.
func TestEveryPageInEveryScript(t *testing.T) {
	n, e := filled(t, latin, arabic)
	for _, path := range e.kinds() {
		source := n.page(kkHost, path)
		for _, s := range n.site.languages.Main().Scripts {
			answer := n.ask(kkHost, s.Path(path))
			body := answer.Body.String()
			if answer.Code != http.StatusOK || answer.Header().Get("Content-Language") != s.Tag {
				t.Fatalf("%s: %d, %s\n%s", s.Path(path), answer.Code, answer.Header().Get("Content-Language"), n.log)
			}
			root := `<html lang="` + s.Tag + `"`
			if s.RightToLeft {
				root += ` dir="rtl"`
			}
			if !strings.Contains(body, root+">") {
				t.Errorf("%s is not %s", s.Path(path), root)
			}
			n.checkLetters(s.Path(path), body)
			n.checkLinks(s, path, body)
			if a, b := strings.Count(source, "<")-strings.Count(source, `rel="amphtml"`), strings.Count(body, "<"); a != b {
				t.Errorf("%s has %d tags, the page that it is a form of %d", s.Path(path), b, a)
			}
		}
	}
}

// checkLetters looks for Cyrillic letters in what is not of another language.
func (n *newsroom) checkLetters(path, body string) {
	n.Helper()
	z := html.NewTokenizer(strings.NewReader(body))
	foreign := 0
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch {
		case kind == html.StartTagToken && token.Data == "a" && slices.ContainsFunc(token.Attr, func(a html.Attribute) bool { return a.Key == "lang" && (a.Val == "ru" || a.Val == "kk-Cyrl") }):
			foreign++
		case kind == html.EndTagToken && token.Data == "a" && foreign > 0:
			foreign--
		case kind == html.TextToken && foreign == 0 && cyrillic.MatchString(token.Data):
			n.Errorf("%s says %.200q", path, token.Data)
		}
	}
}

var (
	cyrillic  = regexp.MustCompile(`\p{Cyrillic}`)
	plainLink = regexp.MustCompile(`<(?:a|form)\b[^>]* (?:href|action)="(/[^"]*)"`)
	otherForm = regexp.MustCompile(`<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">`)
)

// checkLinks: links stay in the script, and canonical and hreflang name each other.
func (n *newsroom) checkLinks(s lang.Script, path, body string) {
	n.Helper()
	for _, link := range plainLink.FindAllStringSubmatch(body, -1) {
		if to := html.UnescapeString(link[1]); to != "/"+s.Code && !strings.HasPrefix(to, "/"+s.Code+"/") && !strings.HasPrefix(to, "/"+s.Code+"?") {
			n.Errorf("%s leads out of its script to %s", s.Path(path), to)
		}
	}
	path, _, _ = strings.Cut(path, "?")
	if !strings.Contains(body, `<link rel="canonical" href="https://`+kkHost+s.Path(path)+`">`) {
		n.Errorf("%s has not its own address as the canonical one", s.Path(path))
	}
	forms := map[string]string{}
	for _, form := range otherForm.FindAllStringSubmatch(body, -1) {
		forms[form[1]] = form[2]
	}
	for tag, want := range map[string]string{"kk": path, "kk-Cyrl": path, "kk-Latn": latin.Path(path), "kk-Arab": arabic.Path(path), "x-default": path} {
		if forms[tag] != "https://"+kkHost+want {
			n.Errorf("%s says that its %s is %s", s.Path(path), tag, forms[tag])
		}
	}
}

// TestStructureStays: on every kind of page, in every script, all that is no text
// stands byte for byte as it stood.
func TestStructureStays(t *testing.T) {
	n, e := filled(t, latin, arabic)
	all, err := kazscript.Load()
	n.must(err)
	for _, path := range e.kinds() {
		page := []byte(n.page(kkHost, path))
		for name, alphabet := range all {
			got := kazscript.New(alphabet, kazscript.Exceptions{}).HTML(page, nil)
			before, after := rawTags(page), rawTags(got)
			if len(before) < 50 || !slices.Equal(before, after) {
				for i := range before {
					if i >= len(after) || before[i] != after[i] {
						t.Errorf("%s in %s: %s became %s", path, name, before[i], after[min(i, len(after)-1)])
						break
					}
				}
			}
		}
	}
}

var spokenValue = regexp.MustCompile(` (alt|title|placeholder|aria-label|content|value|data-copied)=("[^"]*"|'[^']*')`)

// rawTags are the bytes of all that is no text, without what attributes say.
func rawTags(page []byte) (out []string) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.TextToken {
			out = append(out, spokenValue.ReplaceAllString(string(z.Raw()), ""))
		}
	}
	return out
}

func TestWhatHasNoScript(t *testing.T) {
	n, e := filled(t, latin, arabic)
	for _, path := range []string{
		"/latn/latn", "/latn/arab/latest", "/latn/latn/news/" + e.kk.Slug, "/cyrl", "/latin/latest", "/latn/news/joq", "/LATN/latest", "/latn/amp/news/" + e.kk.Slug,
		"/latn/robots.txt", "/latn/preview/x", "/latn/language/ru", "/latn/media/x", "/latn/sitemap.xml",
	} {
		if code := n.ask(kkHost, path).Code; code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, code)
		}
	}
	for _, path := range []string{"/latn", "/latn/latest", "/arab/news/" + e.ru.Slug, "/latn/feed.rss", "/arab/sitemaps/pages.xml", "/latn/search"} {
		answer := n.ask(ruHost, path)
		if answer.Code != http.StatusNotFound || answer.Header().Get("Content-Language") != "ru" && strings.Contains(answer.Body.String(), "<html") {
			t.Errorf("%s of the Russian site answers %d in %s", path, answer.Code, answer.Header().Get("Content-Language"))
		}
	}
	if body := n.page(ruHost, "/news/"+e.ru.Slug); strings.Contains(body, `hreflang="ru-`) || !strings.Contains(body, `hreflang="kk-Arab" href="https://baq.test/arab/news/`+e.kk.Slug) {
		t.Error("the Russian page does not name the scripts of the Kazakh one, or has its own")
	}
	missing := n.ask(kkHost, "/arab/joq")
	if body := missing.Body.String(); !strings.Contains(body, `dir="rtl"`) || !strings.Contains(body, `action="/arab/search"`) {
		t.Error("what is missing is not told in the script")
	}
	if body := n.page(kkHost, "/amp/news/"+e.kk.Slug); strings.Contains(body, `hreflang="kk-Latn" href`) || !strings.Contains(body, "/language/kk-latn?to=%2Fnews%2F"+e.kk.Slug) {
		t.Error("an AMP page has other scripts, or does not lead to them")
	}
	plain, _ := filledBeside(t)
	if body := plain.page(kkHost, "/"); strings.Contains(body, "latn") || strings.Contains(body, "kk-Cyrl") || plain.ask(kkHost, "/latn").Code != http.StatusNotFound {
		t.Error("scripts that are not configured are there")
	}
}

// TestSearchInAScript: who reads Arabic letters writes them, too.
func TestSearchInAScript(t *testing.T) {
	n, e := filled(t, latin, arabic)
	for _, query := range []string{"ۇكىمەت", "үкімет"} {
		body := n.page(kkHost, "/arab/search?q="+url.QueryEscape(query))
		if !strings.Contains(body, `href="/arab/news/`+e.kk.Slug) || !strings.Contains(body, `value="`+query+`"`) {
			t.Errorf("%s finds nothing, or is not kept as it was typed", query)
		}
	}
}

func TestRedirectsKeepTheScript(t *testing.T) {
	n, e := filled(t, latin, arabic)
	before := e.lone.Slug
	content := e.lone.Content
	content.Slug = "zhana-mekenzhai"
	_, err := n.news.Save(t.Context(), e.lone.ID, e.lone.Version, content)
	n.must(err)
	for path, want := range map[string]string{
		"/latn/news/" + before:                "/latn/news/zhana-mekenzhai",
		"/news/" + before:                     "/news/zhana-mekenzhai",
		"/arab/latest/":                       "/arab/latest",
		"/latn/":                              "/latn",
		"/latn/latest/?before=x":              "/latn/latest?before=x",
		"/language/kk-latn?to=/news/a":        "https://baq.test/latn/news/a",
		"/language/kk-arab?to=/":              "https://baq.test/arab",
		"/language/kk?to=/":                   "https://baq.test/",
		"/language/kk-arab?to=//evil.example": "https://baq.test/arab",
	} {
		if got := n.ask(kkHost, path).Header().Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
	for _, bad := range []string{"/language/kk-cyrl?to=/", "/language/ru-latn?to=/", "/language/kk-?to=/"} {
		if code := n.ask(kkHost, bad).Code; code != http.StatusNotFound {
			t.Errorf("%s answers %d", bad, code)
		}
	}
	if got := n.ask(kkHost, "/", "Cookie", "language=kk-latn"); got.Code != http.StatusFound || got.Header().Get("Location") != "https://baq.test/latn" {
		t.Errorf("who chose Latin gets %d %s at the front page", got.Code, got.Header().Get("Location"))
	}
	if got := n.ask(kkHost, "/latest", "Cookie", "language=kk-latn"); got.Code != http.StatusOK {
		t.Errorf("a deep link answers %d", got.Code)
	}
}

func TestFeedsAndSitemapsInScripts(t *testing.T) {
	n, e := filled(t, latin, arabic)
	for path, wants := range map[string][]string{
		"/latn/feed.rss":  {"<language>kk-Latn</language>", "Úkimet bıýdjetti bekitti", "https://baq.test/latn/news/" + e.kk.Slug},
		"/arab/feed.atom": {`xml:lang="kk-Arab"`, "ۇكىمەت", "https://baq.test/arab/news/" + e.kk.Slug},
		"/latn/rubric/" + e.economy.Labels["kk"].Slug + "/feed.rss": {"Ekonomıka"},
		"/latn/sitemap-news.xml":                                    {"<loc>https://baq.test/latn/news/" + e.kk.Slug + "</loc>", "Úkimet"},
		"/arab/sitemaps/news-0.xml":                                 {"<loc>https://baq.test/arab/news/" + e.kk.Slug + "</loc>", `hreflang="kk-Latn" href="https://baq.test/latn/news/` + e.kk.Slug},
		"/sitemaps/news-0.xml":                                      {"<loc>https://baq.test/news/" + e.kk.Slug + "</loc>", `hreflang="kk-Arab" href="https://baq.test/arab/news/` + e.kk.Slug},
		"/sitemap.xml":                                              {"https://baq.test/latn/sitemaps/news-0.xml", "https://baq.test/arab/sitemaps/pages.xml", "https://baq.test/sitemaps/pages.xml"},
		"/robots.txt":                                               {"Sitemap: https://baq.test/latn/sitemap-news.xml", "Disallow: /arab/search"},
		"/oembed?url=https://baq.test/latn/news/" + e.kk.Slug:       {"bekitti", `lang=\"kk-Latn\"`, "https://baq.test/latn/news/" + e.kk.Slug},
	} {
		answer := n.ask(kkHost, path)
		for _, want := range wants {
			if body := answer.Body.String(); !strings.Contains(strings.ReplaceAll(body, `\u003c`, "<"), want) {
				t.Errorf("%s (%d) lacks %s:\n%.600s", path, answer.Code, want, body)
			}
		}
	}
	if found := n.walk(kkHost); len(found) == 0 || len(found)%3 != 0 {
		t.Errorf("the index leads to %d addresses", len(found))
	}
}

// TestAnExceptionIsSeenAtOnce: a change of the dictionary outdates what is cached.
func TestAnExceptionIsSeenAtOnce(t *testing.T) {
	n, e := filled(t, latin, arabic)
	path := latin.Path("/news/" + e.kk.Slug)
	if body := n.page(kkHost, path); !strings.Contains(body, "Úkimet bıýdjetti bekitti") {
		t.Fatal(body)
	}
	made, err := n.words.Create(t.Context(), scripts.Input{Stem: "бюджет", Latin: "budjet"})
	n.must(err)
	if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, "Úkimet budjetti bekitti") }) {
		t.Error("a page of before the exception is served")
	}
	n.must(n.words.Delete(t.Context(), made.ID))
	if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, "Úkimet bıýdjetti bekitti") }) {
		t.Error("a page of before its end is served")
	}
	if answer := n.ask(kkHost, path, "Cookie", "sight=100.ordinary.ordinary.ordinary.off"); cyrillic.MatchString(regexp.MustCompile(`(?s)<main.*</main>`).FindString(answer.Body.String())) {
		t.Error("the version for weak sight says something in Cyrillic")
	}
}
