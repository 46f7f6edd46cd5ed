package website

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/coding"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/kazscript"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/locales"
)

// visit is what a page is built for. Its members but the tree are all that tells
// one page from another, and make the key of the page cache.
type visit struct {
	language lang.Language
	locale   *locales.Locale
	slug     string
	before   string       // the cursor of older pages of a list
	missing  bool         // came from a page that has no version in this language
	script   *lang.Script // that the page is rendered in; nil: the one that texts are kept in
	tree     rubrics.Tree
	// converter writes the texts of a render in the script; nil: they stay as they are.
	converter *kazscript.Converter
	preview   bool // of what readers need not see: its pictures have signed addresses
	amp       bool // of an article in its AMP form
	parted    bool // answered with its part put in; see beside
}

// code is the language's code.
func (v visit) code() lang.Code { return v.language.Code }

// missingFrom is the value of the parameter "from" that brings the note.
const missingFrom = "missing"

func (s *Site) visit(c echo.Context) (visit, error) {
	language, known := s.languages.ByHost(c.Request().Host)
	if !known {
		language = s.languages.Main()
	}
	v := visit{
		language: language, locale: s.locales[string(language.Code)],
		slug: c.Param("slug"), before: c.QueryParam("before"), missing: c.QueryParam("from") == missingFrom,
	}
	if !readable(v.slug) || !readable(v.before) {
		return visit{}, echo.ErrNotFound
	}
	if !s.readScript(&v, c.Request().URL.Path) {
		return v, echo.ErrNotFound
	}
	return v, nil
}

// readable keeps what PostgreSQL and Redis need not see: overlong or broken text.
func readable(text string) bool {
	return len(text) <= 400 && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// serve answers with the page of a builder, from the page cache when it can.
func (s *Site) serve(kind string, build builder) echo.HandlerFunc {
	return s.serveTo(ordinary, kind, build)
}

// serveTo is serve of what only whom fits tells of may get once more without a look at
// his request.
func (s *Site) serveTo(fits func(echo.Context) bool, kind string, build builder) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := s.visit(c)
		if err != nil {
			return err
		}
		key := s.key(v, kind)
		v.parted = s.Cache.Keeps() // else putting it together would only be one more copy
		page, err := s.fetch(c.Request().Context(), key, func(ctx context.Context) (cache.Page, error) {
			return s.render(ctx, v, build)
		})
		if err == nil && page.Part != nil {
			page, err = s.Cache.Fill(c.Request().Context(), key, page, s.besides(v))
		}
		if errors.Is(err, keyset.ErrBadCursor) {
			return echo.ErrNotFound
		}
		if err != nil {
			return err
		}
		httpx.OfferReplay(c, httpx.Offer{Key: key, Edition: page.Edition(), Fits: fits, Within: slowestReader})
		return s.send(c, page)
	}
}

// ordinary tells whether nothing that a page depends on besides its address was said.
func ordinary(c echo.Context) bool { return sightOf(c.Request()) == nil }

func (s *Site) key(v visit, kind string) string {
	note := ""
	if v.missing {
		note = missingFrom
	}
	return cache.Key("html", s.edition, v.tag(), kind, v.slug, v.before, note)
}

// fetch gives a page from the cache, and makes it once more on the primary where the
// replica fails.
func (s *Site) fetch(ctx context.Context, key string, make cache.Render) (cache.Page, error) {
	return s.fetchIf(ctx, true, key, make)
}

// fetchIf is fetch where keep is true; else the page is made for who asks alone.
func (s *Site) fetchIf(ctx context.Context, keep bool, key string, make cache.Render) (cache.Page, error) {
	return s.Cache.FetchIf(ctx, keep, key, s.steady(key, make))
}

func (s *Site) steady(key string, make cache.Render) cache.Render {
	return func(ctx context.Context) (page cache.Page, err error) {
		cache.Reads(ctx, kindTag(key))
		err = s.Databases.Steady(ctx, func(ctx context.Context) error {
			page, err = make(ctx)
			return err
		})
		return page, err
	}
}

