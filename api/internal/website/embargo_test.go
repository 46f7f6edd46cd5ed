package website

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
)

// TestEmbargo walks every kind of page, the API and the preview for an article
// under embargo in each state that it can have, and finds nothing of it. It may
// have been on its site before, in the breaking bar and in other texts.
func TestEmbargo(t *testing.T) {
	ctx := t.Context()
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	after := until.Add(time.Minute)
	hold := func(n *newsroom, a news.Article) news.Article {
		a.EmbargoUntil = &until
		a, err := n.news.Save(ctx, a.ID, a.Version, a.Content)
		n.must(err)
		return a
	}
	// back was on its site.
	back := func(n *newsroom, a news.Article) news.Article {
		a, err := n.news.Publish(ctx, a.ID, a.Version)
		n.must(err)
		n.page(kkHost, "/news/"+a.Slug)
		a, err = n.news.Unpublish(ctx, a.ID, a.Version)
		n.must(err)
		return hold(n, a)
	}
	for name, into := range map[string]func(*newsroom, news.Article) (news.Article, error){
		"a draft": func(n *newsroom, a news.Article) (news.Article, error) { return hold(n, a), nil },
		"in review": func(n *newsroom, a news.Article) (news.Article, error) {
			a = hold(n, a)
			return n.news.Submit(ctx, a.ID, a.Version)
		},
		"ready": func(n *newsroom, a news.Article) (news.Article, error) {
			a = hold(n, a)
			return n.news.Approve(ctx, a.ID, a.Version)
		},
		"scheduled": func(n *newsroom, a news.Article) (news.Article, error) {
			a = hold(n, a)
			return n.news.Schedule(ctx, a.ID, a.Version, &after, nil)
		},
		"unpublished": func(n *newsroom, a news.Article) (news.Article, error) { return back(n, a), nil },
		"in the trash": func(n *newsroom, a news.Article) (news.Article, error) {
			a = back(n, a)
			return n.news.Trash(ctx, a.ID, a.Version)
		},
		"killed": func(n *newsroom, a news.Article) (news.Article, error) {
			a = back(n, a)
			return n.news.Kill(ctx, a.ID, a.Version, "Құпия себеп")
		},
	} {
		t.Run(name, func(t *testing.T) {
			n, e := filled(t)
			twin := n.publish("ru", 0, "Версия на русском", e.economy.ID, 3)
			a := n.written(e, twin, "Құпия құжат", breaks)
			reader := n.publish("kk", 0, "Сілтемесі бар мақала", e.sport.ID, 4, leads(a.ID))
			_, preview := n.link(a, time.Hour)
			a, err := into(n, a)
			n.must(err)
			own := "/news/" + a.Slug
			want := http.StatusNotFound
			if a.State == news.Killed {
				want = http.StatusGone
			}
			if !n.becomes(kkHost, own, func(code int, _ string) bool { return code == want }) {
				t.Error("the article's address tells of it")
			}
			n.all(append(e.places(), place{kkHost, own}, place{ruHost, own}, place{kkHost, preview}, place{ruHost, preview},
				place{kkHost, "/news/" + reader.Slug}, place{ruHost, "/news/" + twin.Slug}), name, silent(secrets...))
			if got := n.api(a.ID); !silent(secrets...)(got) {
				t.Error("the API tells of it")
			}
			if code := n.ask(kkHost, preview).Code; code != http.StatusNotFound {
				t.Errorf("the preview: %d", code)
			}
			if _, _, err := n.news.CreatePreview(ctx, a.ID, time.Hour); err == nil {
				t.Error("a preview was made")
			}
			if alternate := strings.Join(alternates(n.page(ruHost, "/news/"+twin.Slug)), " "); strings.Contains(alternate, "kk ") {
				t.Errorf("the other language names it: %s", alternate)
			}
		})
	}
}
