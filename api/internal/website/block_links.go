package website

import (
	"strings"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/website/view"
)

// links builds links by hand.
func (p blockPage) links(b blocks.Filled) (view.Block, error) {
	out := view.Links{Heading: p.heading(b, "block.links"), Layout: view.Layout(b.Layout)}
	for _, l := range b.Links {
		out.Links = append(out.Links, view.HandLink{Title: typeset(l.Title), URL: l.URL, Away: !strings.HasPrefix(l.URL, "/")})
	}
	return out, nil
}
