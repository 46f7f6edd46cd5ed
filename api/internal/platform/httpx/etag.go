package httpx

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// ETag gives each good answer to GET a tag of its body, and answers 304 where the
// client has it already (RFC 9110, section 13.1.2). Caches may keep such an answer and
// must ask each time whether it is still good, so that none is older than its news. What
// Cached asks for gets its tag there.
func ETag(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		method := c.Request().Method
		if method != http.MethodGet && method != http.MethodHead {
			return next(c)
		}
		if _, aside := c.Response().Writer.(*written); aside {
			return next(c)
		}
		answer, err := hold(c, next)
		if err != nil {
			return err
		}
		body := answer.body.Bytes()
		if c.Response().Status != http.StatusOK {
			return answer.send(c, c.Response().Status, body)
		}
		sum := sha256.Sum256(body)
		tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
		header := c.Response().Header()
		header.Set("ETag", tag)
		header.Set(echo.HeaderCacheControl, "public, no-cache")
		if Unchanged(c.Request().Header.Values("If-None-Match"), tag) {
			header.Del(echo.HeaderContentType)
			return answer.send(c, http.StatusNotModified, nil)
		}
		header.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
		return answer.send(c, http.StatusOK, body)
	}
}

// Unchanged tells whether one of the tags of If-None-Match is that of the answer. They
// are compared weakly: a proxy that compresses makes a tag a weak one.
func Unchanged(headers []string, tag string) bool {
	for _, header := range headers {
		for candidate := range strings.SplitSeq(header, ",") {
			candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
			if candidate == tag || candidate == "*" {
				return true
			}
		}
	}
	return false
}
