package website

import (
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/website/view"
)

// ranking builds the list of what is read most.
func (p blockPage) ranking(b blocks.Filled) (view.Block, error) {
	return view.Ranking{Heading: p.heading(b, "block.mostRead"), Layout: view.Layout(b.Layout), Cards: p.cards(b.Stories)}, nil
}
