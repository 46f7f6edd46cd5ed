//go:build plainjpeg

package rendition

import (
	"bytes"
	"image"
	"image/jpeg"
)

// shrinksJPEG tells whether decodeJPEG can decode at a part of the size.
const shrinksJPEG = false

// decodeJPEG is for systems without libjpeg-turbo: build with -tags plainjpeg.
func decodeJPEG(file []byte, _ Header, _ space, _ bool, _ int) (image.Image, error) {
	return decodePlainJPEG(file)
}

// encodeJPEG writes a baseline file of colours without alpha.
func encodeJPEG(img *image.NRGBA, quality int) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}
