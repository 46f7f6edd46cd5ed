package website

import (
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/website/view"
)

// lead builds one large story with others beside it; on the front page with the
// feed of all news.
func (p blockPage) lead(b blocks.Filled) (view.Block, error) {
	divided := blocks.Open(b.Stories)
	out := view.Opening{Slot: view.SlotWide, Second: p.cards(divided.Second), Third: p.cards(divided.Third)}
	for _, card := range p.cards(divided.Lead) {
		out.Lead = &card
	}
	if !p.first {
		return out, nil
	}
	out.Slot = view.SlotLead
	if p.place != blocks.Home {
		return out, nil
	}
	var err error
	out.Newest, err = p.site.feed(p.ctx, p.visit, p.tags, 0)
	return out, err
}
