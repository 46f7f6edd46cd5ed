package rendition

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rwcarlsen/goexif/tiff"
)

// Shot is what the camera or the photographer wrote into the file.
type Shot struct {
	Orientation int    `json:"orientation"` // EXIF's 1 to 8
	Artist      string `json:"artist"`
	Copyright   string `json:"copyright"`
	Taken       string `json:"taken"`  // "2006:01:02 15:04:05", by the camera's clock
	Offset      string `json:"offset"` // of that clock, "+05:00"; cameras before 2016 don't know
}

// maxText is what the contract allows of an author or a licence, in characters.
const maxText = 200

// TakenAt is the moment of the shot; a clock without an offset is taken to run
// in zone. It is false when the camera said nothing or nothing sensible.
func (s Shot) TakenAt(zone *time.Location, now time.Time) (time.Time, bool) {
	at, err := time.Parse("2006:01:02 15:04:05-07:00", s.Taken+s.Offset)
	if err != nil {
		at, err = time.ParseInLocation("2006:01:02 15:04:05", s.Taken, zone)
	}
	// The first photograph was taken in 1826; a clock a day ahead is wrong.
	sensible := err == nil && at.Year() >= 1826 && at.Before(now.AddDate(0, 0, 1))
	return at.UTC(), sensible
}

// EXIF's tags (CIPA DC-008).
const (
	tagOrientation = 0x0112
	tagArtist      = 0x013b
	tagCopyright   = 0x8298
	tagExifFolder  = 0x8769
	tagTaken       = 0x9003
	tagOffset      = 0x9011
)

// readShot never fails: what can't be read is left out.
func readShot(format Format, r *bufio.Reader) Shot {
	shot := Shot{Orientation: 1}
	block := exifBlock(format, r)
	if len(block) < 8 {
		return shot
	}
	order := binary.ByteOrder(binary.BigEndian)
	if string(block[:2]) == "II" {
		order = binary.LittleEndian
	}
	main := folder(block, order, order.Uint32(block[4:]))
	if n := integer(main[tagOrientation]); n >= 1 && n <= 8 {
		shot.Orientation = n
	}
	shot.Artist, shot.Copyright = text(main[tagArtist]), text(main[tagCopyright])
	if offset := integer(main[tagExifFolder]); offset > 0 {
		details := folder(block, order, uint32(offset))
		shot.Taken, shot.Offset = text(details[tagTaken]), text(details[tagOffset])
	}
	return shot
}

func exifBlock(format Format, r *bufio.Reader) (block []byte) {
	switch format {
	case JPEG:
		facts, _ := readJPEG(r)
		block = facts.exif
	case PNG:
		block, _ = pngExif(r)
	case WebP:
		block, _ = webpExif(r)
	}
	return block
}

// folder reads one image file directory. The library's own walk gives up at the
// first bad tag and follows circles; this one passes over it, and follows nothing.
func folder(block []byte, order binary.ByteOrder, at uint32) map[uint16]*tiff.Tag {
	const entry = 12 // bytes
	tags := map[uint16]*tiff.Tag{}
	if int64(at)+2 > int64(len(block)) {
		return tags
	}
	count := int(order.Uint16(block[at:]))
	for i := range count {
		start := int(at) + 2 + i*entry
		if start+entry > len(block) {
			break
		}
		id := order.Uint16(block[start:])
		// The library multiplies the count without looking for an overflow, and
		// reserves room for as many values.
		if order.Uint32(block[start+4:]) > uint32(len(block)) {
			continue
		}
		switch id {
		case tagOrientation, tagArtist, tagCopyright, tagExifFolder, tagTaken, tagOffset:
			r := bytes.NewReader(block)
			_, _ = r.Seek(int64(start), 0)
			if tag, err := tiff.DecodeTag(r, order); err == nil {
				tags[id] = tag
			}
		}
	}
	return tags
}

func integer(tag *tiff.Tag) int {
	if tag == nil || tag.Format() != tiff.IntVal {
		return 0
	}
	n, err := tag.Int(0)
	if err != nil {
		return 0
	}
	return n
}

// text is a tag's text with its white space folded; nothing when it is not
// UTF-8, since EXIF does not tell which other encoding it would be.
func text(tag *tiff.Tag) string {
	if tag == nil || tag.Format() != tiff.StringVal {
		return ""
	}
	s, err := tag.StringVal()
	if err != nil || !utf8.ValidString(s) {
		return ""
	}
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if runes := []rune(s); len(runes) > maxText {
		return string(runes[:maxText])
	}
	return s
}
