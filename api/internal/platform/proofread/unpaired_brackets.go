package proofread

import (
	"slices"
	"unicode"
)

// findUnpairedBrackets looks for the other half of each bracket within its
// paragraph. A list's "1)" and "а)", and a face made of signs, have none.
func findUnpairedBrackets(t *text, f *findings) {
	var alone, open []int
	for i := range t.runes {
		switch r := t.at(i); {
		case t.runes[i] == '\n':
			alone, open = append(alone, open...), open[:0]
		case r == '(' || r == '[':
			open = append(open, i)
		case (r == ')' || r == ']') && len(open) > 0 && pair(t.runes[open[len(open)-1]]) == r:
			open = open[:len(open)-1]
		case r == ')' && !t.isMarker(i), r == ']':
			alone = append(alone, i)
		}
	}
	alone = append(alone, open...)
	slices.Sort(alone)
	for _, i := range alone {
		f.add(i, i+1, "")
	}
}

func pair(opening rune) rune {
	if opening == '(' {
		return ')'
	}
	return ']'
}

// isMarker tells the bracket of "1)", "12)" and "а)" at the beginning of a line
// or after a space, and that of ":)".
func (t *text) isMarker(bracket int) bool {
	i := bracket
	for i > bracket-3 && (t.isLetter(i-1) || unicode.IsDigit(t.at(i-1))) {
		i--
	}
	if i < bracket && isBlank(t.at(i-1)) {
		return i == bracket-1 || unicode.IsDigit(t.at(i))
	}
	return isOneOf(t.at(bracket-1), ":;-)")
}
