package website

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
)

func TestOEmbedRefuses(t *testing.T) {
	n, e := filled(t)
	_, preview := n.link(e.hidden, time.Hour)
	of := func(address string) string { return "/oembed?url=" + url.QueryEscape(address) }
	good := "https://" + kkHost + "/news/" + e.kk.Slug
	for path, want := range map[string]int{
		"/oembed": http.StatusNotFound, of("https://other.kz/news/" + e.kk.Slug): http.StatusNotFound, of("https://" + kkHost + "/latest"): http.StatusNotFound,
		of("https://" + kkHost + "/news/" + e.hidden.Slug): http.StatusNotFound, of("javascript:alert(1)"): http.StatusNotFound,
		of("https://" + kkHost + "/news/%00"): http.StatusNotFound, of("https://" + ruHost + "/news/" + e.kk.Slug): http.StatusNotFound,
		of("https://" + kkHost + preview): http.StatusUnauthorized, of(good) + "&format=yaml": http.StatusNotImplemented,
		of(good) + "&maxwidth=wide": http.StatusBadRequest, of(good) + "&maxwidth=-1": http.StatusBadRequest,
	} {
		if code := n.ask(kkHost, path).Code; code != want {
			t.Errorf("%s: %d, want %d", path, code, want)
		}
	}
	_, err := n.news.Kill(t.Context(), e.kk.ID, e.kk.Version, "қате")
	n.must(err)
	if !n.becomes(kkHost, of(good), func(code int, _ string) bool { return code == http.StatusNotFound }) {
		t.Error("a killed article is embedded")
	}
}

func TestOEmbed(t *testing.T) {
	n, e := filled(t)
	a := n.publish("kk", 0, `Тақырып & <script>alert("1")</script> ]]>`, e.sport.ID, 0, func(c *news.Content) {
		c.PictureID, c.Credits = &e.picture, news.SignedBy(e.author.ID)
	})
	address := "https://" + kkHost + "/news/" + a.Slug
	answer := n.ask(ruHost, "/oembed?format=json&url="+url.QueryEscape(address)) // whichever host is asked
	var read map[string]any
	n.must(json.Unmarshal(answer.Body.Bytes(), &read))
	for member, want := range map[string]any{
		"type": "rich", "version": "1.0", "author_name": "Айгерім Сәтбаева", "provider_name": "BAQ.KZ", "provider_url": "https://baq.test/",
		"thumbnail_width": 400.0, "thumbnail_height": 225.0, "width": 600.0,
	} {
		if read[member] != want {
			t.Errorf("%s: %v, want %v", member, read[member], want)
		}
	}
	quoted := read["html"].(string)
	if strings.Contains(quoted, "<script") || !strings.HasPrefix(quoted, "<blockquote") || !strings.Contains(quoted, `<a href="`+address+`">`) {
		t.Error(quoted)
	}
	if got := answer.Header().Get("Content-Type"); !strings.HasPrefix(got, "application/json") || answer.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%v", answer.Header())
	}
	inXML := n.ask(kkHost, "/oembed?format=xml&maxwidth=300&url="+url.QueryEscape(address))
	var asXML oEmbed
	n.must(xml.Unmarshal(inXML.Body.Bytes(), &asXML))
	if asXML.Width != 300 || asXML.Thumbnail != "" || asXML.HTML != quoted || !strings.HasPrefix(inXML.Header().Get("Content-Type"), "text/xml") {
		t.Errorf("%+v", asXML)
	}
	found := false
	for _, link := range strings.Split(n.page(kkHost, "/news/"+a.Slug), "\n") {
		if strings.Contains(link, "oembed") && strings.Contains(link, `rel="alternate"`) {
			_, path, _ := strings.Cut(link, "https://"+kkHost)
			path, _, _ = strings.Cut(path, `"`)
			found = n.ask(kkHost, strings.ReplaceAll(path, "&amp;", "&")).Code == http.StatusOK
		}
	}
	if !found {
		t.Error("the page does not lead to how it is embedded")
	}
}
