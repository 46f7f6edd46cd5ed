package website

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"baq.kz/portal/api/internal/platform/httpx"
)

// decoded is an answer's body as it was before its coding.
func decoded(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	var r io.Reader = bytes.NewReader(answer.Body.Bytes())
	switch answer.Header().Get("Content-Encoding") {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		unzip, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = unzip
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestEveryAnswerHasItsCodings asks for each kind of answer in each coding, from the
// cache and past it, and once more with the tag that it got.
func TestEveryAnswerHasItsCodings(t *testing.T) {
	n, e := filled(t)
	n.site.Cache.BrotliAfter(0)
	css, err := n.site.bundle.URL("site.css")
	n.must(err)
	for path, status := range map[string]int{
		"/": 200, "/latest": 200, "/news/" + e.kk.Slug: 200, "/feed.rss": 200, "/sitemap-news.xml": 200, css: 200, "/search?q=бюджет": 200, "/sw.js": 200,
		"/news/nothing": 404,
	} {
		path = strings.ReplaceAll(path, "бюджет", "%D0%B1%D1%8E%D0%B4%D0%B6%D0%B5%D1%82")
		plain := n.ask(kkHost, path)
		tags := map[string]bool{}
		for accept, coding := range map[string]string{"": "", "gzip": "gzip", "gzip, deflate, br, zstd": "br", "br;q=0.1, identity": "", "identity;q=0, gzip;q=0.5": "gzip"} {
			answer := n.ask(kkHost, path, "Accept-Encoding", accept)
			header := answer.Header()
			if answer.Code != status || header.Get("Content-Encoding") != coding {
				t.Errorf("%s as %q: %d %q", path, accept, answer.Code, header.Get("Content-Encoding"))
			}
			if !strings.Contains(strings.Join(header.Values("Vary"), ", "), "Accept-Encoding") {
				t.Errorf("%s as %q: shared caches mix codings up: %q", path, accept, header.Values("Vary"))
			}
			if got := decoded(t, answer); status == 200 && got != plain.Body.String() {
				t.Errorf("%s as %q is another page", path, accept)
			}
			if coding != "" && answer.Body.Len() > plain.Body.Len()/2 {
				t.Errorf("%s as %q: %d of %d bytes", path, accept, answer.Body.Len(), plain.Body.Len())
			}
			tag := header.Get("ETag")
			if status != 200 {
				if tag != "" {
					t.Errorf("%s: an error with a tag", path)
				}
				continue
			}
			tags[coding+" "+tag] = true
			again := n.ask(kkHost, path, "Accept-Encoding", accept, "If-None-Match", `"x", W/`+tag)
			if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != tag || again.Header().Get("Content-Encoding") != "" {
				t.Errorf("%s as %q again: %d, %d bytes, %v", path, accept, again.Code, again.Body.Len(), again.Header())
			}
			if other := n.ask(kkHost, path, "Accept-Encoding", "gzip, br;q=0", "If-None-Match", tag); coding != "gzip" && other.Code != http.StatusOK {
				t.Errorf("%s: the tag of %q is that of gzip, too", path, coding)
			}
		}
		if status == 200 && len(tags) != 3 {
			t.Errorf("%s: tags of codings: %v", path, tags)
		}
	}
}

func TestHeadTellsTheLengthOfTheCoding(t *testing.T) {
	n, _ := filled(t)
	n.site.Cache.BrotliAfter(0)
	server := httptest.NewServer(httpx.AnswerHead(n.web))
	defer server.Close()
	for _, accept := range []string{"identity", "gzip", "br"} {
		var lengths [2]int64
		for i, method := range []string{http.MethodGet, http.MethodHead} {
			r, err := http.NewRequestWithContext(t.Context(), method, server.URL+"/latest", nil)
			n.must(err)
			r.Host = kkHost
			r.Header.Set("Accept-Encoding", accept)
			answer, err := http.DefaultClient.Do(r)
			n.must(err)
			body, err := io.ReadAll(answer.Body)
			n.must(err)
			_ = answer.Body.Close()
			if lengths[i] = answer.ContentLength; method == http.MethodGet && int64(len(body)) != answer.ContentLength || method == http.MethodHead && len(body) != 0 {
				t.Errorf("%s as %s: %d bytes, said %d", method, accept, len(body), answer.ContentLength)
			}
		}
		if lengths[0] != lengths[1] || lengths[0] <= 0 {
			t.Errorf("as %s: GET %d, HEAD %d", accept, lengths[0], lengths[1])
		}
	}
}

// TestTheSpecialVersionIsNotTheOrdinaryOneCompressed: the cache holds the ordinary
// page's codings only.
func TestTheSpecialVersionIsNotTheOrdinaryOneCompressed(t *testing.T) {
	n, _ := filled(t)
	answer := n.ask(kkHost, "/latest", "Accept-Encoding", "br", "Cookie", "sight=150.dark.wide.sans.off")
	if body := decoded(t, answer); answer.Header().Get("Content-Encoding") != "br" || !strings.Contains(body, `data-contrast="dark"`) {
		t.Errorf("as %q: %.200s", answer.Header().Get("Content-Encoding"), body)
	}
}
