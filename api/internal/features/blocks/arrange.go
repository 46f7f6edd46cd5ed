package blocks

import (
	"slices"

	"baq.kz/portal/api/internal/features/news"
)

// Layout is one way to set a block.
type Layout string

// The layouts of a block's stories, and how many each takes.
const (
	// Spread is one large card, two smaller ones and two headlines: 5 stories.
	Spread Layout = "spread"
	// Row is four equal cards.
	Row Layout = "row"
	// Half is one card and three headlines, two halves to a line: 4 stories. Of
	// blocks without stories it is half of the page's width.
	Half Layout = "half"
	// Band is three large pictures on a dark band.
	Band Layout = "band"
	// Column is a list of cards with small pictures: 6 stories.
	Column Layout = "list"
)

// rhythm is the order in which layouts follow each other down a page, for blocks
// that name none.
var rhythm = []Layout{Spread, Row, Half, Half, Band, Row, Half, Half}

// fill is how many stories a layout takes. A spread does with fewer: see take.
var fill = map[Layout]int{Spread: 5, Row: 4, Half: 4, Band: 3, Column: 6}

// bareSpread is a spread without the headlines below its smaller cards.
const bareSpread = 3

// pace is how far down the rhythm a page is.
type pace struct{ turn int }

// settle gives a block that can be set in several ways its layout and its stories;
// false leaves it out. By the rhythm, one that can't fill a row is left out, and one
// that can't fill what is its turn gets a row. Where an editor chose, what there is
// is shown. A half and the row that it may become take equally many, so that what
// stands below can be filled before the halves are paired.
func (p *pace) settle(b *Filled) bool {
	if b.Layout != "" {
		b.Stories = chosen(b)
		return len(b.Stories) > 0
	}
	if enough := fill[Row]; len(b.Stories) < enough && (b.asked == 0 || len(b.Stories) < b.asked) {
		return false
	}
	b.Layout = rhythm[p.turn%len(rhythm)]
	p.turn++
	if !suits(b.Layout, b.Stories) {
		b.Layout = Row
	}
	if b.asked > 0 {
		b.Stories = chosen(b)
		return true
	}
	if b.Layout == Band {
		b.Stories, _ = split(b.Stories)
	}
	b.Stories = take(b.Layout, b.Stories)
	return true
}

// chosen are as many stories as asked for, of a band those with pictures.
func chosen(b *Filled) []news.Summary {
	list := b.Stories
	if b.Layout == Band {
		if pictured, _ := split(list); len(pictured) > 0 {
			list = pictured
		} else {
			b.Layout = Row
		}
	}
	if b.Layout == Spread && len(list) < bareSpread {
		b.Layout = Row
	}
	return list[:min(len(list), b.count())]
}

// suits tells whether there is enough for a layout; a band lives on pictures.
func suits(layout Layout, list []news.Summary) bool {
	if layout == Band {
		list, _ = split(list)
	}
	if layout == Spread {
		return len(list) >= bareSpread
	}
	return len(list) >= fill[layout]
}

func take(layout Layout, list []news.Summary) []news.Summary {
	if layout == Spread && len(list) < fill[layout] {
		return list[:bareSpread]
	}
	return list[:fill[layout]]
}

// pairHalves gives a half without a partner the page's whole width.
func pairHalves(all []Filled) {
	for i := 0; i < len(all); i++ {
		switch {
		case all[i].Layout != Half:
		case i+1 < len(all) && all[i+1].Layout == Half:
			i++ // the partner is settled too
		case kinds[all[i].Kind].layouts:
			all[i].Layout = Row
		default:
			all[i].Layout = ""
		}
	}
}

// Opening is the choice of stories for a lead.
type Opening struct{ Lead, Second, Third []news.Summary }

// leadLength is how many stories a lead takes.
const leadLength = 7

// Open divides a lead's stories: the first one large, the next two beside it, the
// others as headlines.
func Open(list []news.Summary) Opening {
	cut := func(from, to int) []news.Summary { return list[min(from, len(list)):min(to, len(list))] }
	return Opening{Lead: cut(0, 1), Second: cut(1, 3), Third: cut(3, len(list))}
}

// choose puts a lead's stories in order: those pinned, then the newest with
// pictures for what is left of the three large places, then the newest others.
// Where pictures are lacking the newest stand in.
func choose(pinned, rest []news.Summary, count int) []news.Summary {
	large := 3
	out := pinned[:min(len(pinned), count)]
	pictured, bare := split(rest)
	for _, a := range slices.Concat(pictured, bare) {
		if len(out) < min(large, count) {
			out = append(slices.Clip(out), a)
		}
	}
	for _, a := range rest {
		if len(out) < count && !has(out, a.ID) {
			out = append(slices.Clip(out), a)
		}
	}
	return out
}

func has(list []news.Summary, id int64) bool {
	return slices.ContainsFunc(list, func(a news.Summary) bool { return a.ID == id })
}

func split(list []news.Summary) (pictured, bare []news.Summary) {
	for _, a := range list {
		if a.PictureID != nil {
			pictured = append(pictured, a)
		} else {
			bare = append(bare, a)
		}
	}
	return pictured, bare
}
