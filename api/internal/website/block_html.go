package website

import (
	"html/template"
	"strings"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/website/view"
)

// markup builds HTML by hand. Where no heading stands over it, its own are raised
// by one level, so that none is missing.
func (p blockPage) markup(b blocks.Filled) (view.Block, error) {
	body := b.HTML
	if b.Title == "" {
		body = strings.NewReplacer("<h3", "<h2", "</h3>", "</h2>", "<h4", "<h3", "</h4>", "</h3>").Replace(body)
	}
	out := view.Markup{Heading: p.heading(b, ""), Layout: view.Layout(b.Layout)}
	out.Body = template.HTML(body) //nolint:gosec // cleaned when it was stored
	return out, nil
}
