// Package wordform brings the forms of Kazakh and Russian words together, so that
// who looks for "мектеп" finds "мектептерде", and for "школа" "школу".
//
// A text in either language may hold words of the other. A word of a text becomes the
// few lexemes that it is found by; a word of a query those that it looks for. Two words
// are forms of one when these meet.
package wordform

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/wordform/kazakh"
)

// The marks of a lexeme, so that those of different kinds never meet.
const (
	russianMark = "r." // a Russian stem
	kazakhMark  = "k." // a Kazakh dictionary word
	unknownMark = "n." // a word that is in no list, as names are: without Kazakh letters
)

// longest is how many letters of a word are looked at; longer ones are no words.
const longest = 60

// Language is what a text is written in, by its code; of the languages that this package
// knows no more of, words are taken for any of them.
type Language string

// The languages with rules of their own.
const (
	Any     Language = ""
	Kazakh  Language = "kk"
	Russian Language = "ru"
)

// reader reads Kazakh words by the list that comes with the program.
var reader = sync.OnceValue(func() *kazakh.Analyser { return kazakh.New(nil) })

// Tokens are the words of a text in lower case: letters and digits in a row. A
// hyphen or an apostrophe ends a word.
func Tokens(text string) []string {
	text = strings.ToLower(norm.NFC.String(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
}

// Lexemes are the distinct lexemes of all words of texts in any language, sorted: what
// they are found by.
func Lexemes(texts ...string) []string {
	out := []string{}
	for _, text := range texts {
		for _, token := range Tokens(text) {
			out = append(out, Indexed(token, Any)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Indexed are the lexemes that a word of a text in a language is found by, none of an
// empty one.
func Indexed(word string, language Language) []string {
	word = clipped(word)
	if word == "" {
		return nil
	}
	var out []string
	readings := []kazakh.Reading(nil)
	if isCyrillic(word) && (language != Russian || kazakh.HasOwnLetters(word)) {
		readings = found(reader().Read(word))
	}
	for _, reading := range readings {
		out = append(out, kazakhMark+reading.Word)
	}
	if len(readings) == 0 {
		out = append(out, unknownMark+Typed(word))
		if language != Russian || kazakh.HasOwnLetters(word) {
			for _, guess := range reader().Guess(word) {
				out = append(out, unknownMark+Typed(guess))
			}
		}
	}
	if isCyrillic(word) && !kazakh.HasOwnLetters(word) && (language != Kazakh || len(readings) == 0) {
		out = append(out, russianMark+russianStem(word))
		if name := surname(word); name != "" {
			out = append(out, unknownMark+Typed(name))
		}
	}
	return distinct(out)
}

// found are the readings that a word of a text is found by. A verb without a sure
// ending gives way to a noun with less taken off: қалай is what it is, and no form of қалау.
func found(readings []kazakh.Reading) (out []kazakh.Reading) {
	noun := longest
	for _, r := range readings {
		if !r.Verb {
			noun = min(noun, r.Cut)
		}
	}
	for _, r := range readings {
		if r.Verb && !r.Sure && (noun < r.Cut || noun == r.Cut && (r.Voices > 0 || r.Cut == 0)) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// Stems are the lexemes that a word of a query looks for, none of an empty one.
func Stems(word string) []string {
	word = clipped(word)
	if word == "" {
		return nil
	}
	out := []string{unknownMark + Typed(word)}
	for _, spelling := range kazakh.Spellings(word) {
		out = append(out, typed(spelling)...)
	}
	if !isCyrillic(word) {
		return distinct(out)
	}
	readings := reader().Read(word)
	for _, r := range sought(readings) {
		out = append(out, kazakhMark+r.Word)
	}
	if len(readings) == 0 {
		for _, guess := range reader().Guess(word) {
			out = append(out, unknownMark+Typed(guess))
		}
	}
	if len(readings) == 0 || !kazakh.HasOwnLetters(word) {
		out = append(out, typed(word)...)
	}
	if !kazakh.HasOwnLetters(word) {
		out = append(out, russianMark+russianStem(word))
		if name := surname(word); name != "" {
			out = append(out, unknownMark+Typed(name))
		}
	}
	return distinct(out)
}

// typed are the lexemes of a word that may have been typed without Kazakh letters.
func typed(word string) (out []string) {
	readings := reader().ReadTyped(word)
	for _, r := range sought(readings) {
		out = append(out, kazakhMark+r.Word)
	}
	if len(readings) == 0 {
		out = append(out, unknownMark+Typed(word), russianMark+russianStem(word))
		for _, guess := range reader().GuessTyped(word) {
			out = append(out, unknownMark+Typed(guess))
		}
	}
	return out
}

// sought are the readings that a word of a query looks for: of nouns those with the least
// taken off, of verbs those with the fewest endings of voice; of both the noun.
func sought(readings []kazakh.Reading) (out []kazakh.Reading) {
	for _, r := range found(readings) {
		if len(out) == 0 || r.Verb == out[0].Verb && (r.Verb && r.Voices == out[0].Voices || r.Cut == out[0].Cut) {
			out = append(out, r)
		}
	}
	return out
}

// Typed is a text in lower case as whoever has no Kazakh letters types it; й is и there,
// which Latin letters do not tell apart. search_typed in the migrations does the same.
func Typed(word string) string {
	return strings.ReplaceAll(kazakh.Fold(word), "й", "и")
}

// Spellings are what letters of another alphabet may stand for (see kazakh.Spellings), as
// Typed has them.
func Spellings(text string) []string {
	all := kazakh.Spellings(text)
	for i, one := range all {
		all[i] = Typed(one)
	}
	return all
}

func isCyrillic(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// clipped is a word in lower case of no more than the longest letters.
func clipped(word string) string {
	runes := []rune(strings.ToLower(word))
	return string(runes[:min(len(runes), longest)])
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
