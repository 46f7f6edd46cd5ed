package blocks

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// cleaner lets through markup that can neither run nor fetch anything from
// elsewhere, nor look like the site's own frame: no script, style, class, id or
// frame, and pictures of our own only. What it lets through stays as it is when
// it is cleaned once more.
var cleaner = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h3", "h4", "strong", "b", "em", "i", "s", "sub", "sup", "small", "mark",
		"ul", "ol", "li", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "div", "span",
		"table", "caption", "thead", "tbody", "tfoot", "tr")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col)$`)).OnElements("th")
	p.AllowElements("td", "th")
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[a-z]{2}$`)).Globally()
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/media/[A-Za-z0-9/._-]+$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.Integer).OnElements("img")
	return p
}()

// Clean is markup as it may be stored and shown.
func Clean(markup string) string { return strings.TrimSpace(cleaner.Sanitize(markup)) }
