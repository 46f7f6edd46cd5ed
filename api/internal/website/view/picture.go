package view

import (
	"fmt"
	"strconv"
	"strings"
)

// Picture is a photograph with its renditions.
type Picture struct {
	Alt, Caption, Credit string
	// Width and Height are of the largest rendition, in pixels.
	Width, Height int
	// Colour is the picture's main colour ("#a1b2c3"), shown until it has loaded.
	Colour string
	// Renditions are its files, narrowest first; empty only where it is withheld.
	Renditions []Rendition
	// Withheld says that the rights in the picture have ended: only its place is shown.
	Withheld bool
	// Card is its file for cards on other sites.
	Card Image
	// Cuts are its files for search engines, in the proportions that they ask for.
	Cuts []Image
	// Focus are the classes that keep in sight what matters where the picture is
	// cropped; see Focus.
	Focus string
}

// Rendition is one file of a picture.
type Rendition struct {
	URL   string
	Width int
}

// Slot is a place on a page where a picture stands; it decides how wide the
// picture is drawn and whether it loads at once.
type Slot string

// The slots. Only SlotLead and SlotFigure load eagerly: they are the largest
// thing on the first screen.
const (
	SlotLead   Slot = "lead"
	SlotFigure Slot = "figure"
	SlotProse  Slot = "prose"
	SlotWide   Slot = "wide"
	SlotCard   Slot = "card"
	SlotThumb  Slot = "thumb"

	SlotBannerTop     Slot = "banner-top"
	SlotBannerAside   Slot = "banner-aside"
	SlotBannerArticle Slot = "banner-article"
	SlotBannerList    Slot = "banner-list"
)

// sizes mirror the widths that the style sheets give the slots.
var sizes = map[Slot]string{
	SlotLead:   "(min-width: 75rem) 41rem, (min-width: 48rem) 55vw, 100vw",
	SlotFigure: "(min-width: 75rem) 57rem, (min-width: 64rem) 65vw, 100vw",
	SlotProse:  "(min-width: 48rem) 46rem, 100vw",
	SlotWide:   "(min-width: 75rem) 38rem, (min-width: 48rem) 50vw, 100vw",
	SlotCard:   "(min-width: 75rem) 18rem, (min-width: 48rem) 30vw, 92vw",
	SlotThumb:  "7rem",

	SlotBannerTop:     "(min-width: 84rem) 80rem, 100vw",
	SlotBannerAside:   "(min-width: 64rem) 19rem, (min-width: 30rem) 30rem, 100vw",
	SlotBannerArticle: "(min-width: 75rem) 57rem, (min-width: 64rem) 65vw, 100vw",
	SlotBannerList:    "(min-width: 75rem) 57rem, (min-width: 64rem) 65vw, 100vw",
}

// Placed is a picture in a slot, ready for the template.
type Placed struct {
	*Picture
	Slot Slot
	// Eager says that the picture loads at once and first.
	Eager bool
	// Sizes is the value of the img element's sizes attribute, SrcSet that of srcset. Src
	// is the middle rendition, for browsers that know no srcset.
	Sizes, SrcSet, Src string
	// Class paints the picture's place before it has loaded, and says what must stay in
	// sight.
	Class string
}

// Place puts a picture into a slot. Its name is checked so that a misspelt slot in a
// template fails in the tests.
func Place(p *Picture, slot Slot) (*Placed, error) {
	wanted, known := sizes[slot]
	if !known {
		return nil, fmt.Errorf("no picture slot %q", slot)
	}
	placed := &Placed{Picture: p, Slot: slot, Eager: slot == SlotLead || slot == SlotFigure, Sizes: wanted, SrcSet: srcSet(p.Renditions)}
	placed.Class = strings.TrimSpace(Tint(p.Colour) + " " + p.Focus)
	if len(p.Renditions) > 0 {
		placed.Src = p.Renditions[len(p.Renditions)/2].URL
	}
	return placed, nil
}

func srcSet(all []Rendition) string {
	var out strings.Builder
	if len(all) > 0 {
		out.Grow(len(all) * (len(all[0].URL) + len(", 12345w ")))
	}
	for i, r := range all {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(r.URL)
		out.WriteByte(' ')
		out.WriteString(strconv.Itoa(r.Width))
		out.WriteByte('w')
	}
	return out.String()
}
