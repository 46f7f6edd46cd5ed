package rendition

import (
	"image"
	"image/color"
)

// widen turns the colours of a lossy WebP into what image.YCbCr means. WebP has
// the video range (luma 16 to 235, chroma 16 to 240; RFC 6386, 9.2), Go's
// decoder passes it on as it is, and its colour type knows the full range only:
// black would come out as dark grey, and all colours dull.
func widen(img image.Image) {
	switch img := img.(type) {
	case *image.YCbCr:
		widenPlanes(img)
	case *image.NYCbCrA:
		widenPlanes(&img.YCbCr)
	}
}

func widenPlanes(img *image.YCbCr) {
	var luma, chroma [256]uint8
	for i := range 256 {
		luma[i] = stretch(i-16, 219, 0)
		chroma[i] = stretch(i-128, 224, 128)
	}
	for i, y := range img.Y {
		img.Y[i] = luma[y]
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = chroma[img.Cb[i]], chroma[img.Cr[i]]
	}
}

// stretch widens a value of the given span to 255, around an origin.
func stretch(value, span, origin int) uint8 {
	doubled := 2*255*value + span // rounds to the nearest for what is not negative
	if value < 0 {
		doubled = 2*255*value - span
	}
	return uint8(min(max(doubled/(2*span)+origin, 0), 255))
}

// separated makes one kind of pixels of planes with alpha, at which imaging is slow.
func separated(img *image.NYCbCrA) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		row := out.Pix[out.PixOffset(img.Rect.Min.X, y):]
		for x := range img.Rect.Dx() {
			at, chroma := img.YOffset(img.Rect.Min.X+x, y), img.COffset(img.Rect.Min.X+x, y)
			p := row[4*x : 4*x+4 : 4*x+4]
			p[0], p[1], p[2] = color.YCbCrToRGB(img.Y[at], img.Cb[chroma], img.Cr[chroma])
			p[3] = img.A[img.AOffset(img.Rect.Min.X+x, y)]
		}
	}
	return out
}
