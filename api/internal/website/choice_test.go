package website

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/country"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/testkit/countrydata"
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
			language, away := s.elsewhere(r, "127.0.0.1")
			if away != (c.want != "") || away && language.Code != c.want {
				t.Errorf("goes away: %v, to %s", away, language.Code)
			}
		})
	}
}

// readers stand in three countries, and where no country is known.
var readers = map[string]string{"2.72.0.1": "KZ", "5.8.0.1": "RU", "8.8.8.8": "US", "127.0.0.1": ""}

// worldly is a site that knows countries.
func worldly(t *testing.T) *Site {
	t.Helper()
	path := countrydata.File(t, map[string]string{"2.72.0.0/16": "KZ", "5.8.0.0/16": "RU", "8.8.0.0/16": "US", "9.9.0.0/16": "FR"})
	usual := country.Languages{"KZ": "kk", "RU": "ru", "US": "en", "FR": "fr"}
	return &Site{languages: languageSet(t), Options: Options{Countries: country.Open(path, time.Now, slog.New(slog.DiscardHandler)), CountryLanguages: usual}}
}

// TestCountryComesLast: a choice and the browser's languages are heard before.
func TestCountryComesLast(t *testing.T) {
	s := worldly(t)
	for name, c := range map[string]struct {
		address, agent, accept, cookie string
		want                           lang.Code // empty: stays
	}{
		"no wish, in Russia":                      {"5.8.0.1", browser, "", "", "ru"},
		"no wish, in America":                     {"8.8.8.8", browser, "*", "", "en"},
		"no wish, in Kazakhstan":                  {"2.72.0.1", browser, "", "", ""},
		"a foreign wish, in Russia":               {"5.8.0.1", browser, "de-DE,de;q=0.9", "", "ru"},
		"wants Kazakh, in Russia":                 {"5.8.0.1", browser, "kk,ru;q=0.5", "", ""},
		"wants Russian, in America":               {"8.8.8.8", browser, "ru", "", "ru"},
		"chose Kazakh, in Russia":                 {"5.8.0.1", browser, "", "kk", ""},
		"was sent away before, in Russia":         {"5.8.0.1", browser, "", automatic, ""},
		"a robot in Russia":                       {"5.8.0.1", "YandexBot/3.0", "", "", ""},
		"nowhere":                                 {"10.0.0.1", browser, "", "", ""},
		"no address":                              {"", browser, "", "", ""},
		"a country whose language no site speaks": {"9.9.9.9", browser, "", "", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "https://baq.kz/", nil)
		r.Header.Set("User-Agent", c.agent)
		r.Header.Set("Accept-Language", c.accept)
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: choiceCookie, Value: c.cookie})
		}
		language, away := s.elsewhere(r, c.address)
		if away != (c.want != "") || away && language.Code != c.want {
			t.Errorf("%s: goes away: %v, to %s", name, away, language.Code)
		}
	}
}

// TestRedirectsEnd follows the front page's redirect for every reader there can be:
// it leads once to another site, which keeps him, and a second visit is no surprise.
func TestRedirectsEnd(t *testing.T) {
	s := worldly(t)
	e := echo.New()
	e.GET("/", func(c echo.Context) error {
		if language, _ := s.languages.ByHost(c.Request().Host); language.Code == s.languages.Main().Code {
			if to, away := s.elsewhere(c.Request(), c.RealIP()); away {
				return s.redirectByLanguage(c, to)
			}
		}
		return c.NoContent(http.StatusOK)
	})
	visits := 0
	for _, host := range []string{"baq.kz", "rus.baq.kz", "en.baq.kz", "BAQ.KZ.", "other.example"} {
		for address := range readers {
			for _, accept := range []string{"", "*", "kk", "ru", "en", "de", "ru;q=0", "kk;q=0.1,ru;q=0.9,en", ";;,"} {
				for _, cookie := range []string{"", automatic, "kk", "ru", "en", "de", "\"", " "} {
					for _, from := range []string{"", "https://baq.kz/", "https://rus.baq.kz/x", "https://google.com/"} {
						follow(t, e, host, address, accept, cookie, from)
						visits++
					}
				}
			}
		}
	}
	if visits < 5000 {
		t.Errorf("only %d visits", visits)
	}
}

func follow(t *testing.T, e *echo.Echo, host, address, accept, cookie, from string) {
	t.Helper()
	hops := 0
	for target := "https://" + host + "/"; ; hops++ {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.RemoteAddr = address + ":4711"
		r.Header.Set("User-Agent", browser)
		r.Header.Set("Accept-Language", accept)
		r.Header.Set("Referer", from)
		if cookie != "" && strings.HasPrefix(strings.ToLower(r.Host), "baq.kz") {
			r.Header.Set("Cookie", choiceCookie+"="+cookie)
		}
		answer := httptest.NewRecorder()
		e.ServeHTTP(answer, r)
		if answer.Code == http.StatusOK {
			return
		}
		if hops > 0 || answer.Code != http.StatusFound || answer.Header().Get("Cache-Control") != "private, no-store" {
			t.Fatalf("%s from %s, %q, cookie %q, referer %q: %d after %d hops", host, address, accept, cookie, from, answer.Code, hops)
		}
		target = answer.Header().Get("Location")
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
