package website

import (
	"strings"
	"unicode"
)

// typeset keeps together what a line of Cyrillic text must not tear apart: a
// dash stays with the word before it, a word of one letter with the word after
// it, and the groups of a number with each other.
func typeset(text string) string {
	words := strings.Split(text, " ")
	var out strings.Builder
	for i, word := range words {
		if i > 0 {
			out.WriteString(between(words[i-1], word))
		}
		out.WriteString(word)
	}
	return out.String()
}

// noBreak is the space at which no line ends.
const noBreak = "\u00a0"

func between(before, after string) string {
	switch {
	case after == "–", after == "—", before == "№", oneLetter(before), group(before) && group(after) && len(after) == 3:
		return noBreak
	}
	return " "
}

// oneLetter is true for prepositions and the like (в, и, с), after an opening
// quotation mark or bracket too.
func oneLetter(word string) bool {
	letters := []rune(strings.TrimLeft(word, "«(„"))
	return len(letters) == 1 && unicode.Is(unicode.Cyrillic, letters[0])
}

func group(word string) bool {
	return word != "" && strings.Trim(word, "0123456789") == ""
}