// render builds the page and puts it into words of HTML.
func (s *Site) render(ctx context.Context, v visit, build builder) (cache.Page, error) {
	var err error
	if v.tree, err = s.Rubrics.Tree(ctx); err != nil {
		return cache.Page{}, err
	}
	spelt, err := s.spell(ctx, &v)
	if err != nil {
		return cache.Page{}, err
	}
	d, err := build(ctx, v)
	if err != nil {
		return cache.Page{}, err
	}
	maps.Copy(d.tags, spelt)
	around, err := s.surround(ctx, v, d)
	if err != nil {
		return cache.Page{}, err
	}
	var html bytes.Buffer // Render writes once, so that it becomes just as large as the page
	if err := s.renderer.Render(&html, s.page(v, d, around)); err != nil {
		return cache.Page{}, err
	}
	body, part := placed(d, written(v, html.Bytes()))
	header := map[string]string{"Content-Language": v.tag()}
	if d.policy != "" {
		header["Content-Security-Policy"] = d.policy
	}
	return cache.Page{
		Status: max(d.status, http.StatusOK), ContentType: echo.MIMETextHTMLCharsetUTF8, Header: header,
		Tags: d.tags.sorted(), Body: body, Part: part, Until: s.until(d, around),
	}, nil
}

// until is when the clock outdates a page, by this process's clock: its own content
// goes by the site's.
func (s *Site) until(d draft, around surroundings) time.Time {
	return sooner(s.byProcess(d.until), around.until)
}

// sooner is the earlier of two moments; zero is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// byProcess is a moment of the site's clock by this process's; zero stays zero.
func (s *Site) byProcess(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return time.Now().Add(at.Sub(s.Now()))
}

// slowestReader is how long a client may take to receive a page.
const slowestReader = time.Minute

// send writes a page, or 304 when the reader has it already.
func (s *Site) send(c echo.Context, page cache.Page) error {
	s.protect(c)
	header := c.Response().Header()
	for name, value := range page.Header {
		header.Set(name, value)
	}
	header.Set("Cache-Control", "no-cache") // keep, and ask each time: a page is never older than its news
	if chosen := sightOf(c.Request()); chosen != nil && page.ContentType == echo.MIMETextHTMLCharsetUTF8 {
		page = chosen.apply(page, s.sayAs(page.Header["Content-Language"], "sight.picture"))
		header.Set("Cache-Control", "private, no-cache")
	}
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(slowestReader)) // tests' recorders know none
	return httpx.SendCoded(c, page.Status, page.ContentType, page.ETag, s.coded(c, page))
}

// coded are the bodies of a page: what was made for this answer alone is compressed
// for it alone.
func (s *Site) coded(c echo.Context, page cache.Page) coding.Bodies {
	if b := page.Bodies(); b.Gzip != nil || b.Brotli != nil {
		return b
	}
	return s.coder.Only(page.ContentType, page.Joined().Body, c.Request().Header.Values(echo.HeaderAcceptEncoding))
}

// withoutSlash redirects to the address without the slash at its end.
func withoutSlash(c echo.Context) error {
	u := *c.Request().URL
	target := strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		target += "?" + u.RawQuery
	}
	return c.Redirect(http.StatusMovedPermanently, target)
}

// frontPage answers GET /: on the main host perhaps with a redirect to the
// reader's language, which shared caches must know.
func (s *Site) frontPage(c echo.Context) error {
	if language, _ := s.languages.ByHost(c.Request().Host); language.Code != s.languages.Main().Code {
		return s.serve("/", s.home)(c)
	}
	c.Response().Header().Set("Vary", "Accept-Language, Cookie")
	if to, away := s.elsewhere(c.Request(), c.RealIP()); away {
		return s.redirectByLanguage(c, to)
	}
	return s.serveTo(s.stays, "/", s.home)(c)
}

// stays is ordinary of the front page that may lead elsewhere.
func (s *Site) stays(c echo.Context) bool {
	_, away := s.elsewhere(c.Request(), c.RealIP())
	return !away && ordinary(c)
}

// favicon is for programs that ask for the icon without having read a page.
func (s *Site) favicon(c echo.Context) error {
	url, err := s.bundle.URL("img/icon.svg")
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, url)
}
