package app_test

import (
	"fmt"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/postgres"
)

// TestACreatedArticleIsThereAtOnce, as its first version with all that was sent, and with
// an address of its own where another has the one that its title makes.
func TestACreatedArticleIsThereAtOnce(t *testing.T) {
	p := newPortal(t)
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	tag := read[admin.Tag](t, chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Тег"}}}), 201)
	sent := object{"language": "kk", "title": "Астанада жаңа мектеп", "lead": "Кіріспе", "body": doc("мәтін"), "rubricId": rubric.ID, "tagIds": []int64{tag.ID},
		"source": "ҚазАқпарат", "location": "Астана", "urgency": "urgent", "seoTitle": "Мектеп", "seoKeywords": "мектеп"}
	var slugs []string
	for i := range 3 {
		a := chief.article(sent)
		slugs = append(slugs, a.Slug)
		again := read[admin.Article](t, chief.send("GET", fmt.Sprintf("/news/%d", a.ID), nil), 200)
		if fmt.Sprint(again.Title, again.Slug, again.Lead, again.Version, again.Source, again.Location, again.Urgency, again.SeoTitle, again.SeoKeywords, *again.RubricID, again.TagIds, string(again.Body)) !=
			fmt.Sprint(a.Title, a.Slug, a.Lead, 1, "ҚазАқпарат", "Астана", "urgent", "Мектеп", "мектеп", rubric.ID, []int64{tag.ID}, string(a.Body)) || !again.UpdatedAt.Equal(a.UpdatedAt) {
			t.Errorf("article %d: %+v", i, again)
		}
		want := a.Slug
		if n := p.count("SELECT count(*) FROM article_revisions WHERE article_id = ? AND version = 1 AND content->>'slug' = ? AND text_version = 1", a.ID, want); n != 1 {
			t.Errorf("article %d has %d first revisions", i, n)
		}
		if n := p.count("SELECT count(*) FROM journal_entries WHERE action = 'news.create' AND object_id = ? AND diff->'slug'->>1 = ?", fmt.Sprint(a.ID), want); n != 1 {
			t.Errorf("article %d has %d entries", i, n)
		}
	}
	if slugs[0] == slugs[1] || slugs[1] == slugs[2] {
		t.Errorf("%v", slugs)
	}
	if n := p.count("SELECT count(*) FROM stories"); n != 3 {
		t.Errorf("%d stories", n)
	}
	ctx, spent := postgres.Measure(t.Context())
	if _, err := p.News.Create(ctx, "kk", 0, news.Content{Title: "Санау"}); err != nil {
		t.Fatal(err)
	}
	// Original, slug, story, article, entry, revision; bun counts BEGIN and COMMIT, too.
	if n := spent.Queries(); n > 8 {
		t.Errorf("a creation takes %d statements", n)
	}
}
