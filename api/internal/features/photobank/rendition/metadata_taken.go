package rendition

import (
	"strings"
	"time"
)

// wallClock is the form of a moment without an offset.
const wallClock = "2006-01-02T15:04:05"

// clock is what one standard says of a moment.
type clock struct{ at, offset string }

// taken is the moment of the shot. EXIF comes first: the camera itself wrote it.
func (c claims) taken() (at, offset string) {
	clocks := []clock{
		readClock(c.exif.text(tagTaken), c.exif.text(tagTakenOffset)),
		readClock(c.xmp.text("exif:DateTimeOriginal"), ""),
		readClock(c.xmp.text("photoshop:DateCreated"), ""),
		readClock(c.iim.text(iimDate)+" "+c.iim.text(iimTime), ""),
		readClock(c.xmp.text("xmp:CreateDate"), ""),
		readClock(c.exif.text(tagDigitized), c.exif.text(tagDigitizedOffset)),
	}
	for _, k := range clocks {
		if at == "" {
			at, offset = k.at, k.offset
		}
		if offset == "" && k.at == at { // the same moment, and this one knows its offset
			offset = k.offset
		}
	}
	return at, offset
}

// readClock understands EXIF's 2006:01:02 15:04:05, XMP's 2006-01-02T15:04:05.00+05:00
// and IPTC's 20060102 150405+0500. A day without a time begins at midnight; a month
// is no moment.
func readClock(text, offset string) (c clock) {
	text = strings.TrimSpace(text)
	day, hour := text, ""
	if at := strings.IndexAny(text, "T "); at > 0 {
		day, hour = text[:at], text[at+1:]
	}
	if at := strings.IndexAny(hour, "Z+-"); at >= 0 {
		hour, offset = hour[:at], hour[at:]
	}
	hour, _, _ = strings.Cut(hour, ".")
	day, hour = strings.NewReplacer(":", "", "-", "").Replace(day), strings.ReplaceAll(hour, ":", "")
	for len(hour) < len("150405") {
		hour += "00"
	}
	at, err := time.Parse("20060102150405", day+hour)
	if err != nil {
		return clock{}
	}
	return clock{at.Format(wallClock), readOffset(offset)}
}

// readOffset understands Z, +05:00 and +0500; what is no offset is none.
func readOffset(text string) string {
	text = strings.TrimSpace(text)
	if text == "Z" {
		return "+00:00"
	}
	at, err := time.Parse("-0700", strings.ReplaceAll(text, ":", ""))
	if err != nil {
		return ""
	}
	return at.Format("-07:00")
}
