package website

import (
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/website/view"
)

// photos builds stories with large pictures.
func (p blockPage) photos(b blocks.Filled) (view.Block, error) {
	return view.Photos{Heading: p.heading(b, "block.photos"), Cards: p.cards(b.Stories)}, nil
}
