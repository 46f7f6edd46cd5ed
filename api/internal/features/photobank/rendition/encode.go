package rendition

import (
	"image"

	"github.com/chai2010/webp"
)

// encode makes the file of a variant. It holds the picture and nothing else.
func (v Variant) encode(img *image.NRGBA) ([]byte, error) {
	if v.Format == JPEG {
		return encodeJPEG(onWhite(img), v.Quality)
	}
	// The encoder takes colours that are not multiplied by alpha, but from an
	// image.NRGBA it converts them to multiplied ones first, which darkens what is
	// half transparent: hence the type.
	return webp.EncodeRGBA(&image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}, float32(v.Quality))
}

// onWhite is the picture on white paper, for what knows no transparency.
func onWhite(img *image.NRGBA) *image.NRGBA {
	if img.Opaque() {
		return img
	}
	out := image.NewNRGBA(img.Rect)
	for i := 0; i+3 < len(img.Pix); i += 4 {
		from, to := img.Pix[i:i+4:i+4], out.Pix[i:i+4:i+4]
		alpha := uint32(from[3])
		for c := range 3 {
			to[c] = uint8((uint32(from[c])*alpha + 255*(255-alpha) + 127) / 255) //nolint:gosec // at most 255
		}
		to[3] = 255
	}
	return out
}
