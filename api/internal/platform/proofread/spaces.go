package proofread

import "unicode"

// findDoubleSpaces finds runs of spaces. HTML shows one; apps and feeds all.
func findDoubleSpaces(t *text, f *findings) {
	for i := 0; i < len(t.runes); i++ {
		start := i
		for isSpace(t.at(i)) {
			i++
		}
		if i-start > 1 {
			f.add(start, i, " ")
		}
	}
}

// findSpacesBeforePunctuation finds spaces before a sign that belongs to the
// word before it. An ellipsis and a dash may stand off. So may a colon between
// numbers (3 : 1) and whatever begins a name or a number (.kz, .NET, ,5) or a
// face made of signs.
func findSpacesBeforePunctuation(t *text, f *findings) {
	for i := 0; i < len(t.runes); i++ {
		start := i
		for isSpace(t.at(i)) {
			i++
		}
		if i == start || isBlank(t.at(start-1)) || !isOneOf(t.at(i), ",.;:!?") {
			continue
		}
		if next := t.at(i + 1); belongsToNext(t.at(i), next) || next == ' ' && t.at(i) == ':' && unicode.IsDigit(t.at(start-1)) {
			continue
		}
		f.add(start, i+1, string(t.runes[i]))
	}
}

// belongsToNext tells whether a sign begins what follows.
func belongsToNext(sign, next rune) bool {
	switch sign {
	case '.':
		return next == '.' || unicode.IsLetter(next) || unicode.IsDigit(next)
	case ',':
		return next == ',' || unicode.IsDigit(next)
	case ':', ';':
		return isOneOf(next, "()-D/") || unicode.IsDigit(next)
	}
	return false
}
