package website

import (
	"encoding/json"
	"html/template"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/website/view"
)

// videos builds players as articles have them: nothing is asked of others before
// the reader says so.
func (p blockPage) videos(b blocks.Filled) (view.Block, error) {
	out := view.Videos{Heading: p.heading(b, "block.videos"), Layout: view.Layout(b.Layout)}
	for _, v := range b.Videos {
		provider, ref, _ := richtext.ParseEmbed(v.URL) // checked when it was stored
		text, err := json.Marshal(map[string]any{"type": "doc", "content": []any{map[string]any{
			"type": "embed", "attrs": map[string]any{"provider": provider, "ref": ref, "caption": v.Title},
		}}})
		if err != nil {
			return nil, err
		}
		document, err := richtext.Parse(text)
		if err != nil {
			return nil, err
		}
		html := document.HTML(richtext.Resolve{Words: view.Words(p.visit.locale)})
		out.Players = append(out.Players, template.HTML(html)) //nolint:gosec // package richtext lets nothing unsafe out
	}
	return out, nil
}
