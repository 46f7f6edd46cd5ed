package main

import (
	"context"
	"fmt"
	"net/http"
)

// checkTakingBack takes one language version off its site and puts it back:
// each time its page, the twin's links and the feed follow at once.
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
	a, err := t.client.page(ctx, "site article page", was.URL)
	t.report.check("taken back: page is gone", err == nil && (a.status == http.StatusNotFound || a.status == http.StatusGone), "%s: %d %v", was.URL, a.status, err)
	status, _ := codeOf(t.client.public(ctx, "public article", fmt.Sprintf("/news/%d", was.ID), nil))
	t.report.check("taken back: API says so", status == http.StatusNotFound || status == http.StatusGone, "%s: %d", was.URL, status)
	t.checkTwinLinks(ctx, twin, 1)
	t.checkFeed(ctx, v.language, was.URL, false)

	if err := t.publish(ctx, v, off); !t.report.check("put back: the API does it", err == nil, "%s: %v", s.name, err) {
		return
	}
	t.report.check("put back: same address and time", v.made.URL == was.URL && v.made.PublishedAt == was.PublishedAt, "%+v, before %+v", v.made, was)
	t.checkTwinLinks(ctx, twin, 2)
	t.checkFeed(ctx, v.language, was.URL, true)
	t.checkArticle(ctx, s, v)
}

// checkTwinLinks counts the language versions that the twin's page names.
func (t *trial) checkTwinLinks(ctx context.Context, twin *version, want int) {
	a, err := t.client.page(ctx, "site article page", twin.made.URL)
	if err != nil {
		t.report.check("taken back: twin's page", false, "%v", err)
		return
	}
	doc, err := parseTree(a.body)
	t.report.check("taken back: twin's hreflang follows", err == nil && len(hreflangs(doc)) == want, "%s: %v, want %d", twin.made.URL, hreflangs(doc), want)
}

// checkFeed looks for an address in the whole feed of a language.
func (t *trial) checkFeed(ctx context.Context, language, address string, want bool) {
	l := &list{name: "latest " + language, language: language, address: t.sites[language] + "/latest"}
	for by, addresses := range map[string][]string{"API": t.walkAPI(ctx, l), "site": t.walkSite(ctx, l)} {
		found := false
		for _, one := range addresses {
			found = found || one == address
		}
		t.report.check("taken back: feed follows", found == want, "%s by the %s: %v", address, by, found)
	}
}

// checkDraft writes an article and doesn't publish it: nobody may see it.
func (t *trial) checkDraft(ctx context.Context, s *story) {
	v := *s.versions[0]
	v.title = "Жоба: " + v.title
	var draft article
	err := t.client.admin(ctx, "admin create article", http.MethodPost, "/news", v.input(0), &draft)
	if !t.report.check("draft: is written", err == nil, "%s: %v", s.name, err) {
		return
	}
	status, _ := codeOf(t.client.public(ctx, "public article", fmt.Sprintf("/news/%d", draft.ID), nil))
	t.report.check("draft: API hides it", status == http.StatusNotFound, "%d: %d", draft.ID, status)
	a, err := t.client.page(ctx, "site article page", t.sites[v.language]+"/news/"+draft.Slug)
	t.report.check("draft: site hides it", err == nil && a.status == http.StatusNotFound, "%s: %d %v", draft.Slug, a.status, err)
	if draft.URL != "" {
		a, err = t.client.page(ctx, "site article page", draft.URL)
		t.report.check("draft: site hides it", err == nil && a.status == http.StatusNotFound, "%s: %d %v", draft.URL, a.status, err)
	}
}
