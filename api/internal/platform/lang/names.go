package lang

import (
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// nameOf is a language's name in itself, as CLDR has it, with a capital first
// letter as it stands in a language switcher.
func nameOf(code Code) string {
	tag, err := language.Parse(string(code))
	if err != nil {
		return string(code)
	}
	name := []rune(display.Self.Name(tag))
	if len(name) == 0 {
		return string(code)
	}
	return string(append([]rune{unicode.ToUpper(name[0])}, name[1:]...))
}
