package kazakh

import (
	"strings"
	"unicode/utf8"
)

// class says how a letter changes the first letter of an ending after it: аттар,
// жылдар, аналар.
type class uint16

const (
	vowel class = 1 << iota
	glide       // й, у, и, ю: vowels of the Latin grammar, but endings take them for consonants
	r
	l
	nasal
	buzzing   // ж, з
	voiceless // т, қ, с ...
	borrowed  // б, в, г, д at the end, which only loanwords have: клубтар, but педагогы

	voiced    = glide | r | l | nasal | buzzing | borrowed
	consonant = voiced | voiceless
	anything  = vowel | consonant
	unvoiced  = voiceless | borrowed
	liquid    = glide | r | l
)

func classOf(letter rune) class {
	switch letter {
	case 'а', 'ә', 'е', 'э', 'о', 'ө', 'ұ', 'ү', 'ы', 'і', 'я', 'ё':
		return vowel
	case 'й', 'у', 'и', 'ю':
		return glide
	case 'р':
		return r
	case 'л':
		return l
	case 'м', 'н', 'ң':
		return nasal
	case 'ж', 'з':
		return buzzing
	case 'п', 'т', 'к', 'қ', 'с', 'ш', 'щ', 'ч', 'ц', 'х', 'ф', 'һ':
		return voiceless
	case 'б', 'в', 'г', 'ғ', 'д':
		return borrowed
	}
	return anything
}

// harmony is which vowels an ending may have after a stem.
type harmony uint8

const (
	back  harmony = 1 << iota // а, ы, қ, ғ
	front                     // е, і, к, г
	both  = back | front
)

// harmonyOf is that of the last vowel that has any. Soft last letters of loanwords let
// front endings follow (факультет is one by its vowel, Йорк by its к).
func harmonyOf(stem string) harmony {
	var h harmony
	switch lastLetter(stem) {
	case 'к', 'г', 'ь':
		h = front
	case 'қ', 'ғ':
		h = back
	}
	for rest := stem; rest != ""; {
		last := lastLetter(rest)
		rest = withoutLast(rest)
		switch last {
		case 'а', 'о', 'ұ', 'ы', 'я', 'ё':
			return h | back
		case 'е', 'э', 'ө', 'ү', 'і':
			return h | front
		case 'ә': // ә ends words of either kind: куәға, кінәні
			return both
		case 'у', 'ю': // of a loanword's last syllable it is back: ресурстар, and келуге is none
			if rest != "" && classOf(lastLetter(rest))&(vowel|glide) == 0 {
				h |= back
			}
		}
	}
	return both
}

func lastLetter(s string) rune {
	last, _ := utf8.DecodeLastRuneInString(s)
	return last
}

func withoutLast(s string) string {
	_, size := utf8.DecodeLastRuneInString(s)
	return s[:len(s)-size]
}

func hasVowel(s string) bool { return strings.ContainsAny(s, "аәеэоөұүыіяёуюи") }

// Fold writes Kazakh letters as people do who have none on their keyboard; ы goes with
// і, which some type as и and others as ы.
func Fold(word string) string {
	return strings.Map(foldLetter, word)
}

func foldLetter(letter rune) rune {
	switch letter {
	case 'ә':
		return 'а'
	case 'ғ':
		return 'г'
	case 'қ':
		return 'к'
	case 'ң':
		return 'н'
	case 'ө':
		return 'о'
	case 'ұ', 'ү':
		return 'у'
	case 'һ':
		return 'х'
	case 'і', 'ы':
		return 'и'
	case 'ё', 'э':
		return 'е'
	}
	return letter
}

// HasOwnLetters tells whether a word has a letter that only Kazakh keyboards have.
func HasOwnLetters(word string) bool { return strings.ContainsAny(word, "әғқңөұүһі") }
