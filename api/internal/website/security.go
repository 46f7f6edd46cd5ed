package website

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/website/view"
)

// securityPolicy allows what the site itself serves, the one inline script by
// its hash, and frames of the players that a reader may ask for.
func securityPolicy() string {
	sum := sha256.Sum256([]byte(view.ThemeScript))
	return "default-src 'none'; script-src 'self' 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; " +
		"style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
		"frame-src " + strings.Join(richtext.EmbedOrigins(), " ") + "; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
}

// protection are the headers that every page carries. All pages share their values:
// each slice is as long as its room, so that adding to it makes a copy.
func protection(policy string) http.Header {
	header := http.Header{}
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	header.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	return header
}

// protect sets the headers that every page carries.
func (s *Site) protect(c echo.Context) {
	header := c.Response().Header()
	maps.Copy(header, s.protection)
	header.Del(echo.HeaderXFrameOptions) // frame-ancestors says who may frame a page, and stands above it
	if !s.Indexed {
		header.Set("X-Robots-Tag", "noindex, nofollow")
	}
}
