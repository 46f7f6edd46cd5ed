package proofread

// findRepeatedPunctuation finds a sign that is written more than once. Three
// full stops are an ellipsis, and two after ? or ! its short form (Справочник
// издателя и автора, Мильчин and Чельцова: ?.. and !..).
func findRepeatedPunctuation(t *text, f *findings) {
	for i := 0; i < len(t.runes); {
		sign, start := t.at(i), i
		for i++; i < len(t.runes) && isOneOf(sign, "!?,;:.") && t.at(i) == sign; i++ {
		}
		if i-start > 1 && !isEllipsis(sign, i-start, t.at(start-1)) {
			f.add(start, i, once(t, sign, start, i))
		}
	}
}

func isEllipsis(sign rune, length int, before rune) bool {
	return sign == '.' && (length == 3 || length == 2 && isOneOf(before, "?!"))
}

// once is what was meant: two full stops may be one or three; two commas before
// a word are the low quotation mark of typewriters.
func once(t *text, sign rune, start, end int) string {
	switch {
	case sign == '.' && end-start == 2:
		return ""
	case sign == '.':
		return "…"
	case sign == ',' && end-start == 2 && isBlank(t.at(start-1)) && t.isLetter(end):
		return "«"
	}
	return string(sign)
}
