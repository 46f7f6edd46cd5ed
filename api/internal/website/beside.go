package website

import (
	"bytes"
	"context"
	"crypto/rand"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/website/view"
)

// besidePages is the kind, in keys, of the feed that stands beside pages. It is kept by
// itself and put into them when they are answered: each piece of news is in it, and would
// outdate every page of its language.
const besidePages = "feed beside pages"

// feedPlace stands in a page where its feed goes. Nobody outside of this process knows it,
// and so no text can hold it.
var feedPlace = "<!--" + rand.Text() + "-->"

// beside is the feed of a page that is about an article (0: none): the place for it where
// the page is answered with its part, else the feed itself.
func (s *Site) beside(ctx context.Context, v visit, d *draft, about int64) (view.Newest, error) {
	if !v.parted {
		return s.feed(ctx, v, d.tags, about)
	}
	d.part = &cache.Part{Key: s.besideKey(v, 0)}
	if about != 0 {
		d.part.Unless, d.part.Own = news.ArticleTag(about), s.besideKey(v, about)
	}
	return view.Newest{URL: latestPath, Drawn: view.Drawn(feedPlace)}, nil
}

// besideKey is the key of the feed without an article; 0: of all.
func (s *Site) besideKey(v visit, except int64) string {
	return cache.Key(string(cache.HTML), s.edition, v.tag(), besidePages, strconv.FormatInt(except, 10), "", "")
}

// placed takes the place out of a page, and writes down where it was.
func placed(d draft, body []byte) ([]byte, *cache.Part) {
	if d.part == nil {
		return body, nil
	}
	before, after, there := bytes.Cut(body, []byte(feedPlace))
	if !there {
		return body, nil
	}
	d.part.At = len(before)
	return append(before, after...), d.part
}

// besides makes the feeds of a visit's language and script by their keys.
func (s *Site) besides(v visit) func(key string) cache.Render {
	return func(key string) cache.Render {
		return s.steady(key, func(ctx context.Context) (cache.Page, error) {
			except, err := strconv.ParseInt(strings.Split(key, "|")[4], 10, 64)
			if err != nil {
				return cache.Page{}, err
			}
			return s.drawBeside(ctx, v, except)
		})
	}
}

func (s *Site) drawBeside(ctx context.Context, v visit, except int64) (cache.Page, error) {
	tree, err := s.Rubrics.Tree(ctx)
	if err != nil {
		return cache.Page{}, err
	}
	v.tree = tree
	spelt, err := s.spell(ctx, &v)
	if err != nil {
		return cache.Page{}, err
	}
	tags := tagged()
	maps.Copy(tags, spelt)
	f, err := s.newest(ctx, v, tags)
	if err != nil {
		return cache.Page{}, err
	}
	for _, id := range f.ids[:min(len(f.ids), feedLength)] { // by which pages know that they stand in it
		tags.add(news.ArticleTag(id))
	}
	newest := f.without(except)
	if newest.Drawn == "" && newest.URL != "" {
		if newest.Drawn, err = s.renderer.DrawNewest(string(v.code()), newest); err != nil {
			return cache.Page{}, err
		}
	}
	return cache.Page{Status: http.StatusOK, ContentType: echo.MIMETextHTMLCharsetUTF8, Tags: tags.sorted(), Body: written(v, []byte(newest.Drawn))}, nil
}

// written is HTML as readers get it, in their script.
func written(v visit, html []byte) []byte {
	html = concealAddresses(html, say(v.locale, "mail.at"))
	if v.converter != nil {
		html = v.converter.HTML(html, v.link)
	}
	return html
}
