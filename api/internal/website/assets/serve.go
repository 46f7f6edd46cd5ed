package assets

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"
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
	if found.zipped == nil {
		return c.Blob(http.StatusOK, found.contentType, found.body)
	}
	header.Add("Vary", "Accept-Encoding")
	if !strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		return c.Blob(http.StatusOK, found.contentType, found.body)
	}
	header.Set("Content-Encoding", "gzip")
	return c.Blob(http.StatusOK, found.contentType, found.zipped)
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

// zip compresses text; what is compressed already gives nil.
func zip(body []byte, extension string) []byte {
	if extension == ".woff2" || extension == ".png" {
		return nil
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		return nil
	}
	return out.Bytes()
}
