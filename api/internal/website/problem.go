package website

import (
	"bytes"
	"context"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/kazscript"
	"baq.kz/portal/api/internal/platform/wordform"
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
	if err != nil && v.locale == nil { // the address itself is broken
		v.language = s.languages.Main()
		v.locale = s.locales[string(v.language.Code)]
	}
	v.slug, v.before, v.missing = "", "", false
	if status == http.StatusNotFound {
		if status = s.leadOn(c, v); status == 0 {
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
	header.Set("Content-Language", v.tag())
	header.Set("Cache-Control", "no-store")
	page = sightOf(c.Request()).apply(page, s.sayAs(v.tag(), "sight.picture"))
	body := bytes.Replace(page.Body, []byte(requestPlace), []byte(httpx.RequestID(c)), 1)
	body = bytes.Replace(body, []byte(wordsPlace), []byte(html.EscapeString(addressWords(c.Request().URL.Path))), 1)
	accept := c.Request().Header.Values(echo.HeaderAcceptEncoding)
	return httpx.SendCoded(c, status, echo.MIMETextHTMLCharsetUTF8, "", s.coder.Only(echo.MIMETextHTMLCharsetUTF8, body, accept))
}

// wordsPlace stands in cached problem pages where the words of the address go.
const wordsPlace = "11111111-1111-1111-1111-111111111111"

// mostAddressWords is how many words of an address are offered to the search.
const mostAddressWords = 8

// addressWords are what the last part of an address seems to be about. The secret of
// a preview's address is no word, and nothing to find.
func addressWords(path string) string {
	if strings.HasPrefix(path, "/preview/") {
		return ""
	}
	last := wordform.Composed(path[strings.LastIndexByte(path, '/')+1:])
	var words []string
	for _, w := range wordform.Words(strings.TrimSuffix(last, ".html")) {
		if len(words) < mostAddressWords && strings.ContainsFunc(w.Text, unicode.IsLetter) {
			words = append(words, w.Text)
		}
	}
	return strings.Join(words, " ")
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
		page, err := s.fetch(ctx, s.key(v, "problem "+strconv.Itoa(number)), func(ctx context.Context) (cache.Page, error) {
			return s.render(ctx, v, func(ctx context.Context, v visit) (draft, error) { return s.mistake(ctx, v, number) })
		})
		if err == nil {
			return page, nil
		}
	}
	var html bytes.Buffer
	err := s.renderer.Render(&html, s.page(v, problem(v, number), surroundings{}))
	if v.script != nil { // without the exceptions, which stand in the database
		plain := kazscript.New(s.alphabets[v.script.Alphabet], kazscript.Exceptions{})
		return cache.Page{Body: plain.HTML(html.Bytes(), v.link)}, err
	}
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

// helpLength is how many stories help on.
const helpLength = 4

// popularWindow is whose most read stories help on whoever got lost.
const popularWindow = 48 * time.Hour

// mistake is a problem page that helps on with the newest and the most read stories.
func (s *Site) mistake(ctx context.Context, v visit, number int) (draft, error) {
	d := problem(v, number)
	d.tags.add(news.LatestTag(v.code()), readership.MostReadTag(v.code()))
	list, _, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), Limit: helpLength})
	if err != nil {
		return d, err
	}
	ids, err := s.Readership.MostRead(ctx, v.code(), popularWindow, helpLength)
	if err != nil {
		return d, err
	}
	popular, err := s.News.PublishedByIDs(ctx, ids)
	if err != nil {
		return d, err
	}
	k, err := s.shelf(ctx, v, d.tags, list, popular)
	content := d.content.(view.Problem)
	content.Latest, content.Popular = k.cards(list), k.cards(popular)
	if number == http.StatusNotFound || number == http.StatusGone {
		content.Words = wordsPlace
	}
	d.content = content
	return d, err
}
