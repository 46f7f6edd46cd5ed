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
	Labels      map[lang.Code]Label `json:"labels"`
	Author      string              `json:"author"` // the photographer
	Source      string              `json:"source"`
	Licence     string              `json:"licence"`     // the notice of rights in words
	LicenceID   *int64              `json:"licenceId"`   // of the catalogue
	RightsUntil *time.Time          `json:"rightsUntil"` // the rights in this picture end then, whatever its licence says
	TakenAt     *time.Time          `json:"takenAt"`
	Place       string              `json:"place"`
	Keywords    []string            `json:"keywords"`
	Persons     []string            `json:"persons"` // who is to be seen
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
	Renditions []rendition.File `json:"renditions"` // those made at once: WebP files, narrowest first, and a JPEG
	Description
	ExpiresAt  *time.Time      `json:"expiresAt"` // when the rights end: the sooner of RightsUntil and the licence's end
	Focus      *Point          `json:"focus"`     // what must stay in sight; nil: the middle
	Crops      map[string]Area `json:"crops"`     // those that somebody chose, by name
	Tone       string          `json:"tone"`      // the colour that prevails; empty: not known yet
	PHash      *int64          `json:"phash"`     // perceptual hash; nil: not known yet
	Recipe     string          `json:"recipe"`    // by which Renditions were made
	Used       bool            `json:"used"`      // by anything, drafts included
	MergedInto *int64          `json:"mergedInto"`
	TrashedAt  *time.Time      `json:"trashedAt"`
	Version    int64           `json:"version"`
	CreatedBy  *int64          `json:"createdBy"`
	CreatedAt  time.Time       `json:"createdAt"`
}

// Fact is what the file says of itself, such as exif.Model: for the newsroom, never
// for readers.
type Fact = rendition.Fact

// WebP are the WebP files, narrowest first.
func (p Picture) WebP() []rendition.File { return p.files(".webp") }

// JPEG is the file for feeds, letters and old programs; false for a picture of
// before there was one.
func (p Picture) JPEG() (rendition.File, bool) {
	found := p.files(".jpg")
	if len(found) == 0 {
		return rendition.File{}, false
	}
	return found[0], true
}

func (p Picture) files(extension string) (found []rendition.File) {
	for _, f := range p.Renditions {
		if strings.HasSuffix(f.Name, extension) {
			found = append(found, f)
		}
	}
	return found
}

// hashLength is in hex digits: 160 bits, which nobody guesses.
const hashLength = 40

// Path is the address of a rendition on every site. It never changes and what
// is there never changes.
func Path(hash, file string) string { return "/media/" + hash + "/" + file }

// Credit names photographer and source, once where they are the same.
func (p Picture) Credit() string {
	named := slices.DeleteFunc([]string{p.Author, p.Source}, func(s string) bool { return s == "" })
	return strings.Join(slices.Compact(named), " / ")
}

// renditionKey is where the store keeps a rendition. Two levels of folders keep
// each small at a million pictures.
func renditionKey(hash, file string) string {
	return fmt.Sprintf("renditions/%s/%s/%s/%s", hash[:2], hash[2:4], hash, file)
}

// originalKey is where the store keeps the original: its name is its checksum.
func originalKey(sum string) string {
	return fmt.Sprintf("originals/%s/%s/%s", sum[:2], sum[2:4], sum)
}

// tidy folds white space, composes letters and leaves out labels that say nothing.
func (d Description) tidy() Description {
	out := d
	out.Author, out.Source, out.Licence, out.Place = tidy(d.Author), tidy(d.Source), tidy(d.Licence), tidy(d.Place)
	out.Keywords, out.Persons = tidyWords(d.Keywords), tidyWords(d.Persons)
	out.Labels = map[lang.Code]Label{}
	for language, l := range d.Labels {
		l = Label{Caption: tidy(l.Caption), Alt: tidy(l.Alt)}
		if l != (Label{}) {
			out.Labels[language] = l
		}
	}
	return out
}

// tidyWords leaves out what is empty or there already, whatever its letters' case.
func tidyWords(words []string) []string {
	out, seen := []string{}, map[string]bool{}
	for _, w := range words {
		w = tidy(w)
		if key := strings.ToLower(w); w != "" && !seen[key] {
			seen[key] = true
			out = append(out, w)
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
	texts := slices.Concat([]string{p.FileName, p.Author, p.Source, p.Place}, p.Keywords, p.Persons)
	for _, language := range slices.Sorted(maps.Keys(p.Labels)) {
		texts = append(texts, p.Labels[language].Caption, p.Labels[language].Alt)
	}
	return strings.ToLower(strings.Join(texts, "\n"))
}
