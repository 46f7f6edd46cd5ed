package website

import (
	"bytes"
	"context"
	"regexp"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/website/sitemaps"
)

const (
	xmlType = "application/xml; charset=utf-8"
	// newsAge and newsMost are what Google News takes of a news sitemap.
	newsAge  = 48 * time.Hour
	newsMost = 1000
	// sitemapBatch is how many addresses are read at once: no connection to the
	// database waits for a slow reader.
	sitemapBatch = 1000
)

// sitemapIndex names the sitemaps of the site, those of each script, too.
func (s *Site) sitemapIndex(ctx context.Context, v visit) (handout, error) {
	d := handout{contentType: xmlType, tags: tagged(news.LatestTag(v.code()))}
	var out bytes.Buffer
	index := sitemaps.NewIndex(&out)
	forms := []visit{v}
	for _, script := range v.language.Scripts {
		in := v
		in.script = &script
		forms = append(forms, in)
	}
	for _, in := range forms {
		index.Add(sitemaps.URL{Address: in.url("/sitemaps/pages.xml")})
	}
	for _, kind := range []struct {
		name  string
		spans func(*news.Service, context.Context) ([]news.Span, error)
	}{
		{"news", func(n *news.Service, ctx context.Context) ([]news.Span, error) { return n.AddressSpans(ctx, v.code()) }},
		{"tags", func(n *news.Service, ctx context.Context) ([]news.Span, error) { return n.TagSpans(ctx, v.code()) }},
		{"authors", func(n *news.Service, ctx context.Context) ([]news.Span, error) { return n.AuthorSpans(ctx, v.code()) }},
	} {
		spans, err := kind.spans(s.News, ctx)
		if err != nil {
			return d, err
		}
		for _, span := range spans {
			for _, in := range forms {
				index.Add(sitemaps.URL{
					Address: in.url("/sitemaps/" + kind.name + "-" + strconv.FormatInt(span.Number, 10) + ".xml"), Changed: span.ChangedAt.In(s.Zone),
				})
			}
		}
	}
	err := index.Close()
	d.body = out.Bytes()
	return d, err
}

// sitemapPages are the pages that are not made of news alone: the front page, the
// whole feed, rubrics and static pages.
func (s *Site) sitemapPages(ctx context.Context, v visit) (handout, error) {
	d := handout{contentType: xmlType, tags: tagged()}
	var out bytes.Buffer
	w := sitemaps.New(&out)
	for _, path := range []string{"/", latestPath} {
		w.Add(s.entry(v, s.everywhere(path)))
	}
	for _, r := range v.tree {
		if _, named := r.Labels[v.code()]; named {
			w.Add(s.entry(v, versions{own: rubricPaths(r)}))
		}
	}
	list, err := s.Pages.PublishedList(ctx, v.code())
	if err != nil {
		return d, err
	}
	for _, p := range list {
		all, err := s.Pages.PublishedVersions(ctx, p.Key)
		if err != nil {
			return d, err
		}
		d.tags.add(pages.CacheTag(p.Key))
		entry := s.entry(v, pageVersions(all))
		entry.Changed = p.UpdatedAt.In(s.Zone)
		w.Add(entry)
	}
	err = w.Close()
	d.body = out.Bytes()
	return d, err
}

// sitemapNews is the news of the last two days, for Google News.
func (s *Site) sitemapNews(ctx context.Context, v visit) (handout, error) {
	d := handout{contentType: xmlType, tags: tagged(news.LatestTag(v.code()))}
	list, err := s.News.AddressesSince(ctx, v.code(), s.now().Add(-newsAge), newsMost)
	if err != nil {
		return d, err
	}
	pictures, err := s.sitemapPictures(ctx, v, d.tags, list)
	if err != nil {
		return d, err
	}
	var out bytes.Buffer
	w := sitemaps.New(&out)
	for _, a := range list {
		entry := s.articleEntry(v, a, pictures)
		entry.News = &sitemaps.News{
			Publication: v.text(say(v.locale, "site.name")), Language: string(v.code()), Title: v.text(typeset(a.Title)), Published: a.PublishedAt.In(s.Zone),
		}
		w.Add(entry)
	}
	err = w.Close()
	d.body = out.Bytes()
	return d, err
}

var sitemapName = regexp.MustCompile(`^(news|tags|authors)-(0|[1-9][0-9]{0,8})\.xml$`)

// sitemap answers GET /sitemaps/:file: a page of addresses, written while it is
// read. It is not kept: search engines ask for it once or twice a day.
func (s *Site) sitemap(c echo.Context) error {
	v, err := s.visit(c)
	if err != nil {
		return err
	}
	name := sitemapName.FindStringSubmatch(c.Param("file"))
	if name == nil {
		return echo.ErrNotFound
	}
	number, err := strconv.ParseInt(name[2], 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	ctx := c.Request().Context()
	ctx = s.Databases.Fresh(ctx, postgres.Position(s.Cache.Position(ctx)))
	some := map[string]batch{"news": s.articleBatch, "tags": s.tagBatch, "authors": s.authorBatch}[name[1]]
	read := func(above int64) (entries []sitemaps.URL, last int64, err error) {
		err = s.Databases.Steady(ctx, func(ctx context.Context) error {
			entries, last, err = some(ctx, v, above, (number+1)*news.AddressSpan)
			return err
		})
		return entries, last, err
	}
	entries, last, err := read(number * news.AddressSpan)
	if err != nil {
		return err
	}
	if len(entries) == 0 && last == 0 {
		return echo.ErrNotFound
	}
	s.protect(c)
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, xmlType)
	header.Set(echo.HeaderCacheControl, "no-cache")
	w := sitemaps.New(c.Response())
	for last != 0 {
		for _, e := range entries {
			w.Add(e)
		}
		// What fails from here on leaves a document without its end, which nobody takes
		// for a whole one.
		if entries, last, err = read(last); err != nil {
			return err
		}
	}
	return w.Close()
}

// batch reads some entries of ids above one and up to another, and the last id that
// it read; 0: there are no more.
type batch func(ctx context.Context, v visit, above, upTo int64) (entries []sitemaps.URL, last int64, err error)
