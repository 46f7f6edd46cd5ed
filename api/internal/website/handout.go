package website

import (
	"context"
	"maps"
	"net/http"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/httpx"
)

// handout is an answer for programs, as its builder leaves it.
type handout struct {
	contentType string
	body        []byte
	tags        tagSet
}

// documenter collects what a document holds.
type documenter func(ctx context.Context, v visit) (handout, error)

// hand answers with a document, from the page cache when it can. Whoever may read
// the site may read it from a page of any other one.
func (s *Site) hand(kind string, build documenter) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := s.visit(c)
		if err != nil {
			return err
		}
		v.before, v.missing = "", false // a document is whole, and nobody is sent to it
		return s.handTo(c, v, s.key(v, kind), build)
	}
}

func (s *Site) handTo(c echo.Context, v visit, key string, build documenter) error {
	page, err := s.fetch(c.Request().Context(), key, func(ctx context.Context) (cache.Page, error) {
		var err error
		if v.tree, err = s.Rubrics.Tree(ctx); err != nil {
			return cache.Page{}, err
		}
		spelt, err := s.spell(ctx, &v)
		if err != nil {
			return cache.Page{}, err
		}
		d, err := build(ctx, v)
		if err == nil {
			maps.Copy(d.tags, spelt)
		}
		return cache.Page{
			Status: http.StatusOK, ContentType: d.contentType, Tags: d.tags.sorted(), Body: d.body,
			Header: map[string]string{"Content-Language": v.tag()},
		}, err
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	httpx.OfferReplay(c, httpx.Offer{Key: key, Edition: page.Edition(), Fits: ordinary, Within: slowestReader})
	return s.send(c, page)
}
