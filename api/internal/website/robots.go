package website

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// keepOut are the addresses that no search engine has anything to look for at. The
// API's documentation stands at /docs and /redoc.
var keepOut = []string{"/preview/", "/go/", "/language/", "/search", "/api/", "/admin/", "/oembed"}

// robots answers GET /robots.txt (RFC 9309). A site that is not to be found says
// so here and, for those who come by a link, with every page; see protect.
func (s *Site) robots(c echo.Context) error {
	v, err := s.visit(c)
	if err != nil {
		return err
	}
	var out strings.Builder
	out.WriteString("User-agent: *\n")
	if !s.Indexed {
		out.WriteString("Disallow: /\n")
	} else {
		for _, path := range keepOut {
			out.WriteString("Disallow: " + path + "\n")
		}
		sitemaps := []string{"/sitemap.xml", "/sitemap-news.xml"}
		for _, script := range v.language.Scripts {
			out.WriteString("Disallow: " + script.Path(searchPath) + "\n")
			sitemaps = append(sitemaps, script.Path("/sitemap-news.xml"))
		}
		for _, path := range sitemaps {
			out.WriteString("\nSitemap: " + v.url(path))
		}
		out.WriteString("\n")
	}
	s.protect(c)
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
	return c.String(http.StatusOK, out.String())
}

// proof answers GET /<key>.txt, by which a search engine knows that what it was told
// of changed pages came from us (indexnow.org/documentation).
func (s *Site) proof(c echo.Context) error {
	s.protect(c)
	return c.String(http.StatusOK, s.IndexNowKey)
}
