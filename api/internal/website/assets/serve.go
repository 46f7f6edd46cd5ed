package assets

import (
	"bytes"
	"compress/gzip"
	"net/http"
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

// Serve answers GET /assets/:file. A name whose hash is not today's is not
// found: the page that names it is outdated too.
func (b *Bundle) Serve(c echo.Context) error {
	found, known := b.files[c.Param("file")]
	if !known {
		return echo.ErrNotFound
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
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
