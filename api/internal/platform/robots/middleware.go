package robots

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"
)

// keptOfText is how much of a path and of a user agent is passed on.
const keptOfText = 200

// Middleware counts what is asked of the site, after it was answered. Give it to
// Echo's Pre: there it also sees what no route answers, and the final status.
// counts says what a request for a path may count as.
func (w *Watch) Middleware(counts func(path string) (misses, pages bool)) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := next(c); err != nil {
				c.Error(err) // the answer tells the status
			}
			misses, pages := counts(c.Request().URL.Path)
			switch missed := c.Response().Status == http.StatusNotFound; {
			case missed && misses:
				w.see(Missed, c)
			case !missed && pages:
				w.see(Page, c)
			}
			return nil
		}
	}
}

func (w *Watch) see(kind Kind, c echo.Context) {
	address, err := netip.ParseAddr(c.RealIP())
	if err != nil || !w.Count(kind, address) {
		return
	}
	w.tell(Sighting{
		Kind: kind, Address: name(address), Threshold: w.thresholds.Load()[kind],
		Path: clip(c.Request().URL.Path), UserAgent: clip(c.Request().UserAgent()),
	})
}

// clip is the beginning of a client's text, in letters that a database takes.
func clip(text string) string {
	if len(text) > keptOfText {
		text = text[:keptOfText]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}
