package website

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/website/view"
)

// requestPlace stands in cached problem pages where the request's number goes.
const requestPlace = "00000000-0000-0000-0000-000000000000"

// ErrorPage answers a request that failed with a page in the site's language:
// what the reader can do, and the number that finds the request in the log.
// Pages about mistakes of the reader carry the navigation and the newest
// stories; pages about ours need no database. Where there is no page, a redirect may
// lead on.
func (s *Site) ErrorPage(c echo.Context, status int) error {
	v, err := s.visit(c)
	if err != nil { // the address itself is broken
		v.language = s.languages.Main()
		v.locale = s.locales[string(v.language.Code)]
	}
	v.slug, v.before, v.missing = "", "", false
	if status == http.StatusNotFound {
		if status = s.leadOn(c, v.code()); status == 0 {
			return nil
		}
	}
	number := problemNumber(status)
	page, err := s.problemPage(c.Request().Context(), v, number)
	if err != nil {
		return err
	}
	s.protect(c)
	header := c.Response().Header()
	header.Set("Content-Language", string(v.code()))
	header.Set("Cache-Control", "no-store")
	page = sightOf(c.Request()).apply(page, v.locale)
	return c.HTMLBlob(status, bytes.Replace(page.Body, []byte(requestPlace), []byte(httpx.RequestID(c)), 1))
}

// problemNumber is the problem that has words in the locales.
func problemNumber(status int) int {
	switch {
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		return http.StatusServiceUnavailable
	case status >= http.StatusInternalServerError:
		return http.StatusInternalServerError
	case status == http.StatusGone:
		return http.StatusGone
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed:
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}

func (s *Site) problemPage(ctx context.Context, v visit, number int) (cache.Page, error) {
	if number < http.StatusInternalServerError {
		page, err := s.Cache.Fetch(ctx, s.key(v, "problem "+strconv.Itoa(number)), func(ctx context.Context) (cache.Page, error) {
			return s.render(ctx, v, func(ctx context.Context, v visit) (draft, error) { return s.mistake(ctx, v, number) })
		})
		if err == nil {
			return page, nil
		}
	}
	var html bytes.Buffer
	err := s.renderer.Render(&html, s.page(v, problem(v, number), surroundings{}))
	return cache.Page{Body: html.Bytes()}, err
}

// problem is a problem page without anything from the database.
func problem(v visit, number int) draft {
	key := "problem." + strconv.Itoa(number)
	content := view.Problem{Status: number, Title: say(v.locale, key+".title"), Text: say(v.locale, key+".text"), RequestID: requestPlace}
	return draft{
		content: content, title: say(v.locale, "site.titled", "title", content.Title),
		noIndex: true, status: number, tags: tagged(),
	}
}

// mistake is a problem page that helps on with the newest stories.
func (s *Site) mistake(ctx context.Context, v visit, number int) (draft, error) {
	d := problem(v, number)
	d.tags.add(news.LatestTag(v.code()))
	list, _, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), Limit: fill[view.Row]})
	if err != nil {
		return d, err
	}
	k, err := s.shelf(ctx, v, d.tags, list)
	content := d.content.(view.Problem)
	content.Latest = k.cards(list)
	d.content = content
	return d, err
}
