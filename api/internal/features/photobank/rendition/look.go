package rendition

import (
	"fmt"
	"image"

	"github.com/corona10/goimagehash"
)

// look finds how the picture looks, from the narrowest variant that shows all of it.
func (f *Facts) look(variants []Variant, images []*image.NRGBA) {
	var least *image.NRGBA
	for i, v := range variants {
		if v.Area == nil && (least == nil || images[i].Rect.Dx() < least.Rect.Dx()) {
			least = images[i]
		}
	}
	if least != nil {
		f.Colour, f.Tone, f.PHash = meanColour(least), tone(least), perceptualHash(least)
	}
}

// meanColour is the mean of what can be seen, as #rrggbb.
func meanColour(img *image.NRGBA) string {
	var r, g, b, weight uint64
	for i := 0; i+3 < len(img.Pix); i += 4 {
		alpha := uint64(img.Pix[i+3])
		r += uint64(img.Pix[i]) * alpha
		g += uint64(img.Pix[i+1]) * alpha
		b += uint64(img.Pix[i+2]) * alpha
		weight += alpha
	}
	if weight == 0 {
		return "#ffffff" // nothing can be seen
	}
	return fmt.Sprintf("#%02x%02x%02x", r/weight, g/weight, b/weight)
}

// perceptualHash is alike for pictures that look alike, whatever their size and
// format. It is 0 for pictures of one colour, which would all be alike.
func perceptualHash(img *image.NRGBA) uint64 {
	paper := onWhite(img)
	if flat(paper) {
		return 0
	}
	hash, err := goimagehash.PerceptionHash(paper)
	if err != nil { // there is a picture
		return 0
	}
	return hash.GetHash()
}

// flat tells whether no channel varies by more than noise.
func flat(img *image.NRGBA) bool {
	const noise = 8
	for c := range 3 {
		low, high := img.Pix[c], img.Pix[c]
		for i := c; i < len(img.Pix); i += 4 {
			low, high = min(low, img.Pix[i]), max(high, img.Pix[i])
		}
		if high-low > noise {
			return false
		}
	}
	return true
}
