package proofread

import "unicode"

// findStraightQuotes finds the typewriter's quotation mark. Kazakh and Russian
// press write « » (Мильчин and Чельцова, Справочник издателя и автора). After a
// number without an open quotation it is the sign for inches.
func findStraightQuotes(t *text, f *findings) {
	open := false
	for i := range t.runes {
		if t.runes[i] == '\n' {
			open = false
		}
		if t.at(i) != '"' || !open && unicode.IsDigit(t.at(i-1)) {
			continue
		}
		open = opens(t, i)
		f.add(i, i+1, guillemet(open))
	}
}

func guillemet(open bool) string {
	if open {
		return "«"
	}
	return "»"
}

// opens tells by its place whether a straight quotation mark opens: nothing, a
// space, a bracket or a dash stands before it, and no space behind.
func opens(t *text, i int) bool {
	before := t.at(i - 1)
	return (isBlank(before) || isOneOf(before, "([{«„“–—-/")) && !isBlank(t.at(i+1))
}
