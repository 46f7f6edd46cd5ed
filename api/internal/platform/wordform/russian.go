package wordform

import (
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/russian"
)

// russianStem is Snowball's, which PostgreSQL's configuration "russian" uses, too.
func russianStem(word string) string {
	return russian.Stem(strings.ReplaceAll(word, "ё", "е"), true)
}

// shortestSurname is how many letters a surname has at least.
const shortestSurname = 5

// surname is the surname that a word may be a form of: Токаеву, Токаевым are of Токаев,
// which the stemmer takes for a plural and cuts to Тока. Empty: none, or it is the same.
func surname(word string) string {
	for _, ending := range []string{"ыми", "ым", "ых", "ой", "а", "у", "е", "ы"} {
		base, ok := strings.CutSuffix(word, ending)
		if !ok || utf8.RuneCountInString(base) < shortestSurname {
			continue
		}
		for _, last := range []string{"ов", "ев", "ин", "ын"} {
			if strings.HasSuffix(base, last) {
				return base
			}
		}
	}
	return ""
}
