package website

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/platform/lang"
	watch "baq.kz/portal/api/internal/platform/robots"
)

const (
	// followPath begins the addresses that lead to advertisers: /go/<banner>.
	followPath = "/go/"
	// seenPath takes the banners that a reader has seen.
	seenPath = "/seen/banners"
	// seenLimit is how many bytes, and seenMost how many banners, a page may tell of:
	// it has four places.
	seenLimit = 256
	seenMost  = 16
)

// follow leads to an advertiser and counts it. The address is the database's: nothing
// of the request gets into it. A banner that does not run any more leads to the
// site's front page.
func (s *Site) follow(c echo.Context) error {
	language := s.spoken(c)
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	s.protect(c)
	private(c)
	address, err := s.Banners.Target(c.Request().Context(), id, language)
	if err != nil {
		return err
	}
	if address == "" {
		return c.Redirect(http.StatusFound, "/")
	}
	if s.counts(c) {
		s.Banners.Counter.Click(reader(c), language, id)
	}
	return c.Redirect(http.StatusFound, address)
}

// seen counts the banners that a page tells of, numbers with commas between them.
func (s *Site) seen(c echo.Context) error {
	private(c)
	body, err := io.ReadAll(io.LimitReader(c.Request().Body, seenLimit+1))
	if err != nil || len(body) > seenLimit {
		return c.NoContent(http.StatusRequestEntityTooLarge)
	}
	numbers := strings.Split(string(body), ",")
	if len(numbers) > seenMost {
		return c.NoContent(http.StatusBadRequest)
	}
	ids := make([]int64, len(numbers))
	for i, number := range numbers {
		if ids[i], err = strconv.ParseInt(number, 10, 64); err != nil {
			return c.NoContent(http.StatusBadRequest)
		}
	}
	if !s.counts(c) {
		return c.NoContent(http.StatusNoContent)
	}
	if err := s.Banners.Counter.Show(c.Request().Context(), reader(c), s.spoken(c), ids); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// counts tells whether a request is a reader's own doing: not a robot's, not fetched
// in advance, not sent by another site's page.
func (s *Site) counts(c echo.Context) bool {
	r := c.Request()
	if r.Method == http.MethodHead || watch.Named(r.UserAgent()) || s.Suspect != nil && s.Suspect(c.RealIP()) {
		return false
	}
	if strings.Contains(r.Header.Get("Sec-Purpose")+r.Header.Get("Purpose"), "prefetch") {
		return false
	}
	from := r.Header.Get("Sec-Fetch-Site")
	return r.Method != http.MethodPost || from == "" || from == "same-origin"
}

// spoken is the language of the site that is asked.
func (s *Site) spoken(c echo.Context) lang.Code {
	language, known := s.languages.ByHost(c.Request().Host)
	if !known {
		language = s.languages.Main()
	}
	return language.Code
}

func reader(c echo.Context) banners.Reader {
	return banners.Reader{Address: c.RealIP(), Agent: c.Request().UserAgent()}
}
