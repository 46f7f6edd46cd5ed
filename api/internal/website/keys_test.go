package website

import (
	"net/http"
	"strings"
	"testing"
)

// TestNothingFromOutsideSplitsOrPoisonsTheCache asks for the same page in the ways in
// which a stranger can vary a request: none makes another render, and none changes what
// the next reader gets.
func TestNothingFromOutsideSplitsOrPoisonsTheCache(t *testing.T) {
	n, e := filled(t)
	path := "/news/" + e.kk.Slug
	first := n.page(kkHost, path)
	renders := n.site.Cache.Counts().Misses
	for name, ask := range map[string]struct {
		host, path string
		headers    []string
	}{
		"noise":              {kkHost, path + "?utm_source=x&utm_medium=y&fbclid=1&gclid=2&yclid=3&_openstat=4", nil},
		"noise twice":        {kkHost, path + "?utm_source=x&utm_source=y", nil},
		"another order":      {kkHost, path + "?gclid=2&utm_source=x", nil},
		"no value":           {kkHost, path + "?", nil},
		"from elsewhere":     {kkHost, path + "?from=elsewhere", nil},
		"forwarded host":     {kkHost, path, []string{"X-Forwarded-Host", "evil.example", "X-Host", "evil.example", "Forwarded", "host=evil.example", "X-Original-URL", "/latest", "X-Rewrite-URL", "/latest"}},
		"forwarded proto":    {kkHost, path, []string{"X-Forwarded-Proto", "http", "X-Forwarded-Port", "8443", "X-Forwarded-Scheme", "ftp"}},
		"host's case":        {strings.ToUpper(kkHost), path, nil},
		"host's port":        {kkHost + ":8443", path, nil},
		"another's cookie":   {kkHost, path, []string{"Cookie", "lang=ru; session=abc; __Host-session=x"}},
		"authorization":      {kkHost, path, []string{"Authorization", "Bearer x"}},
		"languages":          {kkHost, path, []string{"Accept-Language", "ru,en;q=0.5"}},
		"a format":           {kkHost, path, []string{"Accept", "application/json"}},
		"a device":           {kkHost, path, []string{"User-Agent", "Mozilla/5.0 (iPhone) Safari"}},
		"method in a header": {kkHost, path, []string{"X-HTTP-Method-Override", "DELETE"}},
		"a range":            {kkHost, path, []string{"Range", "bytes=0-10"}},
		"a body for GET":     {kkHost, path, []string{"Content-Length", "5"}},
	} {
		answer := n.ask(ask.host, ask.path, ask.headers...)
		if answer.Code != http.StatusOK || answer.Body.String() != first {
			t.Errorf("%s: %d, another page", name, answer.Code)
		}
		if strings.Contains(answer.Body.String(), "evil.example") {
			t.Errorf("%s is in the page", name)
		}
		if now := n.site.Cache.Counts().Misses; now != renders {
			t.Errorf("%s makes another page", name)
			renders = now
		}
	}
	// What has no page has none in another spelling either, and leaves nothing behind.
	for _, other := range []string{strings.ToUpper(path), "/" + path, strings.Replace(path, "/news/", "/news//", 1), path + "/..", "/./" + path, path + "%00", path + "%2F"} {
		if answer := n.ask(kkHost, other); answer.Code == http.StatusOK {
			t.Errorf("%s is a page", other)
		}
	}
	if n.page(kkHost, path) != first {
		t.Error("the page is another one now")
	}
}

// TestParametersThatCountAreKeptApart: a list's cursor, and nothing that is none.
func TestParametersThatCountAreKeptApart(t *testing.T) {
	n, _ := filled(t)
	n.page(kkHost, "/latest")
	renders := n.site.Cache.Counts().Misses
	for _, cursor := range []string{"nonsense", "%00", strings.Repeat("a", 500), "'%3B DROP TABLE news%3B --"} {
		cursor = strings.ReplaceAll(cursor, " ", "+")
		if answer := n.ask(kkHost, "/latest?before="+cursor); answer.Code != http.StatusNotFound && answer.Code != http.StatusBadRequest {
			t.Errorf("before=%.20s: %d", cursor, answer.Code)
		}
	}
	n.page(kkHost, "/latest")
	n.page(kkHost, "/latest?before=")
	if now := n.site.Cache.Counts().Misses - renders; now > 8 {
		t.Errorf("%d renders for what is no page", now)
	}
}
