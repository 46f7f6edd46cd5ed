package app_test

import (
	"fmt"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestAReplicaThatIsBehindShowsNothingOld holds the replica back and changes an
// article: readers must see the change at once, in pages and in the API.
func TestAReplicaThatIsBehindShowsNothingOld(t *testing.T) {
	t.Parallel()
	p := newPortalOn(t, testkit.ReplicatedDB(t))
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	a := chief.publish(chief.article(object{"language": "kk", "title": "Бұрынғы", "body": doc("м"), "rubricId": rubric.ID}))
	testkit.CatchUp(t, p.DB)
	testkit.HoldBack(t, p.DB)
	a = read[admin.Article](t, chief.send("PUT", fmt.Sprintf("/news/%d", a.ID), object{"version": a.Version, "title": "Кейінгі", "body": doc("м"), "rubricId": rubric.ID}), 200)
	for _, url := range []string{a.URL, "http://baq.test/", "http://baq.test/rubric/" + *rubric.Labels["kk"].Slug, "http://baq.test/api/v1/news", fmt.Sprintf("http://baq.test/api/v1/news/%d", a.ID)} {
		for range 2 { // rendered, then from the cache
			if got := p.page(url); got.status != 200 || !strings.Contains(got.text(), "Кейінгі") || strings.Contains(got.text(), "Бұрынғы") {
				t.Errorf("%s: %d shows what was before the change: new %v, old %v", url, got.status, strings.Contains(got.text(), "Кейінгі"), strings.Contains(got.text(), "Бұрынғы"))
			}
		}
	}
}

// TestAPreviewShowsNothingOfWhatWasKilled a moment ago, while the replica still has it.
func TestAPreviewShowsNothingOfWhatWasKilled(t *testing.T) {
	t.Parallel()
	p := newPortalOn(t, testkit.ReplicatedDB(t))
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	killed := chief.publish(chief.article(object{"language": "kk", "title": "Жойылатын мақала", "body": doc("м"), "rubricId": rubric.ID}))
	leads := object{"type": "doc", "content": []object{{"type": "related", "attrs": object{"articleId": killed.ID}}}}
	draft := chief.article(object{"language": "kk", "title": "Жоба", "body": leads, "rubricId": rubric.ID})
	link := read[admin.PreviewLink](t, chief.send("POST", fmt.Sprintf("/news/%d/previews", draft.ID), object{}), 201)
	testkit.CatchUp(t, p.DB)
	if got := p.page(*link.URL); got.status != 200 || !strings.Contains(got.text(), killed.Title) {
		t.Fatalf("%d %s", got.status, got.text())
	}
	testkit.HoldBack(t, p.DB)
	chief.take("kill", killed, object{"reason": "Сот шешімі"})
	if got := p.page(*link.URL); got.status != 200 || strings.Contains(got.text(), killed.Title) {
		t.Errorf("the preview shows what was killed: %d", got.status)
	}
}
