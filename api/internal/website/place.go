package website

import (
	"net/url"
	"strings"

	"baq.kz/portal/api/internal/features/cachekeeping"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

// kindTag marks the pages of the kind that a key is of.
func kindTag(key string) string {
	if parts := strings.Split(key, "|"); len(parts) > 3 {
		return cache.KindTag(string(kindOf(parts[3])))
	}
	return cache.KindTag(string(cachekeeping.Other))
}

// kindOf tells what a page is by its route, as keys have it.
func kindOf(route string) cachekeeping.Kind {
	route, _, _ = strings.Cut(route, "?") // what is searched for may be feeds
	switch {
	case strings.Contains(route, "feed"):
		return cachekeeping.Feed
	case strings.Contains(route, "sitemap"):
		return cachekeeping.Sitemap
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(route, "/"), "/")
	first, _, _ = strings.Cut(first, " ")
	kind, known := map[string]cachekeeping.Kind{
		"": cachekeeping.Home, "latest": cachekeeping.Latest, "rubric": cachekeeping.Rubric, "tag": cachekeeping.Tag, "author": cachekeeping.Author,
		"news": cachekeeping.Article, "amp": cachekeeping.AMP, "page": cachekeeping.StaticPage, "archive": cachekeeping.Archive,
		"search": cachekeeping.Search, "offline": cachekeeping.Offline, "oembed": cachekeeping.OEmbed, "problem": cachekeeping.Problem,
	}[first]
	if !known {
		return cachekeeping.Other
	}
	return kind
}

// Locate tells where readers find the page that a key of the page cache stands for; false
// for what is no page of a site. A page that says what went wrong has no address.
func Locate(languages lang.Set, key string) (cachekeeping.Place, bool) {
	parts := strings.Split(key, "|") // html, edition, language, route, slug, cursor, note
	if len(parts) != 7 || parts[0] != string(cache.HTML) {
		return cachekeeping.Place{}, false
	}
	code, _, _ := strings.Cut(parts[2], "-")
	language, known := languages.Get(lang.Code(code))
	if !known {
		return cachekeeping.Place{}, false
	}
	out := cachekeeping.Place{Kind: kindOf(parts[3]), Language: parts[2], Host: language.Site.Host}
	out.Path = pathOf(language, parts)
	if out.Path != "" {
		out.URL = language.URL(out.Path)
	}
	return out, true
}

// pathOf is the path with the query of a page.
func pathOf(language lang.Language, parts []string) string {
	route, slug, before, note := parts[3], parts[4], parts[5], parts[6]
	script := lang.Script{}
	for _, s := range language.Scripts {
		if s.Tag == parts[2] {
			script = s
		}
	}
	within := func(path string) string {
		if script.Code == "" || !rendered(path) {
			return path
		}
		return script.Path(path)
	}
	if size, is := strings.CutPrefix(route, "oembed "); is {
		return oembedPath(language.URL(within("/news/"+url.PathEscape(slug))), size)
	}
	if !strings.HasPrefix(route, "/") {
		return ""
	}
	path, text, _ := strings.Cut(route, "?")
	path = strings.ReplaceAll(path, ":slug", url.PathEscape(slug))
	query, err := url.ParseQuery(text)
	if err != nil {
		return ""
	}
	for name, value := range map[string]string{"before": before, "from": note} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for name, values := range query { // the search names what was not asked for, too
		if values[0] == "" || values[0] == "0" && name != "q" {
			query.Del(name)
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return within(path)
}

// oembedPath asks for the embedding of an address; size is as the key has it.
func oembedPath(address, size string) string {
	query := url.Values{"url": {address}}
	measures, inXML, _ := strings.Cut(size, " ")
	width, height, _ := strings.Cut(measures, "x")
	query.Set("maxwidth", width)
	query.Set("maxheight", height)
	if inXML == "true" {
		query.Set("format", "xml")
	}
	return "/oembed?" + query.Encode()
}

// FrontPages are the addresses of all sites, as host and path, that change with nearly
// every piece of news and are asked for by most: the front page and the latest news in each script, and the
// feeds.
func FrontPages(languages lang.Set) []cachekeeping.Address {
	var out []cachekeeping.Address
	for _, l := range languages.All() {
		for _, path := range []string{"/", "/latest", feedRSS, feedAtom, "/feed/yandex.xml", "/feed/google.xml", "/sitemap-news.xml"} {
			out = append(out, cachekeeping.Address{Host: l.Site.Host, Path: path})
		}
		for _, s := range l.Scripts {
			for _, path := range []string{"/", "/latest"} {
				out = append(out, cachekeeping.Address{Host: l.Site.Host, Path: s.Path(path)})
			}
		}
	}
	return out
}
