// Package slug makes the last part of an address from a headline or a name.
//
// An old slug is never rewritten: callers make one when a thing gets its
// address and keep it. That it is the only one of its kind is theirs to see to.
package slug

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/lang"
)

// MaxLength is the most characters that Make returns; it leaves room for the
// "-2" of a twin within the contract's 120.
const MaxLength = 90

// Make spells text in lower-case Latin letters and digits, its words joined by
// single hyphens, at most MaxLength characters long and cut between words. It
// returns "" when nothing of the text can be spelt (emoji, other scripts).
func Make(text string, language lang.Code) string {
	var out strings.Builder
	for _, word := range strings.FieldsFunc(norm.NFC.String(text), separates) {
		word = spell(word, language)
		switch {
		case word == "":
		case out.Len() == 0:
			out.WriteString(word[:min(len(word), MaxLength)])
		case out.Len()+1+len(word) > MaxLength:
			return out.String()
		default:
			out.WriteByte('-')
			out.WriteString(word)
		}
	}
	return out.String()
}

// separates tells whether a character stands between words. An apostrophe does
// not: д'Артаньян is one word.
func separates(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune("'’ʼ`´", r)
}

func spell(word string, language lang.Code) string {
	var out strings.Builder
	for _, r := range mend(word) {
		r = unicode.ToLower(r)
		if own, ok := exceptions[language][r]; ok {
			out.WriteString(own)
			continue
		}
		if known, ok := letters[r]; ok {
			out.WriteString(known)
			continue
		}
		out.WriteString(plain(r))
	}
	return out.String()
}

// plain is what is left of a character without its marks: é is e, ў is у.
func plain(r rune) string {
	if r < unicode.MaxASCII {
		return ascii(r)
	}
	var out strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		part = unicode.ToLower(part)
		if known, ok := letters[part]; ok {
			out.WriteString(known)
			continue
		}
		out.WriteString(ascii(part))
	}
	return out.String()
}

func ascii(r rune) string {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return string(r)
	}
	return ""
}

// mend puts Cyrillic letters for the Latin look-alikes of a word that mixes
// both. A Latin letter that resembles none shows that the mixture is meant.
func mend(word string) string {
	cyrillic := false
	for _, r := range word {
		if unicode.Is(unicode.Latin, r) && lookAlikes[r] == 0 {
			return word
		}
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
	}
	if !cyrillic {
		return word
	}
	return strings.Map(func(r rune) rune {
		if meant := lookAlikes[r]; meant != 0 {
			return meant
		}
		return r
	}, word)
}
