package proofread

import "unicode"

// findLatinPrepositions finds the Russian words of one letter typed on the
// Latin layout, between Cyrillic words: "вместе c ним". The key is the same
// for c and с. A capital is one only at the beginning of a line, before a word
// in small letters: elsewhere it may be a grade or a vitamin.
func findLatinPrepositions(t *text, f *findings) {
	for i, w := range t.words {
		if w.end-w.start != 1 || i+1 == len(t.words) || !t.beforeCyrillic(w, t.words[i+1]) {
			continue
		}
		r := t.runes[w.start]
		inside := isOneOf(r, "acoyk") && i > 0 && t.words[i-1].end == w.start-1 && t.at(w.start-1) == ' ' && isCyrillic(t.at(w.start-2))
		first := isOneOf(r, "COKY") && t.at(w.start-1) == '\n'
		if inside || first {
			f.add(w.start, w.end, string(cyrillicLike[r]))
		}
	}
}

// beforeCyrillic tells whether one space and a Cyrillic word in small letters follow.
func (t *text) beforeCyrillic(w, next word) bool {
	first := t.runes[next.start]
	return t.at(w.end) == ' ' && next.start == w.end+1 && isCyrillic(first) && unicode.IsLower(first)
}
