package rendition

import (
	"fmt"
	"image"
	"math"

	"github.com/chai2010/webp"
	"github.com/disintegration/imaging"
)

// Widths are the widths that each picture is offered in, by which the
// renditions are named (requirement IM-2).
var Widths = [...]int{400, 800, 1200}

// Size is a rendition's real size, in pixels, for an upright original of width
// by height. A picture is never enlarged: all three renditions of a narrow
// original are there, and have its own width.
func Size(name, width, height int) (int, int) {
	if width <= name {
		return width, height
	}
	return name, max(1, int(math.Round(float64(height)*float64(name)/float64(width))))
}

// scale makes the renditions, upright, in the order of Widths. Each is made from
// the next larger one, which costs a third less than making all from the original.
func scale(img image.Image, orientation int) [len(Widths)]*image.NRGBA {
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	if turned(orientation) {
		width, height = height, width
	}
	var out [len(Widths)]*image.NRGBA
	for i := len(Widths) - 1; i >= 0; i-- {
		w, h := Size(Widths[i], width, height)
		if i < len(Widths)-1 {
			out[i] = imaging.Resize(out[i+1], w, h, imaging.Lanczos)
			continue
		}
		if turned(orientation) { // shrinking first, then turning what is left
			w, h = h, w
		}
		out[i] = upright(imaging.Resize(img, w, h, imaging.Lanczos), orientation)
	}
	return out
}

func turned(orientation int) bool { return orientation >= 5 }

// upright undoes EXIF's orientation (CIPA DC-008, 4.6.5.1.6).
func upright(img *image.NRGBA, orientation int) *image.NRGBA {
	switch orientation {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img)
	case 7:
		return imaging.Transverse(img)
	case 8:
		return imaging.Rotate90(img)
	}
	return img
}

// encode makes a WebP. The encoder takes colours that are not multiplied by
// alpha, but from an image.NRGBA it converts them to multiplied ones first,
// which darkens what is half transparent: hence the type.
func encode(img *image.NRGBA, quality int) ([]byte, error) {
	return webp.EncodeRGBA(&image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}, float32(quality))
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
