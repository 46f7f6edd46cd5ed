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
		if !ofUploads(r) {
			return next(c)
		}
		head := c.Response().Header()
		head.Set("Tus-Resumable", tusVersion)
		if asked := r.Header.Get("Tus-Resumable"); asked != "" && asked != tusVersion {
			head.Set("Tus-Version", tusVersion)
			return ErrTusVersion
		}
		return next(c)
	}
}

// TusMedia refuses bytes of an upload that come as another media type than tus has for
// them. It belongs behind the guard: a stranger learns nothing of what is wrong.
func TusMedia(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		media, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
		if ofUploads(r) && r.Method == http.MethodPatch && media != "application/offset+octet-stream" {
			return ErrTusMedia
		}
		return next(c)
	}
}

func ofUploads(r *http.Request) bool {
	return r.URL.Path == uploadPath || strings.HasPrefix(r.URL.Path, uploadPath+"/")
}
