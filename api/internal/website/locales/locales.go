// Package locales holds the interface words of the public site: one JSON file
// per language, so that a new language is one more file. Which languages have
// content is configuration; what is here only says how the site speaks them.
package locales

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

//go:embed *.json
var files embed.FS

// Locale is one language of the site's interface.
type Locale struct {
	// Code is the language tag, the name of the file ("kk").
	Code string `json:"-"`
	// Name is what the language calls itself ("Қазақша").
	Name string `json:"name"`
	// Short is its name where space is scarce ("Қаз").
	Short string `json:"short"`
	// OpenGraph is the territory form that og:locale wants ("kk_KZ").
	OpenGraph string `json:"openGraph"`
	// Calendar says how dates are written.
	Calendar Calendar `json:"calendar"`
	// Texts are the phrases by key; {words} in braces are filled in by Text.
	Texts map[string]string `json:"texts"`
}

// Load reads every locale file, by language code.
func Load() (map[string]*Locale, error) {
	names, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	all := make(map[string]*Locale, len(names))
	for _, entry := range names {
		locale, err := read(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("locale %s: %w", entry.Name(), err)
		}
		all[locale.Code] = locale
	}
	return all, nil
}

func read(name string) (*Locale, error) {
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	locale := &Locale{Code: strings.TrimSuffix(name, path.Ext(name))}
	return locale, json.Unmarshal(raw, locale)
}

// Text returns the phrase of a key with its {names} replaced; pairs are name,
// value, name, value. An unknown key is an error: a page must not show it.
func (l *Locale) Text(key string, pairs ...string) (string, error) {
	text, known := l.Texts[key]
	if !known {
		return "", fmt.Errorf("locale %s has no text %q", l.Code, key)
	}
	return fill(text, pairs...), nil
}

// fill puts values in the places of their names in a pattern, in one pass. Every moment
// that a page shows goes through it.
func fill(pattern string, pairs ...string) string {
	if len(pairs) < 2 {
		return pattern
	}
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(pattern, "{")
		out.WriteString(before)
		if !open {
			return out.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if value, known := valueOf(name, pairs); closed && known {
			out.WriteString(value)
			pattern = after
			continue
		}
		out.WriteByte('{')
		pattern = rest
	}
}

// valueOf finds a name among pairs of name and value.
func valueOf(name string, pairs []string) (string, bool) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1], true
		}
	}
	return "", false
}
