package website

import (
	"context"
	"html/template"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/assets"
	"baq.kz/portal/api/internal/website/view"
)

// ampPath is the path of an article's AMP form (requirement MB-3).
func ampPath(slug string) string { return "/amp" + news.Path(slug) }

// amp builds the AMP form of an article. It is built of the same draft and carries
// the same cache tags, so that it is never older than the article's page.
func (s *Site) amp(ctx context.Context, v visit) (draft, error) {
	v.amp = true
	d, err := s.article(ctx, v)
	if err != nil {
		return d, err
	}
	page := d.content.(view.Article)
	d.content = view.AMP{Article: page, Style: template.CSS(s.ampStyle)} //nolint:gosec // of our own files
	d.versions.canonical = d.versions.own[v.code()]
	for code, path := range d.versions.own {
		d.versions.own[code] = "/amp" + path // the switcher and hreflang stay within AMP
	}
	d.amp, d.policy = "", ampPolicy
	return d, nil
}

// inlined is the style sheet of AMP pages.
func inlined(bundle *assets.Bundle) (string, error) {
	css, err := view.AMPStylesheet()
	if err != nil {
		return "", err
	}
	return bundle.Inline(css)
}

// ampPolicy lets AMP's runtime in, which every AMP page must load, with the styles
// that it writes and the worker that it starts; and still no content of others.
// See docs/amp.md for why these pages alone ask somebody else.
const ampPolicy = "default-src 'none'; script-src https://cdn.ampproject.org blob:; worker-src blob:; child-src blob:; " +
	"style-src 'unsafe-inline'; img-src 'self' data: https://cdn.ampproject.org; font-src 'self'; " +
	"connect-src 'self' https://cdn.ampproject.org; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
