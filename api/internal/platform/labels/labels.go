// Package labels is what things with a name and an address per language share:
// rubrics, tags and authors.
package labels

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

// Refusals; each carries the field.
var (
	ErrNoName          = fault.New(fault.Unprocessable, "labels.no_slug", "a name needs a letter or a digit; or give a slug")
	ErrBlank           = fault.New(fault.Invalid, "request.invalid", "a name must not be blank")
	ErrUnknownLanguage = fault.New(fault.Unprocessable, "languages.unknown", "a language is not configured")
)

// CheckLanguages refuses labels in languages that are not configured.
func CheckLanguages[L any](set lang.Set, all map[lang.Code]L) error {
	var wrong []fault.Field
	for _, code := range slices.Sorted(maps.Keys(all)) {
		if _, ok := set.Get(code); !ok {
			wrong = append(wrong, unknown(code))
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return ErrUnknownLanguage.WithFields(wrong...)
}

func unknown(code lang.Code) fault.Field {
	return fault.Field{Field: "labels." + string(code), Code: "unknown_language", Message: "no such language is configured"}
}

// Clean folds the white space of a name that people typed or pasted.
func Clean(name string) string { return strings.Join(strings.Fields(name), " ") }

// Blank tells whether nothing of a name can be seen: it is empty, or of spaces
// and invisible characters.
func Blank(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}
