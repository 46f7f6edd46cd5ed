package website

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// leadOn looks for a redirect where there is no page. It tells the status of what is
// left to answer; 0: the reader was sent on. A 301 is asked for anew each time, as
// pages are: browsers would otherwise keep it for ever, also when it was a mistake.
// Redirects know no scripts: who reads in one goes on in it.
func (s *Site) leadOn(c echo.Context, v visit) int {
	r := c.Request()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusNotFound
	}
	language, path := v.code(), v.plainPath(r.URL.EscapedPath())
	if rest, amp := strings.CutPrefix(path, "/amp/"); amp {
		path = "/" + rest // the AMP form moves with its article
	}
	asked := path
	if r.URL.RawQuery != "" {
		asked += "?" + r.URL.RawQuery
	}
	answer, found, err := s.Redirects.Resolve(r.Context(), language, asked)
	if err != nil { // better than to say that there is nothing
		c.Response().Header().Set(echo.HeaderRetryAfter, "5")
		return http.StatusServiceUnavailable
	}
	if !found {
		if s.Suspect == nil || !s.Suspect(c.RealIP()) {
			s.Redirects.Missed(language, path, r.Referer())
		}
		return http.StatusNotFound
	}
	s.Redirects.Followed(answer.ID)
	if answer.Status == http.StatusGone {
		return http.StatusGone
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-cache")
	header.Set(echo.HeaderLocation, v.within(answer.Target))
	c.Response().WriteHeader(answer.Status)
	return 0
}
