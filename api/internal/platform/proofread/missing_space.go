package proofread

import "unicode"

// findMissingSpaces finds a sign between two words without a space behind it.
//
// Numbers (10.5, 10:30), abbreviations (т.б., т.д.), initials (А.С.Пушкин) and
// one letter with a full stop before a name (г.Астана, Б.Момышұлы) are written
// together by right or by habit: a full stop needs a word of two letters before
// it and a capitalised one behind it, or two long words.
func findMissingSpaces(t *text, f *findings) {
	for i, w := range t.words[:max(len(t.words)-1, 0)] {
		next := t.words[i+1]
		if next.start != w.end+1 {
			continue
		}
		sign := t.at(w.end)
		together := sign == '.' && endsSentence(t.of(w), t.of(next)) || isOneOf(sign, ",;!?:") && w.end-w.start > 1
		if together && isCyrillic(t.runes[w.end-1]) && isCyrillic(t.runes[next.start]) {
			f.add(w.end, w.end+1, string(sign)+" ")
		}
	}
}

func endsSentence(before, behind []rune) bool {
	if len(before) < 2 || len(behind) < 2 || isAll(before, unicode.IsUpper) {
		return false
	}
	capitalised := unicode.IsUpper(behind[0]) && unicode.IsLower(behind[1])
	return capitalised || len(before) > 3 && len(behind) > 3 && unicode.IsLower(behind[0])
}
