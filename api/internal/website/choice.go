package website

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/lang"
)

// choiceCookie remembers the language that the reader chose in the switcher, or
// automatic after the one redirect that nobody asked for. It lives on the main
// host, the only one that redirects (requirement LA-3).
const (
	choiceCookie = "language"
	automatic    = "auto"
	choiceLife   = 365 * 24 * 60 * 60 // seconds
)

// robots are programs that must see each page at its own address.
var robots = regexp.MustCompile(`(?i)bot|crawl|spider|slurp|mediapartners|facebookexternalhit|whatsapp|telegram|preview|lighthouse|curl|wget|python|http-client|okhttp|headless|validator|monitor`)

// elsewhere decides whether a visit to the front page of the main host belongs
// on another language's site: by the choice made before, else by the browser's
// languages, and where it names none of ours by the country of the address. It is
// asked for no other page: whoever follows a deep link gets what the link promised.
func (s *Site) elsewhere(r *http.Request, address string) (variant, bool) {
	main := s.languages.Main()
	wanted := string(main.Code)
	if cookie, err := r.Cookie(choiceCookie); err == nil {
		wanted = cookie.Value
	} else if preferred, ok := preference(s.languages, r.Header.Get("Accept-Language")); ok {
		wanted = string(preferred)
	} else if usual, ok := s.CountryLanguages[s.Countries.Of(address)]; ok {
		wanted = string(usual)
	}
	to, known := s.named(wanted)
	if !known || to.Code == main.Code && to.script == nil {
		return variant{Language: main}, false
	}
	agent := r.UserAgent() // looked at last: most are not led away, and the pattern is dear
	return to, agent != "" && !robots.MatchString(agent) && !s.fromInside(r)
}

// fromInside tells whether a link on one of our own sites led here: a reader who
// presses the logo stays where he is.
func (s *Site) fromInside(r *http.Request) bool {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host == "" {
		return false
	}
	_, ours := s.languages.ByHost(from.Host)
	return ours
}

// preference finds the configured language that an Accept-Language header
// (RFC 9110, section 12.5.4) likes best.
func preference(languages lang.Set, header string) (best lang.Code, found bool) {
	var weight float64
	for part := range strings.SplitSeq(header, ",") {
		tag, q := weighted(part)
		primary, _, _ := strings.Cut(tag, "-")
		language, known := languages.Get(lang.Code(strings.ToLower(primary)))
		if known && q > weight {
			best, weight, found = language.Code, q, true
		}
	}
	return best, found
}

// weighted reads one element of the header: "ru-RU;q=0.8". A weight that can't
// be read is none.
func weighted(part string) (tag string, q float64) {
	tag, parameter, given := strings.Cut(strings.TrimSpace(part), ";")
	if !given {
		return tag, 1
	}
	value, isWeight := strings.CutPrefix(strings.TrimSpace(parameter), "q=")
	q, err := strconv.ParseFloat(value, 64)
	if !isWeight || err != nil || q < 0 || q > 1 {
		return tag, 0
	}
	return strings.TrimSpace(tag), q
}

// redirectByLanguage sends a first visit to the other site.
func (s *Site) redirectByLanguage(c echo.Context, to variant) error {
	if _, err := c.Cookie(choiceCookie); err != nil {
		s.remember(c, automatic)
	}
	private(c)
	return c.Redirect(http.StatusFound, to.address("/"))
}

// choose answers GET /language/:code?to=/path, where the switcher leads: it
// remembers the choice and goes on to the path on that language's site.
func (s *Site) choose(c echo.Context) error {
	to, known := s.named(c.Param("code"))
	if !known {
		return echo.ErrNotFound
	}
	s.remember(c, to.name())
	private(c)
	return c.Redirect(http.StatusSeeOther, to.address(ownPath(c.QueryParam("to"))))
}

func (s *Site) remember(c echo.Context, choice string) {
	c.SetCookie(&http.Cookie{
		Name: choiceCookie, Value: choice, Path: "/", MaxAge: choiceLife,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.languages.Main().Site.Scheme == "https",
	})
}

func private(c echo.Context) {
	header := c.Response().Header()
	header.Set("Cache-Control", "private, no-store")
	header.Set("X-Robots-Tag", "noindex")
}

// ownPath lets through what is a path, with a query perhaps, on the site that is
// switched to; anything that a browser could read as another address becomes the
// front page.
func ownPath(to string) string {
	u, err := url.Parse(to)
	switch {
	case err != nil, u.Scheme != "", u.Host != "", u.User != nil, u.Opaque != "":
		return "/"
	case !strings.HasPrefix(to, "/"), strings.HasPrefix(to, "//"), strings.HasPrefix(u.Path, "//"), strings.Contains(to, `\`):
		return "/"
	case strings.HasPrefix(u.Path, "/language/"):
		return "/"
	case slices.ContainsFunc([]rune(u.Path), unicode.IsControl):
		return "/"
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
}
