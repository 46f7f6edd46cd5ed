package rendition

import "image"

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
