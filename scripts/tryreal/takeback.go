package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// checkTakingBack takes one language version off its site and puts it back:
// each time its page, the twin's links and the feed follow.
func (t *trial) checkTakingBack(ctx context.Context, stories []*story) {
	for _, s := range stories {
		if len(s.versions) == 2 && s.versions[0].made.URL != "" && s.versions[1].made.URL != "" {
			t.takeBack(ctx, s, s.versions[1], s.versions[0])
			return
		}
	}
}

func (t *trial) takeBack(ctx context.Context, s *story, v, twin *version) {
	was := v.made
	var off article
	path := fmt.Sprintf("/news/%d/unpublish", was.ID)
	err := t.client.admin(ctx, "admin unpublish article", http.MethodPost, path, map[string]int64{"version": was.Version}, &off)
	if !t.report.check("taken back: the API does it", err == nil, "%s: %v", s.name, err) {
		return
	}
	t.checkShown(ctx, "taken back", was, v.language, twin, false)

	if err := t.publish(ctx, v, off); !t.report.check("put back: the API does it", err == nil, "%s: %v", s.name, err) {
		return
	}
	t.report.check("put back: same address and time", v.made.URL == was.URL && v.made.PublishedAt == was.PublishedAt, "%+v, before %+v", v.made, was)
	t.checkShown(ctx, "put back", was, v.language, twin, true)
	t.checkArticle(ctx, s, v)
}

// checkShown checks that an article is shown, or is not, wherever it was: on its
// page, in the API, on the page of its twin and in both feeds.
func (t *trial) checkShown(ctx context.Context, when string, a article, language string, twin *version, want bool) {
	feed := &list{name: "latest " + language, language: language, address: t.sites[language] + "/latest"}
	for what, shown := range map[string]func() bool{
		"page":            func() bool { return t.statusOf(ctx, a.URL) == http.StatusOK },
		"API":             func() bool { return t.client.public(ctx, "public article", fmt.Sprintf("/news/%d", a.ID), nil) == nil },
		"twin's hreflang": func() bool { return t.hreflang(ctx, twin.made.URL, language) == a.URL },
		"feed of the API": func() bool { return slices.Contains(t.walkAPI(ctx, feed), a.URL) },
		"feed":            func() bool { return slices.Contains(t.walkSite(ctx, feed), a.URL) },
	} {
		t.report.check(when+": "+what+" follows", t.soon(ctx, func() bool { return shown() == want }), "%s", a.URL)
	}
}

// settling is how long a change may take to be seen everywhere: readers are
// served from a replica, which may be a moment behind.
const settling = 5 * time.Second

// soon waits until a change is seen, and keeps how long that took.
func (t *trial) soon(ctx context.Context, seen func() bool) bool {
	began := time.Now()
	for {
		if seen() {
			t.client.timings.add("a change until it is seen", began)
			return true
		}
		if time.Since(began) > settling || ctx.Err() != nil {
			return false
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// statusOf is the status of a page, 0 when there is no answer.
func (t *trial) statusOf(ctx context.Context, address string) int {
	a, err := t.client.page(ctx, "site article page", address)
	if err != nil {
		return 0
	}
	return a.status
}

// hreflang is where a page says that its version in a language is.
func (t *trial) hreflang(ctx context.Context, address, language string) string {
	a, err := t.client.page(ctx, "site article page", address)
	if err != nil {
		return ""
	}
	doc, err := parseTree(a.body)
	if err != nil {
		return ""
	}
	return hreflangs(doc)[language]
}
