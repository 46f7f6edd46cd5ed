package app_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// TestACreatedArticleIsThereAtOnce, as its first version with all that was sent, and with
// an address of its own where another has the one that its title makes.
func TestACreatedArticleIsThereAtOnce(t *testing.T) {
	t.Parallel()
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
	// Story and article, entry, revision; bun counts BEGIN and COMMIT, too.
	if n := spent.Queries(); n > 5 {
		t.Errorf("a creation takes %d statements", n)
	}
}

// TestArticlesOfOneTitleAtOnce get an address each, and a chosen one only the first.
func TestArticlesOfOneTitleAtOnce(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	const clients = 8
	create := func(content news.Content) (made []news.Article, refused int) {
		all, failures := make([]news.Article, clients), make([]error, clients)
		var group sync.WaitGroup
		for i := range clients {
			group.Go(func() { all[i], failures[i] = p.News.Create(t.Context(), "kk", 0, content) })
		}
		group.Wait()
		for i, err := range failures {
			switch {
			case errors.Is(err, news.ErrSlugTaken):
				refused++
			case err != nil:
				t.Error(err)
			default:
				made = append(made, all[i])
			}
		}
		return made, refused
	}
	made, refused := create(news.Content{Title: "Астанада жаңа мектеп"})
	slugs := map[string]bool{}
	for _, a := range made {
		slugs[a.Slug] = true
		if n := p.count("SELECT count(*) FROM article_revisions WHERE article_id = ? AND content->>'slug' = ?", a.ID, a.Slug); n != 1 {
			t.Errorf("%s has %d first revisions", a.Slug, n)
		}
	}
	if refused != 0 || len(slugs) != clients {
		t.Errorf("%d refused, addresses: %v", refused, slugs)
	}
	if made, refused = create(news.Content{Title: "Таңдалған", Slug: "tandalgan"}); len(made) != 1 || refused != clients-1 {
		t.Errorf("%d have the chosen address, %d were refused", len(made), refused)
	}
	if n, entries := p.count("SELECT count(*) FROM stories"), p.count("SELECT count(*) FROM journal_entries WHERE action = 'news.create'"); n != clients+1 || entries != n {
		t.Errorf("%d stories and %d entries for %d articles", n, entries, clients+1)
	}
}

// TestACreationIsWholeOrNothing, where the connection goes after the article was put in;
// and the next one is none the worse for it.
func TestACreationIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	cut := true
	p.Journal.Guard(func(ctx context.Context, tx bun.Tx, e audit.Entry) error {
		if e.Action != "news.create" || !cut {
			return nil
		}
		var there int
		if err := tx.NewRaw("SELECT count(*) FROM articles").Scan(ctx, &there); err != nil || there != 1 {
			t.Errorf("%d articles before the cut, %v", there, err)
		}
		var pid int
		if err := tx.NewRaw("SELECT pg_backend_pid()").Scan(ctx, &pid); err != nil {
			return err
		}
		_, err := p.DB.Primary.NewRaw("SELECT pg_terminate_backend(?, 5000)", pid).Exec(ctx)
		return err
	})
	if _, err := p.News.Create(t.Context(), "kk", 0, news.Content{Title: "Жоғалған"}); err == nil {
		t.Error("a creation without a connection succeeds")
	}
	left := func() int {
		return p.count(`SELECT (SELECT count(*) FROM stories) + (SELECT count(*) FROM articles) + (SELECT count(*) FROM article_revisions)
			+ (SELECT count(*) FROM journal_entries WHERE action = 'news.create')`)
	}
	if n := left(); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	cut = false
	if _, err := p.News.Create(t.Context(), "kk", 0, news.Content{Title: "Жоғалған"}); err != nil || left() != 4 {
		t.Errorf("%d rows, %v", left(), err)
	}
}
