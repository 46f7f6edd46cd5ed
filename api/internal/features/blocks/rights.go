package blocks

import (
	"context"

	"baq.kz/portal/api/internal/platform/access"
)

// mayHTML is the permission for markup; see docs/security.md.
const mayHTML access.Permission = "blocks.html"

// mayPlace refuses markup that is new to the page from somebody who may not place
// any. What stands in the draft, or where readers see it, may stay, be moved and be
// taken away.
func mayPlace(ctx context.Context, before Arrangement, draft []Block) error {
	who, known := access.From(ctx)
	if !known || who.May(mayHTML) {
		return nil
	}
	stands := map[string]bool{}
	note := func(blocks []Block) {
		for _, b := range blocks {
			for code, w := range b.Languages {
				stands[b.ID+" "+string(code)+" "+w.HTML] = true
			}
		}
	}
	note(before.Blocks)
	if before.Published != nil {
		note(before.Published.Blocks)
	}
	for _, b := range draft {
		for code, w := range b.Languages {
			if w.HTML != "" && !stands[b.ID+" "+string(code)+" "+w.HTML] {
				return ErrHTMLForbidden
			}
		}
	}
	return nil
}
