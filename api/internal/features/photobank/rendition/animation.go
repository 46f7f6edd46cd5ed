package rendition

import (
	"encoding/binary"
	"errors"
	"image"

	"github.com/disintegration/imaging"
)

// animated tells of a WebP by the flag in its extended header, of a PNG by the
// chunk that announces more than one frame; it comes before the picture's data.
func animated(format Format, head []byte) bool {
	switch format {
	case WebP:
		return animatedWebP(head)
	case PNG:
		return animatedPNG(head)
	}
	return false
}

func animatedPNG(head []byte) bool {
	for at := 8; at+12 <= len(head); {
		length := int(binary.BigEndian.Uint32(head[at:]))
		switch string(head[at+4 : at+8]) {
		case "acTL":
			return binary.BigEndian.Uint32(head[at+8:]) > 1
		case "IDAT":
			return false
		}
		at += 12 + length
	}
	return false
}

// frame is the place of an animation's first frame on its canvas.
type frame struct{ x, y int }

// firstFrame makes a still WebP of an animation's first frame, since the decoder
// knows no animations; a still one comes back as it is, with a nil frame.
func firstFrame(file []byte) (*frame, []byte) {
	if !animatedWebP(file) {
		return nil, file
	}
	const head = 16 // x, y, width-1, height-1 of 24 bits, duration, flags
	data, _ := riffChunk(file, "ANMF")
	if len(data) < head {
		return nil, nil
	}
	// The frame's chunks follow as they would in a file, behind an extended header of its size.
	extended := append([]byte("VP8X\x0a\x00\x00\x00"), make([]byte, 10)...)
	if len(data) > head+4 && string(data[head:head+4]) == "ALPH" {
		const alpha = 1 << 4
		extended[8] = alpha
	}
	copy(extended[12:], data[6:12])
	still := append([]byte("RIFF\x00\x00\x00\x00WEBP"), extended...)
	still = append(still, data[head:]...)
	binary.LittleEndian.PutUint32(still[4:], uint32(len(still)-8)) //nolint:gosec // below the file's size
	return &frame{x: 2 * int24(data), y: 2 * int24(data[3:])}, still
}

func int24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// onCanvas puts the frame where it belongs; around it nothing is to be seen.
func (f frame) onCanvas(img image.Image, header Header) (image.Image, error) {
	whole := image.Rect(0, 0, header.Width, header.Height)
	place := img.Bounds().Add(image.Pt(f.x, f.y))
	if place == whole {
		return img, nil
	}
	if !place.In(whole) {
		return nil, errors.New("rendition: the frame is larger than its canvas")
	}
	return imaging.Paste(image.NewNRGBA(whole), img, place.Min), nil
}
