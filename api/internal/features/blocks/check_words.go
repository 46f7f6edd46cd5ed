package blocks

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// words checks a block's content of each language.
func (c *check) words(at string, b Block, can ability) map[lang.Code]Words {
	out := map[lang.Code]Words{}
	for code, w := range b.Languages {
		here := at + "." + string(code)
		if _, known := c.languages.Get(code); !known {
			c.complain(here, "unknown_language", "no such language is configured")
			continue
		}
		kept := Words{Title: tidy(w.Title), URL: strings.TrimSpace(w.URL), Hidden: w.Hidden}
		if kept.URL != "" && !leadsSomewhere(kept.URL) {
			c.complain(here+".url", "bad_url", badURL)
		}
		if can.stories {
			kept.Pins = c.pins(here+".pins", code, w.Pins)
		}
		switch can.words {
		case wordsLinks:
			kept.Links = c.links(here+".links", w.Links)
		case wordsVideos:
			kept.Videos = c.videos(here+".videos", w.Videos)
		case wordsHTML:
			kept.HTML = Clean(w.HTML)
		}
		out[code] = kept
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// tidy is a line of text without what a line can't show.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }

func (c *check) pins(at string, language lang.Code, pins []int64) []int64 {
	var out []int64
	for i, id := range pins {
		switch of, known := c.articles[id]; {
		case !known:
			c.complain(fmt.Sprintf("%s.%d", at, i), "not_found", "there is no such article")
		case of != language:
			c.complain(fmt.Sprintf("%s.%d", at, i), "other_language", "the article is in another language")
		case !slices.Contains(out, id):
			out = append(out, id)
		}
	}
	return out
}

func (c *check) links(at string, links []Link) []Link {
	var out []Link
	for i, l := range links {
		l = Link{Title: tidy(l.Title), URL: strings.TrimSpace(l.URL)}
		if l.Title == "" {
			c.complain(fmt.Sprintf("%s.%d.title", at, i), "min_length", "a link needs words")
		}
		if !leadsSomewhere(l.URL) {
			c.complain(fmt.Sprintf("%s.%d.url", at, i), "bad_url", badURL)
		}
		out = append(out, l)
	}
	return out
}

func (c *check) videos(at string, videos []Video) []Video {
	var out []Video
	for i, v := range videos {
		v = Video{Title: tidy(v.Title), URL: strings.TrimSpace(v.URL)}
		if v.Title == "" {
			c.complain(fmt.Sprintf("%s.%d.title", at, i), "min_length", "a video needs words")
		}
		if _, _, ok := richtext.ParseEmbed(v.URL); !ok {
			c.complain(fmt.Sprintf("%s.%d.url", at, i), "unknown_provider", "no address of a video that articles may embed")
		}
		out = append(out, v)
	}
	return out
}

const badURL = "a path of the site, or an http or https address"

// leadsSomewhere tells whether an address is a path of the site, which a browser
// can read in no other way, or one of the web.
func leadsSomewhere(address string) bool {
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Opaque != "", u.User != nil, strings.Contains(address, `\`), strings.ContainsFunc(address, unicode.IsControl), strings.ContainsFunc(address, unicode.IsSpace):
		return false
	case u.Scheme == "" && u.Host == "":
		return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
	}
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
