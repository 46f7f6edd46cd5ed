package rendition

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// tidied folds white space, composes letters and leaves out what can't be seen
// or turns the direction of writing. It keeps at most longest characters.
func tidied(s string, longest int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case r == '\ufeff' || r == '\u200b' || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Noncharacter_Code_Point, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	s = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	if runes := []rune(s); len(runes) > longest {
		s = strings.TrimSpace(string(runes[:longest]))
	}
	return s
}

// clean is those of the texts that say something.
func clean(texts []string, longest int) (out []string) {
	for _, s := range texts {
		if s = tidied(s, longest); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// first is the first text that says something.
func first(longest int, texts ...string) string {
	for _, s := range texts {
		if s = tidied(s, longest); s != "" {
			return s
		}
	}
	return ""
}

// guessed reads text that does not tell its encoding: as UTF-8 when it can be,
// else as windows-1251, in which newsrooms hereabouts have long written, when
// that makes Cyrillic words, else as Latin-1.
func guessed(sample string) func(string) string {
	switch {
	case utf8.ValidString(sample):
		return func(s string) string { return s }
	case isCyrillic(decoded1251(sample)):
		return decoded1251
	}
	return latin1
}

// isCyrillic tells whether the words with letters beyond ASCII are Cyrillic
// throughout. Latin-1 read as windows-1251 mixes the alphabets within words:
// Müller becomes Mьller.
func isCyrillic(s string) bool {
	whole, mixed := 0, 0
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		cyrillic, other := 0, 0
		for _, r := range word {
			if unicode.Is(unicode.Cyrillic, r) {
				cyrillic++
			} else {
				other++
			}
		}
		switch {
		case cyrillic > 0 && other > 0:
			mixed++
		case cyrillic > 1: // a single one may be à or é
			whole++
		}
	}
	return whole > mixed
}

func decoded1251(s string) string { return decodedBy(charmap.Windows1251, s) }

func latin1(s string) string { return decodedBy(charmap.Windows1252, s) } // its superset: the quotes of Windows, too

func decodedBy(table *charmap.Charmap, s string) string {
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		out = append(out, table.DecodeByte(s[i]))
	}
	return string(out)
}
