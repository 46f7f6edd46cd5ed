package rendition

import (
	"math"
	"strconv"
	"strings"
)

// position is in degrees, north and east positive; NaN, both, unless both are known.
func (c claims) position() (latitude, longitude float64) {
	latitude = c.degrees(tagLatitude, tagLatitudeRef, "exif:GPSLatitude", 90)
	longitude = c.degrees(tagLongitude, tagLongitudeRef, "exif:GPSLongitude", 180)
	if math.IsNaN(latitude) || math.IsNaN(longitude) {
		return math.NaN(), math.NaN()
	}
	return latitude, longitude
}

// degrees reads EXIF's degrees, minutes and seconds with the half of the globe
// beside them, else XMP's 43,47.135666N.
func (c claims) degrees(tag, reference uint16, property string, most float64) float64 {
	parts, half := c.exif.numbers(tag), strings.TrimSpace(c.exif.text(reference))
	if parts == nil {
		parts, half = degreesOf(c.xmp.text(property))
	}
	degrees := 0.0
	for i, part := range parts {
		degrees += part / math.Pow(60, float64(i))
	}
	if parts == nil || degrees > most || degrees < 0 || math.IsNaN(degrees) {
		return math.NaN()
	}
	if half == "S" || half == "W" {
		return -degrees
	}
	return degrees
}

func degreesOf(text string) (parts []float64, half string) {
	if text == "" {
		return nil, ""
	}
	text, half = text[:len(text)-1], text[len(text)-1:]
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || len(parts) == 3 || !strings.Contains("NSEW", half) {
			return nil, ""
		}
		parts = append(parts, n)
	}
	return parts, half
}

// altitude is in metres above the sea, or NaN.
func (c claims) altitude() float64 {
	const below = 1
	if c.exif.integer(tagAltitudeRef) == below {
		return -c.exif.number(tagAltitude)
	}
	return c.exif.number(tagAltitude)
}
