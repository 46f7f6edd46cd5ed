// Package wordform brings the forms of Kazakh and Russian words together, so that
// who looks for "мектеп" finds "мектептерде", and for "школа" "школу".
//
// A text in either language may hold words of the other: each word gets the stem of
// both, and two words are forms of one when they share a stem of the same language.
package wordform

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/russian"
	"golang.org/x/text/unicode/norm"
)

// The languages' stems never meet: each begins with the mark of its own.
const (
	russianMark = "r."
	kazakhMark  = "k."
)

// longest is how many letters of a word are looked at; longer ones are no words.
const longest = 60

// Tokens are the words of a text in lower case: letters and digits in a row. A
// hyphen or an apostrophe ends a word.
func Tokens(text string) []string {
	text = strings.ToLower(norm.NFC.String(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
}

// Stems are what a word that somebody looks for is found by: the word and its stems,
// none of an empty one. ё counts as е, and a Kazakh letter as the one that a Russian
// keyboard has for it.
func Stems(word string) []string {
	all := stems(word)
	if len(all) > 3 { // of Kazakh the word itself and the innermost stem
		all = []string{all[0], all[1], all[len(all)-1]}
	}
	return all
}

// stems are all stems of a word, the Russian one first.
func stems(word string) []string {
	runes := []rune(strings.ToLower(word))
	word = string(runes[:min(len(runes), longest)])
	if word == "" {
		return nil
	}
	out := []string{russianMark + russian.Stem(strings.ReplaceAll(word, "ё", "е"), true)}
	for _, stem := range kazakh(fold(word)) {
		out = append(out, kazakhMark+stem)
	}
	return out
}

// Lexemes are the distinct stems of all words of texts, sorted: what they are found by.
func Lexemes(texts ...string) []string {
	out := []string{}
	for _, text := range texts {
		for _, token := range Tokens(text) {
			out = append(out, stems(token)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// fold writes Kazakh letters as people do who have none on their keyboard. ы goes
// with і: it is the vowel of harmony, which endings change.
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'ә':
			return 'а'
		case 'ғ', 'қ':
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
		return r
	}, word)
}
