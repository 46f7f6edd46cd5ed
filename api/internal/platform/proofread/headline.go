package proofread

import (
	"slices"
	"strings"
	"unicode"
)

// HeadlineLimit is the most characters of a headline that nothing cuts: the
// address of an article keeps about 90 (slug.MaxLength), the front page sets
// more in four lines and up, and search engines show no more than 60 to 70.
const HeadlineLimit = 90

func findLongHeadline(t *text, f *findings) {
	from, to := t.trimmed()
	if to-from > HeadlineLimit {
		f.add(from+HeadlineLimit, to, "")
	}
}

// abbreviations end with a full stop that is theirs.
const abbreviations = " т б д ж г ғ м с тг млн млрд трлн тыс мың др пр жж гг ст ул обл респ им руб долл мин сек чел "

// findFullStop finds a single full stop at the end: a headline has none, an
// ellipsis and an abbreviation keep theirs. The mark is on the last word too,
// so that the suggestion is not empty.
func findFullStop(t *text, f *findings) {
	from, to := t.trimmed()
	if to-from < 3 || t.at(to-1) != '.' || isOneOf(t.at(to-2), ".?!…") || isBlank(t.at(to-2)) {
		return
	}
	start := to - 1
	for start > from && t.isLetter(start-1) {
		start--
	}
	last := strings.ToLower(string(t.runes[start : to-1]))
	if strings.Contains(abbreviations, " "+last+" ") && last != "" || t.at(start-1) == '.' {
		return
	}
	start = min(start, to-2)
	f.add(start, to, string(t.runes[start:to-1]))
}

// findAllCaps finds a headline that shouts: capitals only, at least twelve of
// them and one word that is too long for an abbreviation.
func findAllCaps(t *text, f *findings) {
	letters, longest := 0, 0
	for _, w := range t.words {
		if slices.ContainsFunc(t.of(w), unicode.IsLower) {
			return
		}
		letters += w.end - w.start
		longest = max(longest, w.end-w.start)
	}
	if from, to := t.trimmed(); letters >= 12 && longest >= 6 {
		f.add(from, to, "")
	}
}

// trimmed is the text without the spaces around it.
func (t *text) trimmed() (from, to int) {
	from, to = 0, len(t.runes)
	for from < to && unicode.IsSpace(t.runes[from]) {
		from++
	}
	for to > from && unicode.IsSpace(t.runes[to-1]) {
		to--
	}
	return from, to
}
