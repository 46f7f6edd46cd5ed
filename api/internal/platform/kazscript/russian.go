package kazscript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hasKazakh tells whether there is a letter that Russian has not, or a Latin i, which
// gets typed for one.
func hasKazakh(text string) bool {
	for _, r := range text {
		switch r {
		case 'ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і', 'Ә', 'Ғ', 'Қ', 'Ң', 'Ө', 'Ұ', 'Ү', 'Һ', 'І', 'i':
			return true
		}
	}
	return false
}

// russianWords are words that Russian sentences are held together by. None is a word
// of Kazakh: "не", "да", "а", "о", "ол" and "бар" are, and are left out.
const russianWords = " и в во на с со по для это эта этот эти как ко из за от до при что чтобы его её ее их он она они мы вы но или если также " +
	"который которая которое которые которых был была было были будет будут есть нет уже еще ещё только под над об обо между после перед через " +
	"можно нужно не ни так все всех всего года году лет тысяч человек россии казахстана республики "

// russianEnds are ends of words that Kazakh does not have.
var russianEnds = [...]string{"ого", "его", "ому", "ему", "ыми", "ими", "ые", "ых", "ая", "яя", "ое", "ее", "ого", "ться", "тся", "лся", "лась", "лись", "ения", "ение", "ений", "ости", "ость", "ают", "яют", "ует", "уют", "ила", "или", "ыла", "ать", "ять", "ить", "еть"}

// isForeign tells whether the word at i stands in a Russian sentence, of which Kazakh
// texts quote some: to spell one in the letters of another language would break it.
func (s *scan) isForeign(text string, i int) bool {
	if i >= s.looked {
		end := i + sentence(text[i:])
		s.looked = end
		if russian(text[i:end]) {
			s.foreign = end
		}
	}
	return i < s.foreign
}

// sentence is the length of what may be one sentence, title or quotation.
func sentence(text string) int {
	for i, r := range text {
		switch r {
		case '!', '?', '…', ';', '«', '»', '"', '“', '”', '„', '(', ')', '\n', '|':
			return i + utf8.RuneLen(r)
		case '.', ':':
			if rest := text[i+1:]; rest == "" || firstIs(rest, unicode.IsSpace) {
				return i + 1
			}
		}
	}
	return len(text)
}

// russian weighs a sentence: no letter that only Kazakh has, three words at the least,
// and for every four words one that Russian sentences are held together by.
func russian(text string) bool {
	if hasKazakh(text) {
		return false
	}
	words, weight := 0, 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isCyrillic(r) && !inside(r) }) {
		words++
		weight += weigh(word)
	}
	return words >= 3 && weight >= 2 && weight*2 >= words
}

// weigh is 2 for a word of Russian sentences, 1 for one that ends as only Russian ones do.
func weigh(word string) int {
	if utf8.RuneCountInString(word) > 24 {
		return 0
	}
	word = strings.ToLower(word)
	if strings.Contains(russianWords, " "+word+" ") {
		return 2
	}
	for _, end := range russianEnds {
		if strings.HasSuffix(word, end) && len(word) > len(end)+2 {
			return 1
		}
	}
	return 0
}
