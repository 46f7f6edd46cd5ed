package website

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/platform/testkit/amprules"
)

// valid fails for a page that AMP would refuse.
func (n *newsroom) valid(host, path string) string {
	n.Helper()
	page := n.page(host, path)
	for _, violation := range amprules.Check([]byte(page)) {
		n.Errorf("%s%s: %s", host, path, violation)
	}
	return page
}

// TestAMPPair: article and AMP form name each other, and the form's links to other
// languages lead to their forms (requirement MB-3).
func TestAMPPair(t *testing.T) {
	n, e := filled(t)
	article := n.page(kkHost, "/news/"+e.kk.Slug)
	if !strings.Contains(article, `<link rel="amphtml" href="https://`+kkHost+`/amp/news/`+e.kk.Slug+`">`) {
		t.Error("the article does not name its AMP form")
	}
	form := n.valid(kkHost, "/amp/news/"+e.kk.Slug)
	for _, want := range []string{
		`<link rel="canonical" href="https://` + kkHost + `/news/` + e.kk.Slug + `">`,
		`hreflang="kk" href="https://` + kkHost + `/amp/news/` + e.kk.Slug + `"`, `hreflang="ru" href="https://` + ruHost + `/amp/news/` + e.ru.Slug + `"`,
		"/language/ru?to=%2Famp%2Fnews%2F" + e.ru.Slug, `<amp-img src="/media/aa11/`, "Отырыс залы", "Айгерім Сәтбаева", "Бюджет жобасы",
	} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	if strings.Contains(form, "amphtml\"") {
		t.Error("the form names a form of itself")
	}
	n.valid(ruHost, "/amp/news/"+e.ru.Slug)
	if front := n.page(kkHost, "/latest"); strings.Contains(front, "amphtml") {
		t.Error("a list has an AMP form")
	}
}

// TestAMPKeepsPace: the form comes and goes with its article, and carries a policy of
// its own.
func TestAMPKeepsPace(t *testing.T) {
	n, e := filled(t)
	path := "/amp/news/" + e.kk.Slug
	answer := n.ask(kkHost, path)
	if policy := answer.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "script-src https://cdn.ampproject.org") {
		t.Errorf("the runtime may not run: %s", policy)
	}
	if policy := n.ask(kkHost, "/news/"+e.kk.Slug).Header().Get("Content-Security-Policy"); strings.Contains(policy, "ampproject") {
		t.Errorf("the article lets AMP in: %s", policy)
	}
	for _, hidden := range []string{"/amp/news/" + e.hidden.Slug, "/amp/news/joq", "/amp/news/" + e.ru.Slug} {
		if got := n.ask(kkHost, hidden); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", hidden, got.Code)
		}
	}
	if moved := n.ask(kkHost, path+"/"); moved.Code != http.StatusMovedPermanently || moved.Header().Get("Location") != path {
		t.Errorf("with a slash: %d %s", moved.Code, moved.Header().Get("Location"))
	}
	changed := news.Content{Title: "Бюджет қайта қаралды", Body: document(t, "Жаңа мәтін."), RubricID: e.kk.RubricID}
	now, err := n.news.Save(t.Context(), e.kk.ID, e.kk.Version, changed)
	n.must(err)
	if !n.becomes(kkHost, "/amp/news/"+now.Slug, func(_ int, body string) bool { return strings.Contains(body, "Бюджет қайта қаралды") }) {
		t.Error("the form still has the old title")
	}
	n.valid(kkHost, "/amp/news/"+now.Slug)
	_, err = n.news.Kill(t.Context(), now.ID, now.Version, "Қате шықты")
	n.must(err)
	if !n.becomes(kkHost, "/amp/news/"+now.Slug, func(code int, _ string) bool { return code == http.StatusGone }) {
		t.Error("the form of a killed article is still there")
	}
}

// TestAMPOfEveryBlock puts every kind of block into an article.
func TestAMPOfEveryBlock(t *testing.T) {
	n, e := filled(t)
	for _, code := range []string{"kk", "ru", "en"} {
		raw, err := os.ReadFile(filepath.Join("view", "testdata", code+".json"))
		n.must(err)
		var sample struct{ Document json.RawMessage }
		n.must(json.Unmarshal(raw, &sample))
		text := string(sample.Document)
		for id := range 40 { // the samples' pictures are of nobody's photobank
			text = strings.ReplaceAll(text, fmt.Sprintf(`"pictureId":%d`, id), fmt.Sprintf(`"pictureId":%d`, e.picture))
		}
		body, err := richtext.Parse([]byte(text))
		n.must(err)
		made := n.publish("kk", 0, "Барлық блок "+code, e.sport.ID, 3, func(c *news.Content) { c.Body, c.PictureID = body, &e.picture })
		page := n.valid(kkHost, "/amp/news/"+made.Slug)
		if !strings.Contains(page, `class="table"`) || !strings.Contains(page, "embed-youtube") || strings.Contains(page, "data-player") {
			t.Errorf("%s: the blocks are not all there, or a player is", code)
		}
	}
}

// TestAMPOfRealTexts sends real news of both languages through.
func TestAMPOfRealTexts(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "shared", "data", "news")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the real texts are not here")
	}
	n, e := filled(t)
	checked := 0
	for _, name := range []string{"kk_official_2011-2015.jsonl", "ru_nerel.jsonl"} {
		file, err := os.Open(filepath.Join(folder, name))
		n.must(err)
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<22)
		for i := 0; i < 40 && lines.Scan(); i++ {
			var one struct{ Title, Body string }
			n.must(json.Unmarshal(lines.Bytes(), &one))
			body, err := richtext.FromParagraphs(strings.Split(one.Body, "\n")...)
			n.must(err)
			if body.Words() == 0 { // a twin without a text
				continue
			}
			made := n.publish("kk", 0, excerpt(one.Title, 150), e.sport.ID, 5, func(c *news.Content) { c.Body, c.Lead = body, excerpt(body.Text(), 200) })
			n.valid(kkHost, "/amp/news/"+made.Slug)
			checked++
		}
		n.must(file.Close())
	}
	if checked < 60 {
		t.Errorf("only %d texts were checked", checked)
	}
}
