package rendition

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"slices"

	"github.com/chai2010/webp"
	"github.com/disintegration/imaging"
)

// scale makes the variants, upright, in their order. Those of the whole picture
// are made each from the next wider one, which costs a third less than making all
// from the original.
func scale(img image.Image, orientation int, variants []Variant) []*image.NRGBA {
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	if turned(orientation) {
		width, height = height, width
	}
	out := make([]*image.NRGBA, len(variants))
	var wider *image.NRGBA
	for _, i := range widestFirst(variants) {
		v := variants[i]
		w, h := v.Size(width, height)
		switch {
		case v.Area != nil:
			out[i] = cut(img, orientation, *v.Area, w, h)
		case wider != nil:
			out[i] = imaging.Resize(wider, w, h, imaging.Lanczos)
			wider = out[i]
		default:
			if turned(orientation) { // shrinking first, then turning what is left
				w, h = h, w
			}
			out[i] = upright(imaging.Resize(img, w, h, imaging.Lanczos), orientation)
			wider = out[i]
		}
	}
	return out
}

func widestFirst(variants []Variant) []int {
	order := make([]int, len(variants))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return variants[b].Width - variants[a].Width })
	return order
}

// cut shows an area of the upright picture in w by h pixels, from its middle where
// the proportions differ.
func cut(img image.Image, orientation int, area Area, w, h int) *image.NRGBA {
	whole := upright(imaging.Clone(img), orientation)
	width, height := float64(whole.Rect.Dx()), float64(whole.Rect.Dy())
	left, top := int(math.Round(area.X*width)), int(math.Round(area.Y*height))
	part := imaging.Crop(whole, image.Rect(left, top, left+max(1, int(math.Round(area.Width*width))), top+max(1, int(math.Round(area.Height*height)))))
	return imaging.Fill(part, w, h, imaging.Center, imaging.Lanczos)
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

// encode makes the file of a variant.
func (v Variant) encode(img *image.NRGBA) ([]byte, error) {
	if v.Format == JPEG {
		var out bytes.Buffer
		err := jpeg.Encode(&out, imaging.Overlay(imaging.New(img.Rect.Dx(), img.Rect.Dy(), color.White), img, image.Point{}, 1), &jpeg.Options{Quality: v.Quality})
		return out.Bytes(), err
	}
	// The encoder takes colours that are not multiplied by alpha, but from an
	// image.NRGBA it converts them to multiplied ones first, which darkens what is
	// half transparent: hence the type.
	return webp.EncodeRGBA(&image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}, float32(v.Quality))
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
