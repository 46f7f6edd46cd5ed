package richtext

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// linkHref returns the address of a link as it is kept, or why it is refused.
// Allowed are http and https with a host, mailto, tel, and paths of the site
// itself. Characters that browsers drop or read as others (control characters,
// white space, backslashes) are refused wherever they stand, so that no browser
// can read a scheme that this function has not seen.
func linkHref(href string) (string, string) {
	href = strings.Trim(href, " ")
	switch {
	case href == "":
		return "", "a link needs an address"
	case utf8.RuneCountInString(href) > MaxLink:
		return "", "the address is longer than 2,000 characters"
	case strings.ContainsFunc(href, unfitForAddress):
		return "", "the address has white space, a backslash or a control character in it"
	}
	parsed, err := url.Parse(href)
	if err != nil {
		return "", "this is no address"
	}
	return href, whyRefused(href, parsed)
}

func whyRefused(href string, parsed *url.URL) string {
	switch parsed.Scheme {
	case "":
		if strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") {
			return ""
		}
		return "an address begins with https://, http://, mailto:, tel: or, within the site, with one /"
	case "http", "https":
		if parsed.Hostname() == "" || parsed.User != nil {
			return "the address names no host, or a user before it"
		}
		return ""
	case "mailto", "tel":
		if parsed.Opaque == "" {
			return "the address is empty"
		}
		return ""
	}
	return "only http, https, mailto, tel and addresses of the site itself may be linked to"
}

func unfitForAddress(r rune) bool {
	return r == '\\' || r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsGraphic(r) || turnsDirection(r)
}
