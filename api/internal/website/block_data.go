package website

import (
	"strconv"
	"strings"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/website/view"
)

// figures builds a feed's figures with their source and time.
func (p blockPage) figures(b blocks.Filled) (view.Block, error) {
	out := view.Figures{
		Heading: p.heading(b, "block.data"), Layout: view.Layout(b.Layout), Kind: b.Feed.Kind,
		Source: view.Link{Title: b.Feed.Source, URL: b.Feed.SourceURL}, At: p.site.moment(p.visit, b.Feed.UpdatedAt),
	}
	if out.Source.Title == "" {
		out.Source = view.Link{}
	}
	for _, f := range b.Feed.Items {
		out.Figures = append(out.Figures, view.Figure{Label: f.Labels[p.visit.code()], Value: f.Value, Change: signed(f.Change), Icon: f.Icon})
	}
	return out, nil
}

// signed writes a change with its sign and the comma of Kazakh and Russian; empty
// where there is none to tell.
func signed(change *float64) string {
	if change == nil {
		return ""
	}
	text := strings.Replace(strconv.FormatFloat(*change, 'f', -1, 64), ".", ",", 1)
	if rest, below := strings.CutPrefix(text, "-"); below {
		return "−" + rest
	}
	if *change > 0 {
		return "+" + text
	}
	return text
}
