package website

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/lang"
)

const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"

func languageSet(t *testing.T) lang.Set {
	t.Helper()
	set, err := lang.Parse("kk=https://baq.kz,ru=https://rus.baq.kz,en=https://en.baq.kz")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestPreference(t *testing.T) {
	set := languageSet(t)
	for header, want := range map[string]lang.Code{
		"":                           "",
		"*":                          "",
		"kk":                         "kk",
		"kk-KZ,kk;q=0.9,ru;q=0.8":    "kk",
		"ru-RU,ru;q=0.9,en;q=0.8":    "ru",
		"RU":                         "ru",
		"de-DE,de;q=0.9,en;q=0.7":    "en",
		"de,fr;q=0.5":                "",
		"en;q=0.3, ru;q=0.7, kk;q=0": "ru",
		"ru;q=0":                     "",
		"ru;q=9, kk;q=x":             "",
		"ru; q=0.5, kk; q=0.6":       "kk",
		"ru,kk":                      "ru",
		";;;,,,q=1":                  "",
		"ruby":                       "",
	} {
		if got, _ := preference(set, header); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func TestFrontPageRedirect(t *testing.T) {
	s := &Site{languages: languageSet(t)}
	for name, c := range map[string]struct {
		agent, accept, cookie, referer string
		want                           lang.Code // empty: stays
	}{
		"first visit in Russian":            {browser, "ru-RU,ru;q=0.9", "", "", "ru"},
		"first visit in Kazakh":             {browser, "kk", "", "", ""},
		"first visit in a foreign language": {browser, "de-DE,de", "", "", ""},
		"no wish at all":                    {browser, "", "", "", ""},
		"chose Kazakh before":               {browser, "ru", "kk", "", ""},
		"chose Russian before":              {browser, "kk", "ru", "", "ru"},
		"was sent away once already":        {browser, "ru", automatic, "", ""},
		"a cookie of rubbish":               {browser, "ru", "xx", "", ""},
		"came from search":                  {browser, "ru", "", "https://www.google.com/", "ru"},
		"pressed the logo":                  {browser, "ru", "", "https://baq.kz/news/x", ""},
		"chose Russian, came from rus":      {browser, "ru", "ru", "https://rus.baq.kz/", ""},
		"Googlebot":                         {"Mozilla/5.0 (compatible; Googlebot/2.1)", "ru", "", "", ""},
		"YandexBot":                         {"Mozilla/5.0 (compatible; YandexBot/3.0)", "ru", "", "", ""},
		"link preview":                      {"facebookexternalhit/1.1", "ru", "", "", ""},
		"nameless":                          {"", "ru", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "https://baq.kz/", nil)
			r.Header.Set("User-Agent", c.agent)
			r.Header.Set("Accept-Language", c.accept)
			r.Header.Set("Referer", c.referer)
			if c.cookie != "" {
				r.AddCookie(&http.Cookie{Name: choiceCookie, Value: c.cookie})
			}
			language, away := s.elsewhere(r)
			if away != (c.want != "") || away && language.Code != c.want {
				t.Errorf("goes away: %v, to %s", away, language.Code)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	s := &Site{languages: languageSet(t)}
	e := echo.New()
	e.GET("/language/:code", s.choose)
	ask := func(target string) *httptest.ResponseRecorder {
		recorder := httptest.NewRecorder()
		e.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, target, nil))
		return recorder
	}
	for to, want := range map[string]string{
		"/news/salem":             "https://rus.baq.kz/news/salem",
		"/rubric/a?from=missing":  "https://rus.baq.kz/rubric/a?from=missing",
		"/news/%D2%9B":            "https://rus.baq.kz/news/%D2%9B",
		"":                        "https://rus.baq.kz/",
		"news":                    "https://rus.baq.kz/",
		"//evil.example":          "https://rus.baq.kz/",
		"///evil.example":         "https://rus.baq.kz/",
		`/\evil.example`:          "https://rus.baq.kz/",
		"/%2fevil.example":        "https://rus.baq.kz/",
		"https://evil.example/":   "https://rus.baq.kz/",
		"javascript:alert(1)":     "https://rus.baq.kz/",
		"/a\r\nSet-Cookie: x=y":   "https://rus.baq.kz/",
		"/language/kk?to=/":       "https://rus.baq.kz/",
		"@evil.example":           "https://rus.baq.kz/",
		"/news/a#fragment":        "https://rus.baq.kz/news/a",
		"https:///evil.example/x": "https://rus.baq.kz/",
	} {
		answer := ask("/language/ru?to=" + url.QueryEscape(to))
		if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != want {
			t.Errorf("to=%q: %d %s, want %s", to, answer.Code, answer.Header().Get("Location"), want)
		}
	}
	answer := ask("/language/ru?to=/")
	cookie := answer.Header().Get("Set-Cookie")
	for _, part := range []string{"language=ru", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie %q has no %s", cookie, part)
		}
	}
	if answer.Header().Get("Cache-Control") != "private, no-store" {
		t.Error("a choice may be kept by shared caches")
	}
	if got := ask("/language/xx?to=/").Code; got != http.StatusNotFound {
		t.Errorf("an unknown language: %d", got)
	}
}
