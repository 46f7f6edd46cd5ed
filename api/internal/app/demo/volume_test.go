package demo_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/app/demo"
	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
)

func number(t *testing.T, a *app.App, query string) int {
	t.Helper()
	var n int
	if err := a.DB.Primary.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(query, err)
	}
	return n
}

// fill wants exactly the articles that were asked for, with all that hangs on
// them, whatever interrupts it, and more on request.
func fill(t *testing.T, a *app.App, n demo.Newsroom, out *bytes.Buffer) {
	if err := n.Fill(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	before := number(t, a, "SELECT count(*) FROM articles") - 1
	breaks := 0
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		err := n.Fill(ctx, 2501)
		cancel()
		if err == nil {
			break
		}
		if breaks++; breaks > 10 {
			t.Fatal(err)
		}
	}
	if breaks == 0 {
		t.Error("nothing was interrupted")
	}
	consistent(t, a, before+2501)
	// As if it had been broken off in the statistics; and there are more than asked for.
	if _, err := a.DB.Pool.Exec(t.Context(), "UPDATE pg_class SET reltuples = 1 WHERE relname = 'articles'"); err != nil {
		t.Fatal(err)
	}
	if err := n.Fill(t.Context(), 2000); err != nil {
		t.Fatal(err)
	}
	consistent(t, a, before+2501)
	if err := n.Fill(t.Context(), 3001); err != nil {
		t.Fatal(err)
	}
	consistent(t, a, before+3001)
	readable(t, a)
	sound(t, a)
	t.Log(out.String())
}

// sound wants nothing that was changed past the system: the archive is sealed by
// who writes it.
func sound(t *testing.T, a *app.App) {
	t.Helper()
	check, err := a.Integrity.Start(t.Context(), integrity.Full, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Integrity.Run(t.Context(), integrity.Full); err != nil {
		t.Fatal(err)
	}
	if check, err = a.Integrity.Check(t.Context(), check.ID); err != nil || check.State != integrity.Done || check.Found > 0 || check.Checked < 3001 {
		t.Errorf("%+v %v", check, err)
	}
}

// consistent checks what the services' own writes would have left.
func consistent(t *testing.T, a *app.App, articles int) {
	t.Helper()
	if got := number(t, a, "SELECT count(*) FROM articles"); got != articles {
		t.Errorf("%d articles, want %d", got, articles)
	}
	for what, query := range map[string]string{
		"tags without the article's time":    "SELECT count(*) FROM article_tags x JOIN articles a ON a.id = x.article_id WHERE a.live AND (x.published_at <> a.published_at OR x.language <> a.language)",
		"authors without the article's time": "SELECT count(*) FROM article_authors x JOIN articles a ON a.id = x.article_id WHERE a.live AND (x.published_at <> a.published_at OR x.language <> a.language)",
		"articles without tags":              "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT FROM article_tags WHERE article_id = a.id)",
		"articles without author":            "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT FROM article_authors WHERE article_id = a.id)",
		"pictures that are not noted":        "SELECT count(*) FROM articles a WHERE body::jsonb @> '{\"content\": [{\"type\": \"picture\"}]}' AND NOT EXISTS (SELECT FROM article_pictures WHERE article_id = a.id)",
		"stories without a version":          "SELECT count(*) FROM stories s WHERE NOT EXISTS (SELECT FROM articles WHERE story_id = s.id)",
		"articles of the future":             "SELECT count(*) FROM articles WHERE published_at > now()",
		"ids beyond the sequence":            "SELECT count(*) FROM articles WHERE id > (SELECT last_value FROM articles_id_seq)",
	} {
		if got := number(t, a, query); got != 0 {
			t.Errorf("%d %s", got, what)
		}
	}
	if got := number(t, a, "SELECT count(*) FROM article_pictures"); got == 0 {
		t.Error("no article shows a picture in its body")
	}
	if estimate := number(t, a, "SELECT reltuples::int FROM pg_class WHERE relname = 'articles'"); estimate < articles*9/10 {
		t.Errorf("the planner believes in %d articles, there are %d", estimate, articles)
	}
}

// readable goes through the services as readers and the newsroom do.
func readable(t *testing.T, a *app.App) {
	t.Helper()
	for _, l := range []lang.Code{"kk", "ru"} {
		seen, cursor := 0, ""
		for {
			list, next, err := a.News.PublishedList(t.Context(), news.ListQuery{Language: l, Cursor: cursor, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			seen += len(list)
			if next == nil {
				break
			}
			cursor = *next
		}
		if seen < 1200 {
			t.Errorf("%d articles in %s", seen, l)
		}
	}
	list, _, err := a.News.List(t.Context(), news.Filter{Limit: 100, Language: "kk", Search: "таныстырылды"})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d found, %v", len(list), err)
	}
	article, err := a.News.Get(t.Context(), list[0].ID)
	if err != nil || article.Body.Empty() || len(article.TagIDs) < 2 {
		t.Fatalf("%+v %v", article, err)
	}
	article, err = a.News.Unpublish(t.Context(), article.ID, article.Version)
	if err != nil || article.State != news.Unpublished {
		t.Errorf("%+v %v", article.State, err)
	}
	if _, err := a.News.Create(t.Context(), "kk", 0, news.Content{Title: "Келесі мақала"}); err != nil {
		t.Errorf("the sequences are behind: %v", err)
	}
}
