package proofread

import (
	"strings"
	"unicode"

	"baq.kz/portal/api/internal/platform/lang"
)

// longestWord is how many characters a word has at most. Longer ones are no
// words of these languages, but noise that nobody mends by a suggestion.
const longestWord = 64

// text is what the rules look through. Positions are indices of characters.
type text struct {
	language lang.Code
	runes    []rune
	units    []int  // of each character and of the end: its distance from the beginning in UTF-16 code units
	skipped  []bool // characters of addresses, hashtags and user names, which no rule touches
	words    []word // in their order, without skipped ones
}

// word is a run of letters, half-open. Hyphens and digits end it, so that the
// halves of IT-компания are looked at one by one.
type word struct{ start, end int }

func read(language lang.Code, source string) *text {
	t := &text{language: language, runes: []rune(source)}
	t.units = make([]int, len(t.runes)+1)
	for i, r := range t.runes {
		t.units[i+1] = t.units[i] + 1
		if r > 0xFFFF {
			t.units[i+1]++
		}
	}
	t.skipped = make([]bool, len(t.runes))
	t.skipAddresses()
	t.findWords()
	return t
}

func (t *text) findWords() {
	for i := 0; i < len(t.runes); {
		if !t.isLetter(i) {
			i++
			continue
		}
		start := i
		for t.isLetter(i) {
			i++
		}
		if i-start <= longestWord {
			t.words = append(t.words, word{start, i})
		}
	}
}

// isLetter tells whether a position is part of a word. A combining mark is:
// й may come as и and a breve.
func (t *text) isLetter(i int) bool {
	return i >= 0 && i < len(t.runes) && !t.skipped[i] && (unicode.IsLetter(t.runes[i]) || unicode.IsMark(t.runes[i]))
}

// at is the character at a position; a line feed before the beginning, behind
// the end and, so that rules leave it alone, for skipped ones.
func (t *text) at(i int) rune {
	if i < 0 || i >= len(t.runes) || t.skipped[i] {
		return '\n'
	}
	return t.runes[i]
}

// of is what a word says.
func (t *text) of(w word) []rune { return t.runes[w.start:w.end] }

// isSpace tells a space within a line.
func isSpace(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\t' }

// isBlank tells a space, or the edge of a line.
func isBlank(r rune) bool { return isSpace(r) || r == '\n' || r == '\r' }

func isOneOf(r rune, list string) bool { return strings.ContainsRune(list, r) && r != 0 }

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }
