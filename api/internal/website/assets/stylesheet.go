package assets

import (
	"io/fs"
	"regexp"
	"strings"
)

var (
	comment   = regexp.MustCompile(`(?s)/\*.*?\*/`)
	space     = regexp.MustCompile(`\s+`)
	aroundCSS = regexp.MustCompile(` ?([{};,]) ?`)
	reference = regexp.MustCompile(`url\(((?:fonts|img)/[^)]+)\)`)
	lineStart = regexp.MustCompile(`(?m)^\s*(//.*)?\n?`)
)

// stylesheet puts this package's style sheets, in the order of their names,
// before those of the pages.
func stylesheet(pages string) (string, error) {
	names, err := fs.Glob(embedded, "css/*.css")
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, name := range names {
		css, err := embedded.ReadFile(name)
		if err != nil {
			return "", err
		}
		all.Write(css)
	}
	all.WriteString(pages)
	return squeeze(all.String()), nil
}

// squeeze drops comments and needless space. It leaves colons and operators
// alone: space around them can carry meaning.
func squeeze(css string) string {
	css = space.ReplaceAllString(comment.ReplaceAllString(css, ""), " ")
	return strings.TrimSpace(aroundCSS.ReplaceAllString(css, "$1"))
}

// Inline is a style sheet that stands within a page, after fonts, colours and
// foundation of the site. It goes without "!important", which AMP forbids.
func (b *Bundle) Inline(own string) (string, error) {
	css, err := stylesheet(own)
	if err != nil {
		return "", err
	}
	return b.link(strings.ReplaceAll(css, " !important", ""))
}

// link replaces url(fonts/x.woff2) by the hashed address.
func (b *Bundle) link(css string) (string, error) {
	var failed error
	linked := reference.ReplaceAllStringFunc(css, func(match string) string {
		url, err := b.URL(reference.FindStringSubmatch(match)[1])
		if err != nil {
			failed = err
		}
		return "url(" + url + ")"
	})
	return linked, failed
}
