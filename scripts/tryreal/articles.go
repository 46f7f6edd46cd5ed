package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// checkArticles gets the page of every article and compares it with its text.
func (t *trial) checkArticles(ctx context.Context, stories []*story) {
	each(ctx, t.report, "stories read back", stories, func(ctx context.Context, s *story) {
		for _, v := range s.versions {
			if v.made.URL != "" {
				t.checkArticle(ctx, s, v)
			}
		}
	})
}

func (t *trial) checkArticle(ctx context.Context, s *story, v *version) {
	where := s.name + " " + v.made.URL
	site := t.sites[v.language]
	t.report.check("article: on its own site", strings.HasPrefix(v.made.URL, site+"/"), "%s is not on %s", where, site)
	a, err := t.client.page(ctx, "site article page", v.made.URL)
	if !t.report.check("article: page is there", err == nil && a.status == http.StatusOK, "%s: %d %v", where, a.status, err) {
		return
	}
	doc, err := parseTree(a.body)
	if err != nil {
		t.report.check("article: page is HTML", false, "%s: %v", where, err)
		return
	}
	t.checkText(where, doc, v)
	t.checkHead(where, doc, s, v)
	t.checkImages(where, doc, v)
	t.checkPlaces(where, doc, v)
	t.checkPublicArticle(ctx, where, s, v)
}

func (t *trial) checkText(where string, doc tree, v *version) {
	prose := doc.one("div", class("prose"))
	t.report.same("article: title", where, doc.one("h1").text(), v.title)
	t.report.same("article: lead", where, doc.one("header", inArticle).one("p", class("lead")).text(), v.lead)
	t.report.same("article: text", where, unhidden(strings.Join(prose.lines(), "\n")), strings.Join(folded(v.paragraphs), "\n"))
}

func inArticle(t tree) bool { return t.Parent != nil && t.Parent.Data == "article" }

func folded(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = fold(l)
	}
	return out
}

// checkHead checks language, canonical address and the links to all versions.
func (t *trial) checkHead(where string, doc tree, s *story, v *version) {
	t.report.same("article: lang attribute", where, doc.one("html").attr("lang"), v.language)
	t.report.same("article: canonical", where, doc.one("link", has("rel", "canonical")).attr("href"), v.made.URL)
	want := s.addresses()
	t.report.same("article: hreflang", where, fmt.Sprint(hreflangs(doc)), fmt.Sprint(want))
	for language, address := range want {
		if language == v.language {
			continue
		}
		switcher := doc.one("nav", class("languages")).all("a", inLanguage(language))
		t.report.check("article: switcher", len(switcher) == 1, "%s: %d links to %s (%s)", where, len(switcher), language, address)
		for _, link := range switcher {
			t.followSwitch(where, link.attr("href"), v.made.URL, address)
		}
	}
}

// unhidden is a text whose addresses of e-mail are hidden from robots, as it was written.
func unhidden(text string) string {
	return strings.NewReplacer(" (собака) ", "@", " (ит белгісі) ", "@").Replace(text)
}

// inLanguage finds what leads to a language in the script that it is kept in.
func inLanguage(language string) func(tree) bool {
	return func(t tree) bool { return t.attr("hreflang") == language || t.attr("hreflang") == language+"-Cyrl" }
}

// hreflangs are the addresses by language, without x-default and those of scripts.
func hreflangs(doc tree) map[string]string {
	all := map[string]string{}
	for _, link := range doc.all("link", has("rel", "alternate")) {
		if language := link.attr("hreflang"); language != "" && !strings.Contains(language, "-") {
			all[language] = link.attr("href")
		}
	}
	return all
}

// checkImages finds the lead picture and the one within the text.
func (t *trial) checkImages(where string, doc tree, v *version) {
	if v.picture != nil {
		t.checkImage(where, "article: lead picture", doc.one("figure", class("lead-figure")).one("img"), v.picture)
	}
	inside := doc.one("div", class("prose")).all("figure")
	if v.inside == nil {
		t.report.check("article: no strange picture", len(inside) == 0, "%s: %d figures in the text", where, len(inside))
		return
	}
	if !t.report.check("article: picture in the text", len(inside) == 1, "%s: %d figures in the text", where, len(inside)) {
		return
	}
	t.checkImage(where, "article: picture in the text", inside[0].one("img"), v.inside)
	caption := inside[0].one("figcaption").text()
	t.report.check("article: caption", strings.HasPrefix(caption, v.caption()), "%s: %s, want %s", where, clip(caption, 0), clip(v.caption(), 0))
}

// checkImage compares an img element with the picture's files.
func (t *trial) checkImage(where, kind string, img tree, p *picture) {
	var want []string
	for _, r := range p.Renditions {
		want = append(want, pathOf(r.URL))
	}
	t.report.check(kind, slices.Contains(want, pathOf(img.attr("src"))), "%s: src %q is none of %v", where, img.attr("src"), want)
	for part := range strings.SplitSeq(img.attr("srcset"), ",") {
		address, width, _ := strings.Cut(strings.TrimSpace(part), " ")
		known := slices.ContainsFunc(p.Renditions, func(r rendition) bool {
			return pathOf(r.URL) == pathOf(address) && strconv.Itoa(r.Width)+"w" == width
		})
		t.report.check(kind, known, "%s: srcset names %q", where, part)
	}
	width, _ := strconv.Atoi(img.attr("width"))
	height, _ := strconv.Atoi(img.attr("height"))
	sized := slices.ContainsFunc(p.Renditions, func(r rendition) bool { return r.Width == width && r.Height == height })
	t.report.check("article: picture's size", sized, "%s: width=%q height=%q is none of the renditions'", where, img.attr("width"), img.attr("height"))
}

// checkPlaces checks rubric, tag and author as they stand on the page.
func (t *trial) checkPlaces(where string, doc tree, v *version) {
	t.report.same("article: rubric", where, doc.one("header", inArticle).one("p", class("kicker")).text(), v.rubric.Labels[v.language]["name"])
	t.report.same("article: author", where, doc.one("a", has("rel", "author")).text(), v.author.Labels[v.language]["name"])
	t.report.same("article: tag", where, doc.one("a", has("rel", "tag")).text(), v.tag.Labels[v.language]["name"])
}
