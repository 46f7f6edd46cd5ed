package proofread

import (
	"strings"
	"unicode"
)

// twice are words that are written twice by right. Kazakh doubles a word for
// "each" or "very"; the rule of spelling is a hyphen (тау-тау), which this rule
// never sees, but these are met without one.
var twice = map[string]bool{
	"бір": true, "көп": true, "да": true, "де": true, "та": true, "те": true, "әр": true, "ал": true, "мың": true,
	"талай": true, "қайта": true, "неше": true, "кейбір": true, "жиі": true, "тез": true, "анда": true, "тағы": true, "жиырма": true,
	"очень": true, "много": true, "долго": true, "еле": true, "чуть": true, "так": true, "ха": true, "ля": true,
}

// findRepeatedWords finds the same word twice in a row, with nothing but spaces
// between. Names are left alone (Бора Бора): two capitals.
func findRepeatedWords(t *text, f *findings) {
	for i := 1; i < len(t.words); i++ {
		first, second := t.words[i-1], t.words[i]
		if !t.onlySpaces(first.end, second.start) || !t.isWhole(first) || !t.isWhole(second) {
			continue
		}
		a, b := string(t.of(first)), string(t.of(second))
		if unicode.IsUpper(t.runes[second.start]) || !strings.EqualFold(a, b) || twice[strings.ToLower(a)] {
			continue
		}
		f.add(first.start, second.end, a)
		i++
	}
}

// isWhole tells whether a word is no part of a compound, a number or an
// abbreviation: neither "жыл-жыл жыл" nor "2-ші ші" repeats a word.
func (t *text) isWhole(w word) bool {
	return !isPart(t.at(w.start-1)) && !isPart(t.at(w.end))
}

func isPart(r rune) bool { return isOneOf(r, "-‑'’ʼ./_") || unicode.IsDigit(r) }

func (t *text) onlySpaces(from, to int) bool {
	for i := from; i < to; i++ {
		if !isSpace(t.at(i)) {
			return false
		}
	}
	return true
}
