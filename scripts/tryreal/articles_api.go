package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// checkPublicArticle reads the article from the public API.
func (t *trial) checkPublicArticle(ctx context.Context, where string, s *story, v *version) {
	var got publicArticle
	if err := t.client.public(ctx, "public article", fmt.Sprintf("/news/%d", v.made.ID), &got); err != nil {
		t.report.check("public article: is there", false, "%s: %v", where, err)
		return
	}
	t.report.check("public article: is there", true, "")
	t.report.same("public article: title", where, fold(got.Title), v.title)
	t.report.same("public article: lead", where, fold(got.Lead), v.lead)
	t.report.same("public article: language", where, got.Language, v.language)
	t.report.same("public article: address", where, got.URL, v.made.URL)
	body, err := parseTree([]byte(got.BodyHTML))
	t.report.check("public article: HTML", err == nil, "%s: %v", where, err)
	t.report.same("public article: text", where, strings.Join(body.lines(), "\n"), strings.Join(folded(v.paragraphs), "\n"))
	addresses := map[string]string{}
	for _, one := range got.Versions {
		addresses[one.Language] = one.URL
	}
	t.report.same("public article: versions", where, fmt.Sprint(addresses), fmt.Sprint(s.addresses()))
}

// followSwitch checks that the language switch of a page leads to the same
// story; it may lead there over an address that remembers the choice.
func (t *trial) followSwitch(where, href, from, want string) {
	base, err := url.Parse(from)
	if err != nil {
		return
	}
	at, err := base.Parse(href)
	for range 3 {
		if err != nil || at.String() == want {
			break
		}
		var a answer
		if a, err = t.client.page(context.Background(), "site language switch", at.String()); err != nil || a.status < http.StatusMultipleChoices || a.status >= http.StatusBadRequest {
			break
		}
		at, err = at.Parse(a.header.Get("Location"))
	}
	t.report.check("article: switcher leads to the twin", err == nil && at.String() == want, "%s: %s leads to %v (%v), want %s", where, href, at, err, want)
}

// pathOf is an address without its host.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}
