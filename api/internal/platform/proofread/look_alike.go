package proofread

import "unicode"

// cyrillicLike are Latin letters with the Cyrillic ones that they are taken
// for: the same shape in upright type, on the same key, or (ə, ɵ) the Kazakh
// letter from the wrong block of Unicode. See also slug.lookAlikes.
var cyrillicLike = map[rune]rune{
	'A': 'А', 'B': 'В', 'C': 'С', 'E': 'Е', 'H': 'Н', 'I': 'І', 'K': 'К', 'M': 'М', 'O': 'О', 'P': 'Р', 'T': 'Т',
	'X': 'Х', 'Y': 'У', 'Ə': 'Ә', 'Ɵ': 'Ө',
	'a': 'а', 'b': 'ь', 'c': 'с', 'e': 'е', 'h': 'һ', 'i': 'і', 'k': 'к', 'm': 'м', 'o': 'о', 'p': 'р', 't': 'т',
	'x': 'х', 'y': 'у', 'ə': 'ә', 'ɵ': 'ө',
}

// latinLike is the way back.
var latinLike = map[rune]rune{
	'А': 'A', 'В': 'B', 'С': 'C', 'Е': 'E', 'Н': 'H', 'І': 'I', 'К': 'K', 'М': 'M', 'О': 'O', 'Р': 'P', 'Т': 'T',
	'Х': 'X', 'У': 'Y', 'Ү': 'Y',
	'а': 'a', 'с': 'c', 'е': 'e', 'һ': 'h', 'і': 'i', 'к': 'k', 'м': 'm', 'о': 'o', 'р': 'p', 'т': 't', 'х': 'x', 'у': 'y',
}

// findLookAlikes finds words in letters of both scripts. Search, sorting and
// slugs do not find such a word, and no reader sees why.
//
// A letter that has no likeness in the other script shows the script that was
// meant; when both scripts have such letters, so is the mixture.
func findLookAlikes(t *text, f *findings) {
	for _, w := range t.words {
		letters := t.of(w)
		if !isMixed(letters) || isPlanned(letters) || unicode.IsDigit(t.at(w.start-1)) || unicode.IsDigit(t.at(w.end)) {
			continue
		}
		cyrillic, maybeCyrillic := swap(letters, cyrillicLike, isLatin)
		latin, maybeLatin := swap(letters, latinLike, isCyrillic)
		switch {
		case maybeCyrillic && (!maybeLatin || !mostlyLatin(letters)):
			f.add(w.start, w.end, t.mended(cyrillic))
		case maybeLatin && !hasEnding(letters):
			f.add(w.start, w.end, string(latin))
		}
	}
}

func isMixed(letters []rune) bool {
	latin, cyrillic := false, false
	for _, r := range letters {
		latin, cyrillic = latin || isLatin(r), cyrillic || isCyrillic(r)
	}
	return latin && cyrillic
}

func mostlyLatin(letters []rune) bool {
	balance := 0
	for _, r := range letters {
		if isLatin(r) {
			balance++
		} else if isCyrillic(r) {
			balance--
		}
	}
	return balance > 0
}

// swap puts the likeness for each letter of one script, and tells whether all
// of them have one.
func swap(letters []rune, likeness map[rune]rune, isForeign func(rune) bool) ([]rune, bool) {
	out := make([]rune, len(letters))
	for i, r := range letters {
		out[i] = r
		if isForeign(r) {
			if out[i] = likeness[r]; out[i] == 0 {
				return nil, false
			}
		}
	}
	return out, true
}

// isPlanned tells a mixture that people mean: a Latin name or abbreviation with
// an ending (CEOсы, IMAXта), the e and i of brands (eҚазына), Roman numerals,
// which Kazakh writes in letters of either script.
func isPlanned(letters []rune) bool {
	if isRoman(letters) {
		return true
	}
	head := 0
	for head < len(letters) && isLatin(letters[head]) {
		head++
	}
	if isOneOf(letters[0], "ei") && head == 1 && unicode.IsUpper(letters[1]) {
		return true
	}
	capitals := head > 1 && unicode.IsUpper(letters[head-1]) && head < len(letters) && unicode.IsLower(letters[head])
	return (capitals || head > 2) && hasEnding(letters)
}

// hasEnding tells a Latin word that goes on, and ends, in Cyrillic.
func hasEnding(letters []rune) bool {
	i := 0
	for i < len(letters) && isLatin(letters[i]) {
		i++
	}
	if i == 0 {
		return false
	}
	for ; i < len(letters); i++ {
		if isLatin(letters[i]) {
			return false
		}
	}
	return true
}

func isRoman(letters []rune) bool {
	for _, r := range letters {
		if !isOneOf(r, "IVXLCDMІХСМ") {
			return false
		}
	}
	return true
}

// mended is a word whose letters are all Cyrillic now, as the language spells
// it: Russian has no і, unless the word is a Kazakh name; in Kazakh y stands
// for у and for ү, of which the word list may know the right one.
func (t *text) mended(letters []rune) string {
	if t.language == "ru" && !hasKazakhLetter(letters) {
		return withoutI(letters)
	}
	if t.language == "kk" {
		if right, ok := slipOf(letters); ok && right != "" {
			return right
		}
	}
	return string(letters)
}
