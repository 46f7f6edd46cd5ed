package rendition

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"

	"golang.org/x/image/webp"
)

// source is a picture's file, to be decoded as finely as is needed.
type source struct {
	file        []byte
	header      Header
	orientation int // EXIF's 1 to 8
	kind        space
	colours     colours
	transform   *transform // nil: the numbers mean sRGB

	last    image.Image // what was decoded last,
	eighths int         // at this share of the size
}

// newSource looks at what the file says of its colours. Close it.
func newSource(file []byte, header Header, orientation int) (*source, error) {
	kind, err := kindOf(header.Format, file)
	if err != nil {
		return nil, Broken
	}
	s := &source{file: file, header: header, orientation: orientation, kind: kind, colours: readColours(header.Format, file)}
	s.transform = newTransform(s.colours.profile, kind)
	return s, nil
}

// Close gives the memory back.
func (s *source) Close() { s.transform.Close() }

var kindOfModel = map[color.Model]space{color.GrayModel: grey, color.CMYKModel: cmyk} // all others: rgb

func kindOf(format Format, file []byte) (space, error) {
	switch format {
	case JPEG:
		config, err := jpeg.DecodeConfig(bytes.NewReader(file))
		if err != nil {
			return 0, err
		}
		return kindOfModel[config.ColorModel], nil
	case PNG:
		const colourType, greyBits = 25, 0b11 // neither palette nor colour
		if len(file) > colourType && file[colourType]&greyBits == 0 {
			return grey, nil
		}
	}
	return rgb, nil
}

// size is that of the upright picture.
func (s *source) size() (int, int) {
	if turned(s.orientation) {
		return s.header.Height, s.header.Width
	}
	return s.header.Width, s.header.Height
}

// decoded has at least the share of the original's width that is asked for, and may
// have any kind of pixels that imaging knows; colours are not converted yet, unless
// they were inks.
func (s *source) decoded(share float64) (image.Image, error) {
	eighths := 8
	if s.header.Format == JPEG && shrinksJPEG {
		eighths = min(max(int(math.Ceil(share*8-1e-9)), 1), 8)
	}
	if s.last != nil && s.eighths == eighths {
		return s.last, nil
	}
	s.last = nil // the room is needed
	img, err := s.decode(eighths)
	if err != nil {
		return nil, Broken
	}
	if inks, ok := img.(*image.CMYK); ok {
		img = fromInks(inks, s.transform)
	}
	s.last, s.eighths = img, eighths
	return img, nil
}

// decode takes the one right decoder: never image.Decode, which would try any that
// some package has registered.
func (s *source) decode(eighths int) (img image.Image, err error) {
	w, h := s.header.Width, s.header.Height
	switch s.header.Format {
	case JPEG:
		if img, err = decodeJPEG(s.file, s.header, s.kind, s.colours.adobe, eighths); err == nil && img.Bounds().Dx() != w {
			w, h = (w*eighths+7)/8, (h*eighths+7)/8
		}
	case PNG:
		img, err = png.Decode(bytes.NewReader(s.file))
	default:
		img, err = decodeWebP(s.file, s.header)
	}
	if err != nil || img.Bounds() != image.Rect(0, 0, w, h) {
		return nil, Broken
	}
	return img, nil
}

func decodePlainJPEG(file []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(file)) }

// decodeWebP makes an animation a still picture: its first frame.
func decodeWebP(file []byte, header Header) (image.Image, error) {
	frame, still := firstFrame(file)
	img, err := webp.Decode(bytes.NewReader(still))
	if err != nil {
		return nil, err
	}
	widen(img)
	if half, ok := img.(*image.NYCbCrA); ok {
		img = separated(half)
	}
	if frame != nil {
		return frame.onCanvas(img, header)
	}
	return img, nil
}
