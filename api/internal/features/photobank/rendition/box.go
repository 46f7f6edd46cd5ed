package rendition

import (
	"image"

	"github.com/disintegration/imaging"
)

// boxed shrinks a part of a picture k times by taking means, which is cheap, so that
// the resizer has less to do. The last boxes may stick out: they are smaller.
func boxed(img image.Image, part image.Rectangle, k int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, (part.Dx()+k-1)/k, (part.Dy()+k-1)/k))
	sums := make([]uint32, 5*out.Rect.Dx()) // of each box: red, green, blue by alpha, alpha, pixels
	for y := range out.Rect.Dy() {
		clear(sums)
		rows := image.Rect(part.Min.X, part.Min.Y+y*k, part.Max.X, min(part.Min.Y+(y+1)*k, part.Max.Y))
		strip := imaging.Crop(img, rows)
		for row := range strip.Rect.Dy() {
			addRow(sums, strip.Pix[row*strip.Stride:][:4*strip.Rect.Dx()], k)
		}
		means(out.Pix[y*out.Stride:][:4*out.Rect.Dx()], sums)
	}
	return out
}

func addRow(sums []uint32, row []uint8, k int) {
	for box := 0; len(row) > 0; box++ {
		s := sums[5*box : 5*box+5 : 5*box+5]
		n := min(4*k, len(row))
		for i := 0; i+3 < n; i += 4 {
			p := row[i : i+4 : i+4]
			alpha := uint32(p[3])
			s[0] += uint32(p[0]) * alpha
			s[1] += uint32(p[1]) * alpha
			s[2] += uint32(p[2]) * alpha
			s[3] += alpha
		}
		s[4] += uint32(n / 4) //nolint:gosec // small
		row = row[n:]
	}
}

func means(row []uint8, sums []uint32) {
	for i := 0; i+3 < len(row); i += 4 {
		s, p := sums[i/4*5:i/4*5+5], row[i:i+4:i+4]
		if alpha := s[3]; alpha > 0 {
			p[0], p[1], p[2] = uint8((s[0]+alpha/2)/alpha), uint8((s[1]+alpha/2)/alpha), uint8((s[2]+alpha/2)/alpha) //nolint:gosec // means of bytes
			p[3] = uint8((alpha + s[4]/2) / s[4])                                                                    //nolint:gosec // as well
		}
	}
}
