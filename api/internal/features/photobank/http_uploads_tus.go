package photobank

import (
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// tusVersion is the one version of the tus protocol that is spoken
// (https://tus.io/protocols/resumable-upload).
const tusVersion = "1.0.0"

// Tus lets every answer on uploads, refusals too, say the protocol's version, and
// refuses other versions before anything else is looked at. That a request may name
// another method in a header than it has, as tus would have it, is left out: who
// guards requests by their method must be able to believe it.
func Tus(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if path := r.URL.Path; path != uploadPath && !strings.HasPrefix(path, uploadPath+"/") {
			return next(c)
		}
		head := c.Response().Header()
		head.Set("Tus-Resumable", tusVersion)
		if asked := r.Header.Get("Tus-Resumable"); asked != "" && asked != tusVersion {
			head.Set("Tus-Version", tusVersion)
			return ErrTusVersion
		}
		if media, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)); r.Method == http.MethodPatch && media != "application/offset+octet-stream" {
			return ErrTusMedia
		}
		return next(c)
	}
}
