package rendition

import (
	"bufio"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// What a header may say.
const (
	// MaxPixels lets the full frame of the largest press cameras through (9504 by
	// 6336). A decoder takes up to 20 bytes for each, see DefaultLimits.
	MaxPixels = 60 << 20
	// maxSide is WebP's own limit: a longer side could not be encoded.
	maxSide = 16383
	// maxScans is for progressive JPEGs. Each scan goes over the whole picture;
	// encoders write about ten. 3,000 of them in 147 KiB took 32 s of CPU.
	maxScans = 100
	// maxWork is in pixels times scans, and what the largest picture takes in 17 scans.
	maxWork = 17 * MaxPixels
)

// Header is what a file says of itself before anything is decoded.
type Header struct {
	Format Format
	Width  int // as stored; the orientation may turn it
	Height int
}

// Inspect looks at a file as Limits.Inspect does, and refuses animations.
func Inspect(source io.ReaderAt, size int64, maxPixels int) (Header, error) {
	return Limits{Pixels: maxPixels}.Inspect(source, size)
}

// Inspect reads the header of a file of size bytes and refuses, with a Refusal,
// what is no picture, is of no accepted format or would be too costly to
// decode. It takes little memory and time whatever the file holds.
func (l Limits) Inspect(source io.ReaderAt, size int64) (h Header, err error) {
	defer func() {
		if recover() != nil { // the decoders are not ours
			err = Broken
		}
	}()
	head := make([]byte, magicBytes)
	n, err := source.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return h, err
	}
	if h.Format, err = sniff(head[:n]); err != nil {
		return h, err
	}
	if !l.FirstFrame && animated(h.Format, head[:n]) {
		return h, Animated
	}
	scans, err := checkParts(h.Format, source, size)
	if err != nil {
		return h, err
	}
	config, err := h.Format.config(reader(source, size))
	if err != nil {
		return h, Broken
	}
	h.Width, h.Height = config.Width, config.Height
	if err := h.check(l.Pixels); err != nil {
		return h, err
	}
	if scans*h.Width*h.Height > maxWork {
		return h, Broken
	}
	return h, nil
}

func reader(source io.ReaderAt, size int64) *bufio.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(source, 0, size), 64<<10)
}

func (h Header) check(maxPixels int) error {
	switch {
	case h.Width < 1 || h.Height < 1:
		return Broken
	case h.Width > maxSide || h.Height > maxSide || h.Width*h.Height > maxPixels:
		return TooManyPixels
	}
	return nil
}

func (f Format) config(r io.Reader) (image.Config, error) {
	switch f {
	case JPEG:
		return jpeg.DecodeConfig(r)
	case PNG:
		return png.DecodeConfig(r)
	}
	return webp.DecodeConfig(r)
}
