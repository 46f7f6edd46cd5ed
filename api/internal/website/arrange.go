package website

import (
	"slices"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

// rhythm is the order in which layouts follow each other down the front page.
var rhythm = []view.Layout{view.Spread, view.Row, view.Half, view.Half, view.Band, view.Row, view.Half, view.Half}

// fill is how many stories a layout takes. A spread does with fewer: see take.
var fill = map[view.Layout]int{view.Spread: 5, view.Row: 4, view.Half: 4, view.Band: 3}

// arrange gives each section its layout. A rubric that can't fill even a row is
// left out; one that can't fill what is its turn gets a row, and so does a half
// that has no partner.
func arrange(all []section) []section {
	all = slices.DeleteFunc(all, func(s section) bool { return len(s.news) < fill[view.Row] })
	for i := range all {
		all[i].layout = rhythm[i%len(rhythm)]
		if !suits(all[i].layout, all[i].news) {
			all[i].layout = view.Row
		}
	}
	pairHalves(all)
	for i := range all {
		if all[i].layout == view.Band {
			all[i].news, _ = split(all[i].news)
		}
		all[i].news = take(all[i].layout, all[i].news)
	}
	return all
}

// suits tells whether there is enough for a layout; a band lives on pictures.
func suits(layout view.Layout, list []news.Summary) bool {
	if layout == view.Band {
		list, _ = split(list)
	}
	if layout == view.Spread {
		return len(list) >= bareSpread
	}
	return len(list) >= fill[layout]
}

// bareSpread is a spread without the headlines below its smaller cards.
const bareSpread = 3

func take(layout view.Layout, list []news.Summary) []news.Summary {
	if layout == view.Spread && len(list) < fill[layout] {
		return list[:bareSpread]
	}
	return list[:fill[layout]]
}

func pairHalves(all []section) {
	for i := 0; i < len(all); i++ {
		switch {
		case all[i].layout != view.Half:
		case i+1 < len(all) && all[i+1].layout == view.Half:
			i++ // the partner is settled too
		default:
			all[i].layout = view.Row
		}
	}
}
