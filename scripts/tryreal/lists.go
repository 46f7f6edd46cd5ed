package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// list is one list of a site, with the articles of ours that belong on it.
type list struct {
	name     string
	language string
	filter   string // of the public API, "&rubric=5"
	address  string // of the site
	ours     map[string]*version
}

// checkLists walks every list to its end, as an app does and as a reader does.
func (t *trial) checkLists(ctx context.Context, stories []*story) {
	all := t.lists(ctx, stories)
	each(ctx, t.report, "lists walked to their end", all, func(ctx context.Context, l *list) {
		t.compare(l, "API", t.walkAPI(ctx, l))
		t.compare(l, "site", t.walkSite(ctx, l))
	})
	for language, site := range t.sites {
		t.checkFront(ctx, language, site)
	}
}

// lists are the feed of each language and the lists of its rubrics, tags and authors.
func (t *trial) lists(ctx context.Context, stories []*story) []*list {
	var all []*list
	for language, versions := range published(stories) {
		byFilter := map[string]*list{}
		feed := &list{name: "latest " + language, language: language, address: t.sites[language] + "/latest", ours: map[string]*version{}}
		all = append(all, feed)
		for _, v := range versions {
			feed.ours[v.made.URL] = v
			for kind, of := range map[string]*labelled{"rubric": v.rubric, "tag": v.tag, "author": v.author} {
				filter := fmt.Sprintf("&%s=%d", kind, of.ID)
				if byFilter[filter] == nil {
					address := t.sites[language] + "/" + kind + "/" + of.Labels[language]["slug"]
					byFilter[filter] = &list{name: address, language: language, filter: filter, address: address, ours: map[string]*version{}}
					all = append(all, byFilter[filter])
				}
				byFilter[filter].ours[v.made.URL] = v
			}
		}
	}
	return all
}

// walkAPI follows the cursors; it returns the addresses in the list's order.
func (t *trial) walkAPI(ctx context.Context, l *list) []string {
	var addresses []string
	var last time.Time
	cursor := ""
	for {
		var got page[summary]
		if err := t.client.public(ctx, "public list", "/news?limit=100&lang="+l.language+l.filter+cursor, &got); err != nil {
			t.report.check("list: API answers", false, "%s: %v", l.name, err)
			return addresses
		}
		for _, one := range got.Items {
			at := one.PublishedAt
			t.report.check("list: newest first", last.IsZero() || !at.After(last), "%s: %s after %s", l.name, at, last)
			t.report.check("list: one language", one.Language == l.language, "%s: %s is in %s", l.name, one.URL, one.Language)
			last = at
			addresses = append(addresses, one.URL)
		}
		if got.NextCursor == nil {
			return addresses
		}
		cursor = "&cursor=" + url.QueryEscape(*got.NextCursor)
	}
}

// walkSite follows the links to older pages.
func (t *trial) walkSite(ctx context.Context, l *list) []string {
	var addresses []string
	for address := l.address; address != ""; {
		a, err := t.client.page(ctx, "site list page", address)
		if !t.report.check("list: page is there", err == nil && a.status == http.StatusOK, "%s: %d %v", address, a.status, err) {
			return addresses
		}
		doc, err := parseTree(a.body)
		if err != nil {
			return addresses
		}
		t.report.same("list: lang attribute", address, doc.one("html").attr("lang"), l.language)
		for _, card := range doc.one("main").all("article", class("card")) {
			addresses = append(addresses, absolute(address, card.one("a", class("cover")).attr("href")))
		}
		next := doc.one("a", has("rel", "next")).attr("href")
		if next == "" {
			return addresses
		}
		address = absolute(address, next)
	}
	return addresses
}

func absolute(base, href string) string {
	from, err := url.Parse(base)
	if err != nil {
		return href
	}
	to, err := from.Parse(href)
	if err != nil {
		return href
	}
	return to.String()
}

// compare checks that a list holds each article of ours that belongs there
// once, and none that doesn't.
func (t *trial) compare(l *list, by string, addresses []string) {
	where := l.name + " by the " + by
	times := map[string]int{}
	for _, address := range addresses {
		times[address]++
		t.report.check("list: nothing twice", times[address] == 1, "%s: %s", where, address)
		t.report.check("list: own site only", strings.HasPrefix(address, t.sites[l.language]+"/"), "%s: %s", where, address)
		if t.ours[address] != nil {
			t.report.check("list: nothing that belongs elsewhere", l.ours[address] != nil, "%s: %s", where, address)
		}
	}
	for address := range l.ours {
		t.report.check("list: nothing missing ("+by+")", times[address] > 0, "%s: %s", where, address)
	}
}

// checkFront checks that the newest article is on the front page.
func (t *trial) checkFront(ctx context.Context, language, site string) {
	var got page[summary]
	err := t.client.public(ctx, "public list", "/news?limit=1&lang="+language, &got)
	if !t.report.check("front page: the API knows the newest", err == nil && len(got.Items) == 1, "%s: %v", language, err) {
		return
	}
	a, err := t.client.page(ctx, "site front page", site+"/")
	if !t.report.check("front page: is there", err == nil && a.status == http.StatusOK, "%s: %d %v", site, a.status, err) {
		return
	}
	doc, err := parseTree(a.body)
	if err != nil {
		return
	}
	t.report.same("front page: lang attribute", site, doc.one("html").attr("lang"), language)
	found := false
	for _, link := range doc.one("main").all("a") {
		found = found || absolute(site+"/", link.attr("href")) == got.Items[0].URL
	}
	t.report.check("front page: shows the newest", found, "%s: no link to %s", site, got.Items[0].URL)
}
