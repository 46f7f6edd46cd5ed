package accounts

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/fault"
)

// tidy brings a name to the form in which it is stored.
func tidy(name string) string { return norm.NFC.String(strings.Join(strings.Fields(name), " ")) }

// printable complains of what can't be seen in a text.
func printable(field, text string) []fault.Field {
	if !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return nil
	}
	return []fault.Field{{Field: field, Code: "printable", Message: "holds a character that can't be seen"}}
}

// readable complains of a name that is not what it looks like: a Latin "A" among
// Cyrillic letters makes a second Айгүл whom nobody can tell from the first.
func readable(field, name string) []fault.Field {
	for word := range strings.FieldsSeq(name) {
		if strings.ContainsFunc(word, in(unicode.Latin)) && strings.ContainsFunc(word, in(unicode.Cyrillic)) {
			return []fault.Field{{Field: field, Code: "mixed", Message: "mixes Latin and Cyrillic letters in one word"}}
		}
	}
	return printable(field, name)
}

func in(script *unicode.RangeTable) func(rune) bool {
	return func(r rune) bool { return unicode.Is(script, r) }
}
