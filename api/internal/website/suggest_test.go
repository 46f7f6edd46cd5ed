package website

import (
	"net/url"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
)

// TestSearchHelpsOn: another spelling, a choice of authors, and a list that a script fills.
func TestSearchHelpsOn(t *testing.T) {
	n, e := filled(t)
	n.must(n.search.Learn(t.Context()))
	page := func(pairs ...string) string {
		values := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			values.Set(pairs[i], pairs[i+1])
		}
		return n.page(kkHost, "/search?"+values.Encode())
	}
	if body := page("q", "бюжетті"); !strings.Contains(body, "Мүмкін, мынаны іздедіңіз:") || !strings.Contains(body, `href="/search?q=%D0%B1%D1%8E%D0%B4%D0%B6%D0%B5%D1%82%D1%82%D1%96"`) {
		t.Error("no other spelling is proposed")
	}
	if body := page("q", "бюджетті"); strings.Contains(body, "Мүмкін, мынаны іздедіңіз:") {
		t.Error("what finds something is corrected")
	}
	if body := page(); !strings.Contains(body, `list="suggestions"`) || !strings.Contains(body, `<datalist id="suggestions">`) {
		t.Error("there is no list to suggest in")
	}
	writer, err := n.authors.Create(t.Context(), authors.Author{Labels: map[lang.Code]authors.Label{"kk": {Name: "Сәуле <Қалиева>"}}})
	n.must(err)
	n.publish("kk", 0, "Бюджет туралы пікір", e.economy.ID, 1, func(c *news.Content) { c.Credits = news.SignedBy(writer.ID) })
	body := page("q", "бюджет", "author", id(writer.ID))
	if !strings.Contains(body, `selected>Сәуле &lt;Қалиева&gt;</option>`) || !strings.Contains(body, "<mark>Бюджет</mark> туралы пікір") || strings.Contains(body, "Үкімет <mark>") {
		t.Error("the author does not narrow the search")
	}
	for _, none := range []string{"0", "-1", "x", "99999999", "99999999999999999999"} {
		page("q", "бюджет", "author", none) // fails unless it is a page
	}
}
