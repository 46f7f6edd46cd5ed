// Package labels is what things with a name and an address per language share.
package labels

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/slug"
)

// ErrNoName is the refusal of a name that holds no letter or digit.
var ErrNoName = fault.New(fault.Unprocessable, "labels.no_slug", "a name needs a letter or a digit; or give a slug")

// CheckLanguages refuses labels in languages that are not configured.
func CheckLanguages[L any](set lang.Set, all map[lang.Code]L) error {
	var unknown []fault.Field
	for _, code := range slices.Sorted(maps.Keys(all)) {
		if _, ok := set.Get(code); !ok {
			unknown = append(unknown, fault.Field{Field: "labels." + string(code), Code: "unknown_language", Message: "no such language is configured"})
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return fault.New(fault.Unprocessable, "languages.unknown", "a language is not configured", unknown...)
}

// FreeSlug is the address part of a label: the given one, or one made from the
// name, told apart by the id where another thing has it already.
func FreeSlug(language lang.Code, name, given string, id int64, taken func(text string) (bool, error)) (string, error) {
	if given != "" {
		return given, nil
	}
	text := slug.Make(name, language)
	if text == "" {
		return "", ErrNoName.WithFields(fault.Field{Field: "labels." + string(language) + ".name", Code: "no_slug", Message: ErrNoName.Detail})
	}
	clash, err := taken(text)
	if clash {
		text = fmt.Sprintf("%s-%d", text, id)
	}
	return text, err
}

// Clean folds the white space of a name that people typed or pasted.
func Clean(name string) string { return strings.Join(strings.Fields(name), " ") }
