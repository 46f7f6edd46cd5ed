package app_test

import (
	"fmt"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
)

// TestEnglishByConfigurationOnly proves that a language is data (requirement
// ARC-14): English comes by one setting and one locale file.
func TestEnglishByConfigurationOnly(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "PORTAL_SITES", "kk=http://baq.test,ru=http://rus.baq.test,en=http://en.baq.test")
	chief := p.user("chief_editor")
	rubric := read[admin.Rubric](t, chief.send("POST", "/rubrics", object{
		"visible": true, "labels": object{"kk": object{"name": "Қоғам"}, "ru": object{"name": "Общество"}, "en": object{"name": "Society"}},
	}), 201)
	kk := chief.publish(chief.article(object{"language": "kk", "title": "Мектеп ашылды", "body": doc("м"), "rubricId": rubric.ID}))
	en := read[admin.Article](t, chief.send("POST", fmt.Sprintf("/news/%d/translations", kk.ID), object{"language": "en"}), 201)
	en = chief.publish(read[admin.Article](t, chief.send("PUT", fmt.Sprintf("/news/%d", en.ID), object{"version": en.Version, "title": "A School Opens", "body": doc("Text"), "rubricId": rubric.ID}), 200))

	if en.URL != "http://en.baq.test/news/a-school-opens" {
		t.Errorf("the address is %s", en.URL)
	}
	page := p.page(en.URL)
	for _, want := range []string{`lang="en"`, "A School Opens", `rel="alternate" hreflang="kk" href="` + kk.URL + `"`, `rel="alternate" hreflang="en" href="` + en.URL + `"`, "Society"} {
		if !strings.Contains(page.text(), want) {
			t.Errorf("the English page (%d) lacks %s", page.status, want)
		}
	}
	if other := p.page(kk.URL); !strings.Contains(other.text(), en.URL) {
		t.Error("the Kazakh page does not lead to the English one")
	}
	for _, path := range []string{"/", "/latest", "/rubric/society"} {
		if a := p.page("http://en.baq.test" + path); a.status != 200 || !strings.Contains(a.text(), "A School Opens") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if list := p.page("http://baq.test/api/v1/news?lang=en"); !strings.Contains(list.text(), "A School Opens") || strings.Contains(list.text(), "Мектеп") {
		t.Errorf("the API: %s", list.text())
	}
	if all := p.page("http://baq.test/api/v1/languages"); !strings.Contains(all.text(), "http://en.baq.test") {
		t.Errorf("the list of languages: %s", all.text())
	}
	english := "http://en.baq.test"
	for path, wants := range map[string][]string{
		"/amp/news/a-school-opens": {`<html amp lang="en"`, "A School Opens", `rel="canonical" href="` + en.URL + `"`, "http://baq.test/amp/news/"},
		"/manifest.webmanifest":    {`"lang": "en"`, "Latest news"},
		"/offline":                 {`lang="en"`, "You are offline"},
		"/search?q=school":         {`lang="en"`},
		"/feed.rss":                {"A School Opens", "<language>en</language>"},
		"/sitemaps/news-0.xml":     {"<loc>" + en.URL + "</loc>", `hreflang="kk" href="` + kk.URL + `"`},
		"/robots.txt":              {"Disallow: /"},
	} {
		answer := p.page(english + path)
		for _, want := range wants {
			if !strings.Contains(answer.text(), want) {
				t.Errorf("%s (%d) lacks %s: %.300s", path, answer.status, want, answer.text())
			}
		}
	}
	if switcher := p.page("http://baq.test/latest").text(); !strings.Contains(switcher, "/language/en?to=") {
		t.Error("the switcher has no English")
	}
}
