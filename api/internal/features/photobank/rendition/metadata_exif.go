package rendition

import (
	"encoding/binary"
	"math"
	"strings"
)

// EXIF's tags (CIPA DC-008); those of its three directories don't meet.
const (
	tagDescription     = 0x010e
	tagMake            = 0x010f
	tagModel           = 0x0110
	tagOrientation     = 0x0112
	tagSoftware        = 0x0131
	tagArtist          = 0x013b
	tagCopyright       = 0x8298
	tagExposureTime    = 0x829a
	tagFNumber         = 0x829d
	tagExifFolder      = 0x8769
	tagPositionFolder  = 0x8825
	tagISO             = 0x8827
	tagTaken           = 0x9003
	tagDigitized       = 0x9004
	tagTakenOffset     = 0x9011
	tagDigitizedOffset = 0x9012
	tagFocalLength     = 0x920a
	tagLensMake        = 0xa433
	tagLensModel       = 0xa434
	tagLatitudeRef     = 0x0001
	tagLatitude        = 0x0002
	tagLongitudeRef    = 0x0003
	tagLongitude       = 0x0004
	tagAltitudeRef     = 0x0005
	tagAltitude        = 0x0006
)

// exif is the values of an EXIF block by tag. They are slices of the block.
type exif map[uint16]exifValue

type exifValue struct {
	kind  uint16
	order binary.ByteOrder
	data  []byte
}

// The kinds of values, and how many bytes each takes; others are passed over.
const (
	kindByte      = 1
	kindASCII     = 2
	kindShort     = 3
	kindLong      = 4
	kindRational  = 5
	kindSRational = 10
	kindUTF8      = 129 // since EXIF 3.0
)

func sizeOf(kind uint16) int {
	switch kind {
	case kindByte, kindASCII, kindUTF8:
		return 1
	case kindShort:
		return 2
	case kindLong:
		return 4
	case kindRational, kindSRational:
		return 8
	}
	return 0
}

// maxEntries is per directory; cameras write some forty.
const maxEntries = 1000

// readEXIF reads the main directory and the two that it points to. It passes over
// entries that make no sense, where libraries give up, and follows nothing else:
// no thumbnails, no makers' notes, no circles.
func readEXIF(block []byte) exif {
	found := exif{}
	if len(block) < 8 {
		return found
	}
	order := binary.ByteOrder(binary.BigEndian)
	if string(block[:2]) == "II" {
		order = binary.LittleEndian
	}
	found.folder(block, order, order.Uint32(block[4:]), 0x0100)
	if at := found.integer(tagExifFolder); at > 0 {
		found.folder(block, order, uint32(at), 0x0100)
	}
	if at := found.integer(tagPositionFolder); at > 0 {
		found.folder(block, order, uint32(at), 0)
	}
	return found
}

// folder reads an image file directory: a count, and twelve bytes for each entry.
// Tags below least are left out: in the position's directory they mean something
// else than in the others.
func (x exif) folder(block []byte, order binary.ByteOrder, at uint32, least uint16) {
	if int64(at)+2 > int64(len(block)) {
		return
	}
	entries := block[at+2:]
	for range min(int(order.Uint16(block[at:])), len(entries)/12, maxEntries) {
		entry := entries[:12]
		entries = entries[12:]
		tag, kind, count := order.Uint16(entry), order.Uint16(entry[2:]), int64(order.Uint32(entry[4:]))
		length, start := int64(sizeOf(kind))*count, int64(order.Uint32(entry[8:]))
		data := entry[8:]
		if length > 4 {
			if start+length > int64(len(block)) {
				continue
			}
			data = block[start:]
		}
		if _, known := x[tag]; length > 0 && !known && tag >= least && (least > 0 || tag < 0x0100) {
			x[tag] = exifValue{kind, order, data[:length]}
		}
	}
}

// text has no encoding of its own: ASCII is what the standard allows, and cameras
// and programs write whatever they like.
func (x exif) text(tag uint16) string {
	v := x[tag]
	if v.kind != kindASCII && v.kind != kindUTF8 {
		return ""
	}
	// A copyright may be the photographer's and the editor's, parted by a zero byte.
	s := strings.Join(strings.FieldsFunc(string(v.data), func(r rune) bool { return r == 0 }), " ")
	return guessed(s)(s)
}

func (x exif) integer(tag uint16) int {
	v := x[tag]
	switch v.kind {
	case kindByte:
		return int(v.data[0])
	case kindShort:
		return int(v.order.Uint16(v.data))
	case kindLong:
		return int(v.order.Uint32(v.data))
	}
	return 0
}

// numbers are a value's fractions; nothing when one of them is none.
func (x exif) numbers(tag uint16) (out []float64) {
	v := x[tag]
	for data := v.data; len(data) >= 8 && len(out) < 3; data = data[8:] {
		above, below := float64(v.order.Uint32(data)), float64(v.order.Uint32(data[4:]))
		if v.kind == kindSRational {
			above, below = float64(int32(v.order.Uint32(data))), float64(int32(v.order.Uint32(data[4:])))
		}
		if v.kind != kindRational && v.kind != kindSRational || below == 0 {
			return nil
		}
		out = append(out, above/below)
	}
	return out
}

// number is a value's only fraction, or NaN.
func (x exif) number(tag uint16) float64 {
	if all := x.numbers(tag); len(all) > 0 {
		return all[0]
	}
	return math.NaN()
}

// caption leaves out what cameras write by themselves, such as OLYMPUS DIGITAL CAMERA.
func (x exif) caption() string {
	s := x.text(tagDescription)
	if upper := strings.ToUpper(s); strings.Contains(upper, "DIGITAL CAMERA") || strings.TrimSpace(s) == strings.TrimSpace(x.text(tagModel)) {
		return ""
	}
	return s
}
