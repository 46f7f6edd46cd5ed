package photobank

import (
	"slices"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

// Area is a part of an upright picture, in shares of its width and height.
type Area = rendition.Area

// Point is a place in an upright picture, in shares of its width and height from
// the left and the top.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Proportion is a crop that every picture has.
type Proportion struct {
	Name          string // as the contract has it
	File          string // as names of files have it
	Width, Height int    // the proportion; of the social card also its size in pixels
}

// The crops. Search engines ask for an article's picture in the first three
// (developers.google.com, structured data of articles); cards on other sites show
// the last one.
const (
	Wide   = "16:9"
	Normal = "4:3"
	Square = "1:1"
	Social = "social"
)

// Proportions are all crops.
func Proportions() []Proportion {
	return []Proportion{
		{Name: Wide, File: "16x9", Width: 16, Height: 9},
		{Name: Normal, File: "4x3", Width: 4, Height: 3},
		{Name: Square, File: "1x1", Width: 1, Height: 1},
		{Name: Social, File: "social", Width: 1200, Height: 630},
	}
}

func proportion(name string) (Proportion, bool) {
	all := Proportions()
	i := slices.IndexFunc(all, func(p Proportion) bool { return p.Name == name })
	if i < 0 {
		return Proportion{}, false
	}
	return all[i], true
}

// Crop is the area of a crop: the one that somebody chose, else the largest of its
// proportion with the focus as near to its middle as the picture's edges allow.
func (p Picture) Crop(of Proportion) Area {
	if chosen, has := p.Crops[of.Name]; has {
		return chosen
	}
	area := Area{Width: 1, Height: 1}
	if wanted, is := of.Width*p.Height, of.Height*p.Width; is > wanted { // the picture is wider
		area.Width = float64(wanted) / float64(is)
	} else {
		area.Height = float64(is) / float64(wanted)
	}
	focus := Point{X: 0.5, Y: 0.5}
	if p.Focus != nil {
		focus = *p.Focus
	}
	area.X = min(max(focus.X-area.Width/2, 0), 1-area.Width)
	area.Y = min(max(focus.Y-area.Height/2, 0), 1-area.Height)
	return area
}

// Orientation is the contract's: a side that is longer by less than a twentieth
// makes no difference.
func (p Picture) Orientation() string {
	switch {
	case p.Width*20 > p.Height*21:
		return "landscape"
	case p.Height*20 > p.Width*21:
		return "portrait"
	}
	return "square"
}
