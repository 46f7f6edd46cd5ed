// Package scripts keeps the words that another script writes otherwise than letter by
// letter: names and brands above all. Editors keep them in the panel; the site and
// the public API write with them (platform/kazscript).
package scripts

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Exception is a word or its stem, and what stands for it. Suffixes after the stem are
// written by the alphabet.
type Exception struct {
	ID        int64     `json:"id"`
	Stem      string    `json:"stem"`   // in Cyrillic; with a capital only found in words with one
	Latin     string    `json:"latin"`  // empty: by the alphabet
	Arabic    string    `json:"arabic"` // empty: by the alphabet
	Note      string    `json:"note"`
	Version   int64     `json:"version"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy string    `json:"-"` // a person's name
}

// Input is what a person says of an exception.
type Input struct{ Stem, Latin, Arabic, Note string }

// Most is how many exceptions there may be: all of them are in memory.
const Most = 5000

// longest is how many letters a stem or its form may have.
const longest = 60

// What each script may be written with. A stem is one word, perhaps with hyphens.
var (
	stemLetters   = regexp.MustCompile(`^\p{Cyrillic}{2,}(-\p{Cyrillic}+)*$`)
	latinLetters  = regexp.MustCompile(`^[\p{Latin}][\p{Latin}’'.& -]*$`)
	arabicLetters = regexp.MustCompile(`^[\p{Arabic}][\p{Arabic} -]*$`)
)

// tidy is an input as it is kept: composed (NFC) and without spaces around it. It fails
// with the refusal of what can't be.
func (in Input) tidy() (Input, error) {
	for _, text := range []*string{&in.Stem, &in.Latin, &in.Arabic, &in.Note} {
		*text = norm.NFC.String(strings.TrimSpace(*text))
	}
	switch {
	case !stemLetters.MatchString(in.Stem) || utf8.RuneCountInString(in.Stem) > longest:
		return in, ErrStem
	case in.Latin == "" && in.Arabic == "":
		return in, ErrNoForm
	case in.Latin != "" && (!latinLetters.MatchString(in.Latin) || utf8.RuneCountInString(in.Latin) > longest):
		return in, ErrLatin
	case in.Arabic != "" && (!arabicLetters.MatchString(in.Arabic) || utf8.RuneCountInString(in.Arabic) > longest):
		return in, ErrArabic
	}
	return in, nil
}
