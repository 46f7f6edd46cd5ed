package website

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// typeset keeps together what a line of Cyrillic text must not tear apart: a
// dash stays with the word before it, a word of one letter with the word after
// it, and the groups of a number with each other.
func typeset(text string) string {
	var out strings.Builder
	written, before, begins := 0, "", true
	for rest := 0; rest <= len(text); {
		end := strings.IndexByte(text[rest:], ' ')
		if end < 0 {
			end = len(text)
		} else {
			end += rest
		}
		word := text[rest:end]
		if !begins && together(before, word) {
			out.WriteString(text[written : rest-1])
			out.WriteString(noBreak)
			written = rest
		}
		before, begins, rest = word, false, end+1
	}
	if written == 0 {
		return text // most texts have nothing to keep together
	}
	out.WriteString(text[written:])
	return out.String()
}

// noBreak is the space at which no line ends.
const noBreak = "\u00a0"

func together(before, after string) bool {
	return after == "–" || after == "—" || before == "№" || oneLetter(before) || len(after) == 3 && group(before) && group(after)
}

// oneLetter is true for prepositions and the like (в, и, с), after an opening
// quotation mark or bracket too.
func oneLetter(word string) bool {
	word = strings.TrimLeft(word, "«(„")
	letter, size := utf8.DecodeRuneInString(word)
	return size > 0 && size == len(word) && unicode.Is(unicode.Cyrillic, letter)
}

func group(word string) bool {
	return word != "" && strings.Trim(word, "0123456789") == ""
}
