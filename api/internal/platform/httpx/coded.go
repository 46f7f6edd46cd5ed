package httpx

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/coding"
)

// SendCoded answers with a body in the coding that the client likes best, or 304 where
// it has that already. tag is the entity tag of the body as it is; one of another coding
// has a tag of its own, as RFC 9110, section 8.8.3.3 asks. Empty: the answer has none.
func SendCoded(c echo.Context, status int, contentType, tag string, b coding.Bodies) error {
	name, body := b.Choose(c.Request().Header.Values(echo.HeaderAcceptEncoding))
	header := c.Response().Header()
	header.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if tag = codedTag(tag, name); tag != "" {
		header.Set("ETag", tag)
	}
	if tag != "" && status == http.StatusOK && Unchanged(c.Request().Header.Values("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	if name != "" {
		header.Set(echo.HeaderContentEncoding, name)
	}
	header.Set(echo.HeaderContentLength, strconv.Itoa(body.Len()))
	header.Set(echo.HeaderContentType, contentType)
	c.Response().WriteHeader(status)
	return writeText(c, body)
}

func writeText(c echo.Context, body coding.Text) error {
	for _, piece := range body {
		if _, err := c.Response().Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// codedTag is the tag of the same body in a coding.
func codedTag(tag, coding string) string {
	if tag == "" || coding == "" {
		return tag
	}
	return tag[:len(tag)-1] + "-" + coding + `"`
}
