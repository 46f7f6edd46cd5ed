package view

import (
	"html/template"
	"strings"
)

// Block is one of this package's block structs: a piece of a page that editors
// arrange.
type Block interface {
	// block names its template, without the "block-" before it.
	block() string
}

// Drawn is a block, or the feed, as Renderer has drawn it.
type Drawn template.HTML

func (Drawn) block() string { return "" }

// Heading stands over a block; its URL may be empty.
type Heading struct{ Title, URL string }

// Layout is one way to set a block. Of blocks without stories it is empty, or half
// of the page's width.
type Layout string

// The layouts of sections, and how many cards each takes by itself.
const (
	// Spread is one large card, two smaller ones and two headlines: 5 cards.
	Spread Layout = "spread"
	// Row is four equal cards to a line.
	Row Layout = "row"
	// Half is one card and three headlines, two halves to a line: 4 cards.
	Half Layout = "half"
	// Band is large pictures on a dark band: 3 cards.
	Band Layout = "band"
	// Column is a list of cards with small pictures: 6 cards.
	Column Layout = "list"
)

// Opening is one large story with others beside it. Every part may be empty.
type Opening struct {
	Lead *Card
	// Slot is where the large picture stands: the first one of a page loads at once.
	Slot Slot
	// Second are two stories with pictures beside the lead, Third headlines under
	// it.
	Second, Third []Card
	// Newest is the feed, which the front page's first opening has.
	Newest Newest
}

func (Opening) block() string { return "lead" }

// Topics are the tags of the day.
type Topics struct {
	// Title replaces the usual one.
	Title string
	Links []Link
}

func (Topics) block() string { return "focus" }

// Section is a list of stories under a heading.
type Section struct {
	Heading Heading
	Layout  Layout
	Cards   []Card
}

func (Section) block() string { return "section" }

// Ranking is what is read most, in its order.
type Ranking struct {
	Heading Heading
	Layout  Layout
	Cards   []Card
}

func (Ranking) block() string { return "most_read" }

// Photos are stories with large pictures, the first one largest.
type Photos struct {
	Heading Heading
	Cards   []Card
}

func (Photos) block() string { return "photo_story" }

// Videos are players that load when the reader asks.
type Videos struct {
	Heading Heading
	Layout  Layout
	// Players are drawn by package richtext.
	Players []template.HTML
}

func (Videos) block() string { return "video" }

// Links are links by hand.
type Links struct {
	Heading Heading
	Layout  Layout
	Links   []HandLink
}

// HandLink is a link by hand; Away says that it leads to another site.
type HandLink struct {
	Title, URL string
	Away       bool
}

func (Links) block() string { return "links" }

// Figures are weather, currencies or a table.
type Figures struct {
	Heading Heading
	Layout  Layout
	Kind    string
	Figures []Figure
	Source  Link
	// At is when the figures came.
	At Stamp
}

// Figure is one of them. Change is written out with its sign; Icon may be empty.
type Figure struct{ Label, Value, Change, Icon string }

// Direction is the class of a change, by its sign.
func (Figures) Direction(change string) string {
	switch {
	case strings.HasPrefix(change, "+"):
		return "up"
	case strings.HasPrefix(change, "−"):
		return "down"
	}
	return "level"
}

func (Figures) block() string { return "data" }

// Markup is HTML that was cleaned by an allow-list when it was stored.
type Markup struct {
	Heading Heading
	Layout  Layout
	Body    template.HTML
}

func (Markup) block() string { return "html" }
