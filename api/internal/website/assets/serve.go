package assets

import (
	"net/http"
	"regexp"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/httpx"
)

// types are named here because the system's own table differs between machines.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".woff2": "font/woff2",
}

// Serve answers GET /assets/:file. While a new version of the portal is rolled
// out, pages of one version meet processes of the other: a name with another
// hash gets today's file, which nobody may keep.
func (b *Bundle) Serve(c echo.Context) error {
	header := c.Response().Header()
	found, known := b.files[c.Param("file")]
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	if !known {
		if found, known = b.today(c.Param("file")); !known {
			return echo.ErrNotFound
		}
		header.Set("Cache-Control", "no-store")
	}
	header.Set("X-Content-Type-Options", "nosniff")
	return httpx.SendCoded(c, http.StatusOK, found.contentType, found.tag, found.bodies())
}

// hashedName is a plain name with a hash of another version.
var hashedName = regexp.MustCompile(`^([a-z0-9-]+)\.[0-9a-f]{10}(\.[a-z0-9]+)$`)

// today finds the file that bears the name now.
func (b *Bundle) today(hashed string) (file, bool) {
	parts := hashedName.FindStringSubmatch(hashed)
	if parts == nil {
		return file{}, false
	}
	current, known := b.current[parts[1]+parts[2]]
	return b.files[current], known
}
