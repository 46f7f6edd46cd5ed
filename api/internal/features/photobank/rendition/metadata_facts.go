package rendition

import (
	"math"
	"strconv"
)

// facts are what photo editors may want to know beyond the description.
func (c claims) facts() (all []Fact) {
	add := func(name, value string) {
		if value = tidied(value, maxValue); value != "" && len(all) < maxFacts {
			all = append(all, Fact{Name: name, Value: value})
		}
	}
	for _, f := range []struct {
		name string
		tag  uint16
	}{
		{"exif.Make", tagMake}, {"exif.Model", tagModel}, {"exif.LensMake", tagLensMake}, {"exif.LensModel", tagLensModel},
		{"exif.Software", tagSoftware}, {"exif.DateTimeOriginal", tagTaken}, {"exif.OffsetTimeOriginal", tagTakenOffset},
		{"exif.DateTimeDigitized", tagDigitized}, {"exif.ImageDescription", tagDescription}, {"exif.Artist", tagArtist},
		{"exif.Copyright", tagCopyright},
	} {
		add(f.name, c.exif.text(f.tag))
	}
	add("exif.ExposureTime", exposure(c.exif.number(tagExposureTime)))
	add("exif.FNumber", decimal(c.exif.number(tagFNumber), 1))
	add("exif.FocalLength", decimal(c.exif.number(tagFocalLength), 1))
	if iso := c.exif.integer(tagISO); iso > 0 {
		add("exif.ISO", strconv.Itoa(iso))
	}
	latitude, longitude := c.position()
	add("gps.Latitude", decimal(latitude, 6))
	add("gps.Longitude", decimal(longitude, 6))
	add("gps.Altitude", decimal(c.altitude(), 1))
	for _, name := range []string{
		"dc:title", "photoshop:Headline", "photoshop:Credit", "photoshop:Source", "photoshop:Instructions", "photoshop:AuthorsPosition",
		"photoshop:DateCreated", "photoshop:City", "photoshop:State", "photoshop:Country", "xmp:CreateDate", "xmp:CreatorTool",
		"xmpRights:UsageTerms", "xmpRights:WebStatement", "dc:rights", "dc:description", "aux:Lens",
	} {
		add(name, c.xmp.text(name))
	}
	for _, f := range []struct {
		name    string
		dataset byte
	}{
		{"iptc.Title", iimTitle}, {"iptc.Headline", iimHeadline}, {"iptc.Credit", iimCredit}, {"iptc.Source", iimSource},
		{"iptc.Instructions", iimInstructions}, {"iptc.DateCreated", iimDate}, {"iptc.City", iimCity}, {"iptc.Country", iimCountry},
		{"iptc.CopyrightNotice", iimCopyright}, {"iptc.Caption", iimCaption},
	} {
		add(f.name, c.iim.text(f.dataset))
	}
	return all
}

// exposure is in seconds, as photographers write it: 1/250.
func exposure(seconds float64) string {
	if seconds > 0 && seconds < 0.3 {
		return "1/" + decimal(math.Round(1/seconds), 0)
	}
	return decimal(seconds, 1)
}

// decimal is empty for what is no number.
func decimal(n float64, places int) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return ""
	}
	scale := math.Pow10(places)
	return strconv.FormatFloat(math.Round(n*scale)/scale, 'f', -1, 64)
}
