package website

import (
	"net/http"
	"strings"
	"testing"
)

func TestRobots(t *testing.T) {
	n, _ := filled(t)
	text := n.page(ruHost, "/robots.txt")
	for _, line := range []string{"User-agent: *", "Disallow: /preview/", "Disallow: /api/", "Disallow: /search", "Sitemap: https://rus.baq.test/sitemap.xml", "Sitemap: https://rus.baq.test/sitemap-news.xml"} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no %q in %s", line, text)
		}
	}
	if strings.Contains(text, "Disallow: /\n") || n.ask(kkHost, "/latest").Header().Get("X-Robots-Tag") != "" {
		t.Error("the site hides itself")
	}
	n.site.Indexed = false
	if text := n.page(kkHost, "/robots.txt"); !strings.Contains(text, "Disallow: /\n") || strings.Contains(text, "Sitemap") {
		t.Errorf("a site that is not to be found: %s", text)
	}
	for path, want := range map[string]int{"/": 200, "/latest": 200, "/nothing": 404, "/feed.rss": 200, "/sitemap.xml": 200, "/sitemaps/news-0.xml": 200} {
		answer := n.ask(kkHost, path)
		if answer.Code != want || answer.Header().Get("X-Robots-Tag") != "noindex, nofollow" {
			t.Errorf("%s: %d %q", path, answer.Code, answer.Header().Get("X-Robots-Tag"))
		}
	}
}

func TestTheProofOfIndexNow(t *testing.T) {
	n := open(t)
	for _, host := range []string{kkHost, ruHost} {
		if answer := n.ask(host, "/0123456789abcdef.txt"); answer.Code != http.StatusOK || answer.Body.String() != "0123456789abcdef" || !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %d %s", host, answer.Code, answer.Body)
		}
	}
	if code := n.ask(kkHost, "/0123456789abcdee.txt").Code; code != http.StatusNotFound {
		t.Errorf("another key: %d", code)
	}
}
