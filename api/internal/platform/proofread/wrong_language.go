package proofread

import (
	"slices"
	"strings"
	"unicode"
)

// kazakhOnly are the letters of Kazakh that Russian lacks, but for і, which
// old and neighbouring spellings share.
const kazakhOnly = "әғқңөұүһӘҒҚҢӨҰҮҺ"

// foreign are letters of the neighbours, whose words have і by right.
const foreign = "їєґўјїЇЄҐЎЈ"

// neverWithI are letters that stand beside і in no Kazakh word: the hard vowels
// and what only loans have.
const neverWithI = "аоыяюёцщъьАОЫЯЮЁЦЩЪЬ"

// kazakhShare: a line of which one word in four has a Kazakh letter, and that
// is more than one word, is in Kazakh, whatever the language of the article.
const kazakhShare = 4

// longestPlain is how many letters a word has at most to be taken for Russian
// although it might be Kazakh: мір, but not медресесі.
const longestPlain = 4

// findWrongLanguageLetters finds і in Russian words, where the Kazakh layout
// was left on: мір, Казахстані.
//
// Names and quotations in Kazakh are right as they are. They are known by
// another Kazakh letter in the word, beside it or all over its line, by
// quotation marks around them, and, when capitalised or long, by vowel harmony.
func findWrongLanguageLetters(t *text, f *findings) {
	quoted, at := 0, 0
	kazakh := t.kazakhWords()
	for i, w := range t.words {
		for ; at < w.start; at++ {
			quoted = quotedAfter(quoted, t.at(at))
		}
		letters := t.of(w)
		if quoted > 0 || !hasI(letters) || len(letters) < 2 || isRoman(letters) || !isAll(letters, isCyrillic) {
			continue
		}
		if hasAny(letters, foreign) || hasKazakhLetter(letters) || kazakh[i] || t.besideKazakh(i) {
			continue
		}
		if unicode.IsLower(letters[0]) && len(letters) <= longestPlain || hasAny(letters, neverWithI) {
			f.add(w.start, w.end, withoutI(letters))
		}
	}
}

// quotedAfter counts the quotation marks that are open; a line ends them.
func quotedAfter(depth int, r rune) int {
	switch r {
	case '«', '„':
		return depth + 1
	case '»', '“', '”':
		return max(depth-1, 0)
	case '\n':
		return 0
	}
	return depth
}

// kazakhWords tells of each word whether its line is in Kazakh.
func (t *text) kazakhWords() []bool {
	marked := make([]bool, len(t.words))
	for from, at := 0, 0; from < len(t.words); {
		to, kazakh := from, 0
		for ; to < len(t.words); to++ {
			if line := slices.Index(t.runes[at:t.words[to].start], '\n'); to > from && line >= 0 {
				break
			}
			at = t.words[to].end
			if letters := t.of(t.words[to]); hasKazakhLetter(letters) || hasI(letters) && !hasAny(letters, neverWithI) {
				kazakh++
			}
		}
		for i := from; i < to; i++ {
			marked[i] = kazakh > 1 && kazakh*kazakhShare >= to-from
		}
		from = to
	}
	return marked
}

// besideKazakh tells whether the word before or behind has a Kazakh letter.
func (t *text) besideKazakh(i int) bool {
	before := i > 0 && t.words[i].start-t.words[i-1].end <= 2 && hasKazakhLetter(t.of(t.words[i-1]))
	return before || i+1 < len(t.words) && t.words[i+1].start-t.words[i].end <= 2 && hasKazakhLetter(t.of(t.words[i+1]))
}

func hasKazakhLetter(letters []rune) bool { return hasAny(letters, kazakhOnly) }

func hasI(letters []rune) bool { return hasAny(letters, "іІ") }

func hasAny(letters []rune, list string) bool { return strings.ContainsAny(string(letters), list) }

func isAll(letters []rune, is func(rune) bool) bool {
	for _, r := range letters {
		if !is(r) {
			return false
		}
	}
	return true
}

func withoutI(letters []rune) string {
	return strings.NewReplacer("і", "и", "І", "И").Replace(string(letters))
}
