package website

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/website/assets"
	"baq.kz/portal/api/internal/website/view"
)

// offlinePath is the page that stands in for all others without a connection.
const offlinePath = "/offline"

// offline builds it.
func (s *Site) offline(_ context.Context, v visit) (draft, error) {
	return draft{
		content: view.Offline{}, title: say(v.locale, "site.titled", "title", say(v.locale, "offline.title")),
		versions: s.everywhere(offlinePath), noIndex: true, tags: tagged(),
	}, nil
}

// serviceWorker answers GET /sw.js. Browsers ask for it anew at each visit, so that
// no worker of an old edition stays.
func (s *Site) serviceWorker(c echo.Context) error {
	fixed := []string{offlinePath}
	for _, name := range []string{"site.css", "site.js", "img/icon.svg", "fonts/baq-display-cyrillic.woff2", "fonts/golos-text-cyrillic.woff2"} {
		url, err := s.bundle.URL(name)
		if err != nil {
			return err
		}
		fixed = append(fixed, url)
	}
	script, err := assets.Worker(s.edition, fixed)
	if err != nil {
		return err
	}
	return s.hold(c, "text/javascript; charset=utf-8", script)
}

// hold sends what is made of the program alone.
func (s *Site) hold(c echo.Context, contentType string, body []byte) error {
	sum := sha256.Sum256(body)
	return s.send(c, cache.Page{Status: http.StatusOK, ContentType: contentType, ETag: `"` + hex.EncodeToString(sum[:8]) + `"`, Body: body})
}
