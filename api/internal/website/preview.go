package website

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/website/view"
)

// preview shows an article to who has a link to it, as its page will look. It is
// never kept: not in the page cache, not by browsers, not by search engines; and
// the pages that it links to are not told its address. Whatever is wrong with a
// link, its answer is that of an address that never was.
func (s *Site) preview(c echo.Context) error {
	v, err := s.visit(c)
	if err != nil {
		return err
	}
	v.missing, v.preview = false, true
	// No cache knows what this page must have seen: it is read where nothing is old.
	ctx := postgres.WithPrimary(c.Request().Context())
	a, err := s.News.Previewed(ctx, c.Param("token"))
	if errors.Is(err, news.ErrPreviewNotFound) || err == nil && a.Language != v.code() {
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	return s.showPrivately(ctx, c, v, func(ctx context.Context, v visit) (draft, error) { return s.previewed(ctx, v, a) })
}

// showPrivately answers with a page that nobody keeps, finds or passes on.
func (s *Site) showPrivately(ctx context.Context, c echo.Context, v visit, build builder) error {
	page, err := s.render(ctx, v, build)
	if err != nil {
		return err
	}
	s.protect(c)
	header := c.Response().Header()
	for name, value := range page.Header {
		header.Set(name, value)
	}
	header.Set("Cache-Control", "no-store")
	header.Set("X-Robots-Tag", "noindex, nofollow")
	header.Set("Referrer-Policy", "no-referrer")
	return c.Blob(http.StatusOK, page.ContentType, page.Body)
}

// previewed builds the page of an article that need not be on its site. It has no
// address of its own in the head, and nothing that passes it on.
func (s *Site) previewed(ctx context.Context, v visit, a news.Article) (draft, error) {
	if a.PublishedAt == nil {
		a.PublishedAt = a.PublishAt
	}
	d, page, err := s.compose(ctx, v, a)
	if err != nil {
		return d, err
	}
	notes, err := s.News.Corrections(ctx, a.ID)
	page.Corrections = s.corrections(v, notes[a.ID])
	if page.Title == "" {
		page.Title = say(v.locale, "preview.untitled")
	}
	d.title, d.content = say(v.locale, "preview.title")+": "+page.Title, page
	d.noIndex, d.noFollow, d.kind = true, true, ""
	d.preview = &view.Preview{State: s.standing(v, a), Language: v.locale.Name}
	if a.State.Live() {
		d.preview.URL = news.Path(a.Slug)
	}
	return d, err
}

// standing is where an article stands, in the reader's words.
func (s *Site) standing(v visit, a news.Article) string {
	switch a.State {
	case news.Published, news.Corrected:
		return say(v.locale, "preview.live")
	case news.Scheduled:
		return say(v.locale, "preview.scheduled", "when", s.moment(v, *a.PublishAt).Text)
	case news.Unpublished:
		return say(v.locale, "preview.unpublished")
	case news.InReview:
		return say(v.locale, "preview.inReview")
	case news.Ready:
		return say(v.locale, "preview.ready")
	}
	return say(v.locale, "preview.draft")
}
