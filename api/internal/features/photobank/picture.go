// Package photobank keeps the agency's pictures: takes them in, makes their
// renditions, describes and finds them, and delivers them to readers.
//
// A picture is known by the hash of its original: the same file is there once,
// however often it is uploaded. The original is kept as it came and never shown.
package photobank

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/lang"
)

// Label is what is said of a picture in one language.
type Label struct {
	Caption string `json:"caption"`
	Alt     string `json:"alt"` // what it shows, for those who can't see it
}

// Description is what people say of a picture, and may change.
type Description struct {
	Labels  map[lang.Code]Label `json:"labels"`
	Author  string              `json:"author"` // the photographer
	Source  string              `json:"source"`
	Licence string              `json:"licence"`
	TakenAt *time.Time          `json:"takenAt"`
}

// Picture is a picture of the photobank.
type Picture struct {
	ID         int64            `json:"id"`
	Hash       string           `json:"hash"`     // the first 40 hex digits of the original's SHA-256
	FileName   string           `json:"fileName"` // as uploaded; for finding it again, never an address
	Format     rendition.Format `json:"format"`   // of the original
	Width      int              `json:"width"`    // of the upright original, in pixels
	Height     int              `json:"height"`
	Bytes      int64            `json:"bytes"`      // of the original
	Colour     string           `json:"colour"`     // mean, #rrggbb
	Renditions []rendition.File `json:"renditions"` // narrowest first
	Description
	Version   int64     `json:"version"`
	CreatedBy *int64    `json:"createdBy"`
	CreatedAt time.Time `json:"createdAt"`
}

// hashLength is in hex digits: 160 bits, which nobody guesses.
const hashLength = 40

// Path is the address of a rendition on every site. It never changes and what
// is there never changes.
func Path(hash string, name int) string { return fmt.Sprintf("/media/%s/%d.webp", hash, name) }

// Credit names photographer and source, once where they are the same.
func (p Picture) Credit() string {
	named := slices.DeleteFunc([]string{p.Author, p.Source}, func(s string) bool { return s == "" })
	return strings.Join(slices.Compact(named), " / ")
}

// renditionKey is where the store keeps a rendition. Two levels of folders keep
// each small at a million pictures.
func renditionKey(hash string, name int) string {
	return fmt.Sprintf("renditions/%s/%s/%s/%d.webp", hash[:2], hash[2:4], hash, name)
}

// originalKey is where the store keeps the original: its name is its checksum.
func originalKey(sum string) string {
	return fmt.Sprintf("originals/%s/%s/%s", sum[:2], sum[2:4], sum)
}

// tidy folds white space, composes letters and leaves out labels that say nothing.
func (d Description) tidy() Description {
	out := d
	out.Author, out.Source, out.Licence = tidy(d.Author), tidy(d.Source), tidy(d.Licence)
	out.Labels = map[lang.Code]Label{}
	for language, l := range d.Labels {
		l = Label{Caption: tidy(l.Caption), Alt: tidy(l.Alt)}
		if l != (Label{}) {
			out.Labels[language] = l
		}
	}
	return out
}

// tidy also makes й of и and its breve: some systems write it in two characters.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// maxFileName is in characters.
const maxFileName = 200

// tidyFileName keeps the last part of the name that a client sent. It is only
// ever searched and shown.
func tidyFileName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	runes := []rune(tidy(name))
	if len(runes) > maxFileName {
		runes = runes[len(runes)-maxFileName:] // the extension is at the end
	}
	return string(runes)
}

// searchText is what the list's search looks in.
func (p Picture) searchText() string {
	texts := []string{p.FileName, p.Author, p.Source}
	for _, language := range slices.Sorted(maps.Keys(p.Labels)) {
		texts = append(texts, p.Labels[language].Caption, p.Labels[language].Alt)
	}
	return strings.ToLower(strings.Join(texts, "\n"))
}
