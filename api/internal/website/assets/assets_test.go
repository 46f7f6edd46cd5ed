package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

func bundle(t *testing.T) *Bundle {
	t.Helper()
	b, err := New(".page { color : red }\n/* note */ .a > .b { width: calc(1px + 2px) }")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func get(t *testing.T, b *Bundle, url, encoding string) *httptest.ResponseRecorder {
	t.Helper()
	e := echo.New()
	e.GET(Prefix+":file", b.Serve)
	request := httptest.NewRequest(http.MethodGet, url, nil)
	request.Header.Set("Accept-Encoding", encoding)
	recorder := httptest.NewRecorder()
	e.ServeHTTP(recorder, request)
	return recorder
}

func TestStylesheet(t *testing.T) {
	b := bundle(t)
	url, err := b.URL("site.css")
	if err != nil {
		t.Fatal(err)
	}
	plain := get(t, b, url, "")
	css := plain.Body.String()
	if !strings.HasSuffix(css, ".page{color : red}.a > .b{width: calc(1px + 2px)}") {
		t.Errorf("the end of the style sheet: %q", css[max(0, len(css)-120):])
	}
	if strings.Contains(css, "url(fonts/") || !strings.Contains(css, "url(/assets/baq-display-kazakh.") {
		t.Error("the fonts are not linked by their hashed names")
	}
	if packed := get(t, b, url, "gzip, br"); packed.Header().Get("Content-Encoding") != "br" || packed.Body.Len() >= get(t, b, url, "gzip").Body.Len() {
		t.Errorf("as %q in %d bytes", packed.Header().Get("Content-Encoding"), packed.Body.Len())
	}
	zipped := get(t, b, url, "gzip")
	if zipped.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("not compressed")
	}
	reader, err := gzip.NewReader(bytes.NewReader(zipped.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if unzipped, _ := io.ReadAll(reader); string(unzipped) != css {
		t.Error("compressed and plain differ")
	}
}

func TestServe(t *testing.T) {
	b := bundle(t)
	for name, contentType := range map[string]string{
		"site.css": "text/css; charset=utf-8", "site.js": "text/javascript; charset=utf-8",
		"img/icon.svg": "image/svg+xml", "img/touch.png": "image/png", "fonts/golos-text-kazakh.woff2": "font/woff2",
	} {
		url, err := b.URL(name)
		if err != nil {
			t.Fatal(err)
		}
		answer := get(t, b, url, "gzip")
		if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != contentType {
			t.Errorf("%s: %d %s", url, answer.Code, answer.Header().Get("Content-Type"))
		}
		if !strings.Contains(answer.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s may not be kept", url)
		}
	}
	old := get(t, b, Prefix+"site.0000000000.css", "")
	if old.Code != http.StatusOK || old.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the style sheet of another version: %d, %q", old.Code, old.Header().Get("Cache-Control"))
	}
	for _, url := range []string{Prefix + "site.css", Prefix + "none.0000000000.css", Prefix + "..%2fassets.go"} {
		if answer := get(t, b, url, ""); answer.Code != http.StatusNotFound {
			t.Errorf("%s: %d", url, answer.Code)
		}
	}
	if _, err := b.URL("fonts/none.woff2"); err == nil {
		t.Error("an unknown file has an address")
	}
}

// TestWeight holds the budgets of a page: 25 KB of style, 15 KB of script
// (compressed) and the fonts that a Kazakh front page needs.
func TestWeight(t *testing.T) {
	b := bundle(t)
	size := func(name string) int {
		url, err := b.URL(name)
		if err != nil {
			t.Fatal(err)
		}
		return get(t, b, url, "gzip").Body.Len()
	}
	if got := size("site.css"); got > 25<<10 {
		t.Errorf("site.css: %d bytes", got)
	}
	if got := size("site.js"); got > 15<<10 {
		t.Errorf("site.js: %d bytes", got)
	}
	fonts := 0
	for _, face := range []string{"baq-display", "golos-text"} {
		for _, subset := range []string{"latin", "cyrillic", "kazakh"} {
			fonts += size("fonts/" + face + "-" + subset + ".woff2")
		}
	}
	if fonts > 90<<10 {
		t.Errorf("fonts of the front page: %d bytes", fonts)
	}
}
