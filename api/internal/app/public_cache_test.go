package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/cache"
)

// TestTheAPIIsAnsweredFromTheCache: the second time without a render, and anew as soon as
// something has changed that the answer shows.
func TestTheAPIIsAnsweredFromTheCache(t *testing.T) {
	r := newReaders(t)
	tag := read[admin.Tag](t, r.chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Бюджет"}}}), 201)
	author := read[admin.Author](t, r.chief.send("POST", "/authors", object{"labels": object{"kk": object{"name": "Айгүл"}}}), 201)
	one := r.chief.take("publish", r.chief.article(r.content("Бірінші мақала", object{"language": "kk", "tagIds": []int64{tag.ID}, "credits": []object{{"authorId": author.ID, "role": "author"}}})))
	paths := []string{
		"/news?lang=kk", fmt.Sprint("/news?lang=kk&rubric=", r.rubric), fmt.Sprint("/news?lang=kk&tag=", tag.ID, "&include=tags,authors"), fmt.Sprint("/news/", one.ID),
		"/addresses/" + one.Slug + "?lang=kk", fmt.Sprint("/stories/", one.StoryID), fmt.Sprint("/news/", one.ID, "/related"), "/rubrics?lang=kk", "/tags?lang=kk", "/authors?lang=kk",
		"/tags/" + *tag.Labels["kk"].Slug + "?lang=kk", "/authors/" + *author.Labels["kk"].Slug + "?lang=kk", "/news/most-read?lang=kk", "/menu?lang=kk", "/layouts/home?lang=kk", "/pages?lang=kk",
		"/search?lang=kk&q=%D0%BC%D0%B0%D2%9B%D0%B0%D0%BB%D0%B0",
	}
	renders := func() int64 { return r.Cache.Counts().Misses }
	for _, path := range paths {
		first := r.ask(path)
		before := renders()
		again := r.ask(path)
		if first.status != 200 || again.status != 200 || first.text() != again.text() || renders() != before {
			t.Errorf("%s: %d and %d, %d renders for the second", path, first.status, again.status, renders()-before)
		}
		if same := r.ask(path, "If-None-Match", first.header.Get("ETag")); same.status != http.StatusNotModified || same.text() != "" {
			t.Errorf("%s with its tag: %d %s", path, same.status, same.text())
		}
	}

	says := func(path, what string, there bool) {
		t.Helper()
		for end := time.Now().Add(2 * time.Second); strings.Contains(r.ask(path).text(), what) != there; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Errorf("%s: %q is there: %v", path, what, !there)
				return
			}
		}
	}
	r.chief.take("publish", r.chief.article(r.content("Екінші мақала", object{"language": "kk"})))
	for _, path := range []string{paths[0], paths[1], "/search?lang=kk&q=%D0%BC%D0%B0%D2%9B%D0%B0%D0%BB%D0%B0"} {
		says(path, "Екінші мақала", true)
	}
	says(paths[2], "Екінші мақала", false)
	if got := r.chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Жаңа тег"}}}); got.status != 201 {
		t.Fatal(got.text())
	}
	says("/tags?lang=kk", "Жаңа тег", true)
	r.chief.take("unpublish", one)
	for _, path := range []string{paths[0], paths[1], paths[2], paths[10]} {
		says(path, "Бірінші мақала", false)
	}
	if gone := r.ask(fmt.Sprint("/news/", one.ID)); gone.status != http.StatusNotFound {
		t.Errorf("the article that was taken back: %d", gone.status)
	}
}

// TestNothingSplitsOrPoisonsTheAPIsCache: what the contract does not know makes no other
// answer, and who may have shown who he is gets one of his own.
func TestNothingSplitsOrPoisonsTheAPIsCache(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	r.chief.take("publish", r.chief.article(r.content("Бірінші мақала", object{"language": "kk"})))
	first := r.ask("/news?lang=kk&limit=5")
	kept := func() (n int) {
		if err := r.Cache.Each(t.Context(), func(string, cache.Page) bool { n++; return true }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := kept()
	for _, ask := range [][]string{
		{"/news?limit=5&lang=kk"}, {"/news?lang=kk&limit=5", "X-Forwarded-Host", "evil.example"}, {"/news?lang=kk&limit=5", "Cookie", "a=b"},
		{"/news?lang=kk&limit=5", "Authorization", "Bearer x"}, {"/news?lang=kk&limit=5", "Accept-Language", "ru"},
	} {
		if got := r.ask(ask[0], ask[1:]...); got.status != 200 || got.text() != first.text() {
			t.Errorf("%v: %d, another answer", ask, got.status)
		}
	}
	for _, path := range []string{"/news?lang=kk&limit=5&utm_source=x", "/news?lang=kk&lang=ru&limit=5", "/news?lang=kk&limit=999", "/news?lang=KK", "/news?lang=kk&cursor=" + strings.Repeat("A", 3000)} {
		r.ask(path)
	}
	if now := kept(); now != before {
		t.Errorf("%d answers are kept more", now-before)
	}
	sparse := r.ask("/news?lang=kk&fields=title,url")
	if other := r.ask("/news?lang=kk&fields=url,title"); sparse.text() != other.text() || kept() != before+1 {
		t.Errorf("the order of fields splits the cache")
	}
	if coded := r.ask("/news?lang=kk&limit=5", "Accept-Encoding", "br"); !strings.Contains(coded.header.Get("Vary"), "Accept-Encoding") && !strings.Contains(strings.Join(coded.header.Values("Vary"), ","), "Accept-Encoding") {
		t.Errorf("shared caches mix codings up: %v", coded.header)
	}
}
