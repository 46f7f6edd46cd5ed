package website

import (
	"net/url"

	"baq.kz/portal/api/internal/website/schemaorg"
	"baq.kz/portal/api/internal/website/view"
)

// machines is what programs are told of a page beside what it shows.
type machines struct {
	// things say what the page is about; see package schemaorg.
	things func(s *Site, v visit, d draft, h view.Head) []schemaorg.Thing
	// way leads from the front page to the page; its last step is the page itself.
	way []view.Link
	// feed is the path before the feed's ending ("/tag/budget"); empty where the
	// page has no feed but the site's.
	feed string
	// authors are paths of the authors' pages, topics names of tags, of an article.
	authors, topics []string
}

// step adds a step to the way.
func (m *machines) step(title, path string) {
	m.way = append(m.way, view.Link{Title: title, URL: path})
}

// tellMachines fills what programs read of a page that has an address. A page that
// search engines are to leave alone tells them nothing.
func (s *Site) tellMachines(h *view.Head, v visit, d draft) {
	for _, path := range d.machines.authors {
		h.Authors = append(h.Authors, v.url(path))
	}
	h.Topics, h.Feeds = d.machines.topics, s.feedLinks(v, d)
	if d.noIndex {
		return
	}
	var things []schemaorg.Thing
	if d.machines.things != nil {
		things = d.machines.things(s, v, d, *h)
	}
	if len(d.machines.way) > 0 {
		way := []schemaorg.Step{{Name: say(v.locale, "site.name"), URL: v.url("/")}}
		for _, step := range d.machines.way {
			way = append(way, schemaorg.Step{Name: step.Title, URL: v.url(step.URL)})
		}
		things = append(things, schemaorg.Breadcrumbs(way...))
	}
	if len(things) == 0 {
		return
	}
	data, err := schemaorg.Script(things...)
	if err == nil { // it is made of plain texts and numbers
		h.Data = data
	}
}

// The media types of feeds and of oEmbed.
const (
	rssType    = "application/rss+xml"
	atomType   = "application/atom+xml"
	oEmbedType = "application/json+oembed"
)

// feedLinks are the feeds of the page, then the site's, and how an article is
// embedded elsewhere.
func (s *Site) feedLinks(v visit, d draft) []view.Feed {
	var links []view.Feed
	name := say(v.locale, "site.name")
	add := func(title, path string) {
		links = append(links,
			view.Feed{Type: rssType, Title: title, URL: v.url(path + feedRSS)},
			view.Feed{Type: atomType, Title: title + " (Atom)", URL: v.url(path + feedAtom)})
	}
	if d.machines.feed != "" {
		add(d.title, d.machines.feed)
	}
	add(name, "")
	if d.kind == "article" && d.article != 0 {
		address := v.url(d.versions.own[v.code()])
		links = append(links, view.Feed{Type: oEmbedType, Title: d.title, URL: v.url("/oembed?format=json&url=" + url.QueryEscape(address))})
	}
	return links
}

// The ends of the addresses of feeds, after the path of what they are of.
const (
	feedRSS  = "/feed.rss"
	feedAtom = "/feed.atom"
)
