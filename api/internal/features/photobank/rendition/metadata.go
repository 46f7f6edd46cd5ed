package rendition

import (
	"bufio"
	"time"
)

// Metadata is what a file says of its picture, as a camera, a photographer or an
// agency wrote it. These are claims: people correct them in the photobank.
type Metadata struct {
	Orientation int               `json:"orientation"` // EXIF's 1 to 8
	Author      string            `json:"author,omitempty"`
	Source      string            `json:"source,omitempty"`
	Licence     string            `json:"licence,omitempty"` // the notice of rights
	Place       string            `json:"place,omitempty"`
	Taken       string            `json:"taken,omitempty"`    // "2006-01-02T15:04:05", by the camera's clock
	Offset      string            `json:"offset,omitempty"`   // of that clock, "+05:00"; cameras before 2016 don't know
	Captions    map[string]string `json:"captions,omitempty"` // by ISO 639 code; under "" where the file names no language
	Alts        map[string]string `json:"alts,omitempty"`     // likewise
	Keywords    []string          `json:"keywords,omitempty"`
	Persons     []string          `json:"persons,omitempty"` // who is in the picture
	Facts       []Fact            `json:"facts,omitempty"`
}

// Fact is one statement of a file, under the name that its standard has for it,
// such as exif.Model. Positions are among them: facts are for the newsroom and
// never for readers.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// What is kept at most, as the contract has it; lengths in characters.
const (
	maxText      = 200
	maxAlt       = 300
	maxCaption   = 500
	maxValue     = 500
	maxWords     = 50
	maxFacts     = 60
	maxLanguages = 10
)

// claims are the three standards' statements on one picture.
type claims struct {
	exif exif
	iim  iim
	xmp  xmp
}

// readMetadata never fails: what can't be read is left out. What it takes is
// bounded by the blocks' limits, whatever the file holds.
func readMetadata(format Format, r *bufio.Reader) Metadata {
	found := readBlocks(format, r)
	c := claims{readEXIF(found.exif), readIIM(found.iim), readXMP(found.xmp)}
	m := Metadata{
		Orientation: c.orientation(),
		Author:      c.author(), Source: c.source(), Licence: c.licence(), Place: c.place(),
		Captions: c.captions(), Alts: byLanguage(c.xmp["Iptc4xmpCore:AltTextAccessibility"], maxAlt),
		Keywords: c.keywords(), Persons: words(c.xmp.texts("Iptc4xmpExt:PersonInImage")),
		Facts: c.facts(),
	}
	m.Taken, m.Offset = c.taken()
	return m
}

// TakenAt is the moment of the shot; a clock without an offset is taken to run
// in zone. It is false when the camera said nothing or nothing sensible.
func (m Metadata) TakenAt(zone *time.Location, now time.Time) (time.Time, bool) {
	at, err := time.Parse(wallClock+"-07:00", m.Taken+m.Offset)
	if err != nil {
		at, err = time.ParseInLocation(wallClock, m.Taken, zone)
	}
	// The first photograph was taken in 1826; a clock a day ahead is wrong.
	sensible := err == nil && at.Year() >= 1826 && at.Before(now.AddDate(0, 0, 1))
	return at.UTC(), sensible
}
