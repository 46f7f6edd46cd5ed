package rendition

import (
	"slices"
	"strconv"
	"strings"
)

// Where the standards say the same thing twice, XMP is believed first: programs
// that change a description write it there, in full length and in Unicode. Then
// comes IPTC's older block, then EXIF, as the Metadata Working Group advises.

// orientation is EXIF's. A file without one may say it in XMP, as PNGs do.
func (c claims) orientation() int {
	if n := c.exif.integer(tagOrientation); n >= 1 && n <= 8 {
		return n
	}
	if n, err := strconv.Atoi(c.xmp.text("tiff:Orientation")); err == nil && n >= 1 && n <= 8 {
		return n
	}
	return 1
}

func (c claims) author() string {
	return first(maxText, strings.Join(clean(c.xmp.texts("dc:creator"), maxText), ", "), strings.Join(clean(c.iim[iimByline], maxText), ", "), c.exif.text(tagArtist))
}

func (c claims) source() string {
	return first(maxText, c.xmp.text("photoshop:Source"), c.iim.text(iimSource), c.xmp.text("photoshop:Credit"), c.iim.text(iimCredit))
}

func (c claims) licence() string {
	return first(maxText, c.xmp.text("dc:rights"), c.xmp.text("xmpRights:UsageTerms"), c.iim.text(iimCopyright), c.exif.text(tagCopyright))
}

// place names the smallest first: a street or a hall, the city, the region, the country.
func (c claims) place() string {
	return first(maxText,
		places(c.xmp.text("Iptc4xmpCore:Location"), c.xmp.text("photoshop:City"), c.xmp.text("photoshop:State"), c.xmp.text("photoshop:Country")),
		places(c.iim.text(iimSublocation), c.iim.text(iimCity), c.iim.text(iimState), c.iim.text(iimCountry)))
}

// places leaves out what is said twice, as of Almaty, which is city and region.
func places(parts ...string) string {
	var named []string
	for _, part := range clean(parts, maxText) {
		if !slices.ContainsFunc(named, func(n string) bool { return strings.EqualFold(n, part) }) {
			named = append(named, part)
		}
	}
	return strings.Join(named, ", ")
}

func (c claims) captions() map[string]string {
	if found := byLanguage(c.xmp["dc:description"], maxCaption); found != nil {
		return found
	}
	return byLanguage([]phrase{{text: first(maxCaption, c.iim.text(iimCaption), c.exif.caption())}}, maxCaption)
}

func (c claims) keywords() []string {
	if found := words(c.xmp.texts("dc:subject")); found != nil {
		return found
	}
	return words(c.iim[iimKeyword])
}

// byLanguage leaves out the default when it repeats what a language says, and all
// that says nothing.
func byLanguage(phrases []phrase, longest int) map[string]string {
	found := map[string]string{}
	for _, p := range phrases {
		language, text := primary(p.language), tidied(p.text, longest)
		if _, known := found[language]; text != "" && !known && len(found) < maxLanguages {
			found[language] = text
		}
	}
	for language, text := range found {
		if language != "" && text == found[""] {
			delete(found, "")
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// primary makes ru of ru-RU and nothing of x-default. Kazakh is kk; some people
// write their country's code instead.
func primary(tag string) string {
	language, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch {
	case language == "kz":
		return "kk"
	case len(language) != 2 || strings.Trim(language, "abcdefghijklmnopqrstuvwxyz") != "":
		return ""
	}
	return language
}

// words takes each word once. Some programs write all of them into one value.
func words(values []string) (found []string) {
	for _, value := range values {
		for word := range strings.SplitSeq(value, ";") {
			word = tidied(word, maxText)
			known := slices.ContainsFunc(found, func(f string) bool { return strings.EqualFold(f, word) })
			if word != "" && !known && len(found) < maxWords {
				found = append(found, word)
			}
		}
	}
	return found
}
