package wordform

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Version grows with every change of the rules in this package: whoever keeps stems
// keeps the version with them, and makes those of an older one anew.
const Version = 2

// Word is a word of a text and where it stands there, in bytes.
type Word struct {
	Text       string // as Indexed takes it: in lower case, of one alphabet
	Start, End int
}

// Composed is a text in the one spelling (NFC) that Words counts its bytes in, without
// what is no UTF-8 and without NUL.
func Composed(text string) string {
	return norm.NFC.String(strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " "))
}

// Words are the words of a composed text, each with its place. It cuts as Tokens does.
func Words(text string) (words []Word) {
	start := -1
	for i, r := range text {
		if isPart(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			words, start = append(words, word(text, start, i)), -1
		}
	}
	if start >= 0 {
		words = append(words, word(text, start, len(text)))
	}
	return words
}

func isPart(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

func word(text string, start, end int) Word {
	return Word{Text: cyrillic(strings.ToLower(text[start:end])), Start: start, End: end}
}

// cyrillic gives to a word of two alphabets the Cyrillic letters that its Latin ones
// look like: such a word was typed with the wrong keyboard, or meant not to be found.
func cyrillic(word string) string {
	var latin, other bool
	for _, r := range word {
		latin = latin || unicode.Is(unicode.Latin, r)
		other = other || unicode.Is(unicode.Cyrillic, r)
	}
	if !latin || !other {
		return word
	}
	return strings.Map(func(r rune) rune {
		if at := slices.Index([]rune("aceopxyhikmtbnəöü"), r); at >= 0 {
			return []rune("асеорхуһікмтвпәөү")[at]
		}
		return r
	}, word)
}

// Matcher tells which words of a text are found by given stems (see Stems). It
// remembers what it has looked at, and is not for use by several goroutines at once.
type Matcher struct {
	wanted     map[string]bool
	beginnings map[string]bool
	known      map[string]bool
}

// NewMatcher makes a matcher for stems.
func NewMatcher(stems []string) *Matcher {
	m := &Matcher{wanted: map[string]bool{}, beginnings: map[string]bool{}, known: map[string]bool{}}
	for _, stem := range stems {
		m.wanted[stem] = true
		m.beginnings[beginning(stem[len(kazakhMark):])] = true // all marks are of one length
	}
	return m
}

// Matches tells whether a word is found.
func (m *Matcher) Matches(word string) bool {
	if !m.beginnings[beginning(word)] { // no ending changes a word's first letter
		return false
	}
	found, known := m.known[word]
	if known {
		return found
	}
	for _, stem := range Indexed(word, Any) {
		found = found || m.wanted[stem]
	}
	m.known[word] = found
	return found
}

func beginning(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	return Typed(string(r))
}
