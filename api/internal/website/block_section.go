package website

import (
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/website/view"
)

// section builds a list of stories under a heading. Under a rubric's name its cards
// don't name it again.
func (p blockPage) section(b blocks.Filled) (view.Block, error) {
	out := view.Section{Layout: view.Layout(b.Layout), Cards: p.cards(b.Stories)}
	switch b.Rule.From {
	case blocks.FromRubric:
		out.Heading = p.heading(b, "")
		for i := range out.Cards {
			out.Cards[i].Rubric = view.Link{}
		}
	case blocks.FromRead:
		out.Heading = p.heading(b, "block.mostRead")
	case blocks.FromUrgent:
		out.Heading = p.heading(b, "block.urgent")
	default:
		out.Heading = p.heading(b, "latest.title")
		if b.Title == "" && out.Heading.URL == "" {
			out.Heading.URL = latestPath
		}
	}
	return out, nil
}
