package photobank

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/blob"
)

// Media delivers the renditions to readers. Originals are not among them.
type Media struct{ store blob.Store }

// Media is the delivery of this photobank's renditions.
func (s *Service) Media() Media { return Media{store: s.deps.Store} }

// Register adds the route; see Path.
func (m Media) Register(e *echo.Echo) {
	e.GET("/media/:hash/:file", m.serve)
	e.HEAD("/media/:hash/:file", m.serve)
}

var hashPattern = regexp.MustCompile(fmt.Sprintf(`^[0-9a-f]{%d}$`, hashLength))

// serve answers conditional and range requests too. An address is the content's
// hash: browsers and proxies may keep the answer for ever.
func (m Media) serve(c echo.Context) error {
	hash, name := c.Param("hash"), c.Param("file")
	if !filePattern.MatchString(name) || !hashPattern.MatchString(hash) {
		return echo.ErrNotFound
	}
	object, err := m.store.Open(c.Request().Context(), renditionKey(hash, name))
	if errors.Is(err, blob.ErrNotFound) {
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer object.Close()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, contentType(name))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	h.Set("ETag", fmt.Sprintf(`"%s-%s-%x"`, hash, name, object.Size))
	http.ServeContent(c.Response(), c.Request(), "", object.Modified, object)
	return nil
}

func contentType(file string) string {
	if strings.HasSuffix(file, ".jpg") {
		return "image/jpeg"
	}
	return "image/webp"
}
