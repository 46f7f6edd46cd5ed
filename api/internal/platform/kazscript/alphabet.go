// Package kazscript writes Kazakh, which is kept in Cyrillic, in its other scripts:
// Latin and Arabic (töte jazu). It knows letters, words and HTML, and no news.
//
// Alphabets are data (folder tables), each with a name that holds its version: what
// a house prints changes by a setting and not by a change of code. The rules and
// their sources are in docs/scripts.md.
package kazscript

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The language that the alphabets are for (ISO 639-1), and the script that its texts
// are kept in (ISO 15924).
const (
	Language = "kk"
	Kept     = "Cyrl"
)

//go:embed tables/*.json
var tables embed.FS

// Alphabet is one way to write Kazakh. It does not change and may be shared.
type Alphabet struct {
	// Name is the table's name with its version ("latin-2018").
	Name string
	// Script is the ISO 15924 code ("Latn").
	Script string
	// RightToLeft is the direction of lines.
	RightToLeft bool
	// Source says whose table it is.
	Source string

	letters     [cyrillicEnd - cyrillicStart]letter
	sequences   map[string]string // several letters that are written as one thing
	initial     map[rune]string   // letters that are written otherwise at the beginning
	hamza       hamza
	punctuation map[rune]string
	back        reading
}

// The block of Cyrillic letters that the tables are about.
const (
	cyrillicStart = 0x400
	cyrillicEnd   = 0x530
)

// letter is what a Cyrillic letter becomes: small, with a capital first letter (Sh)
// and in a word of capitals (SH).
type letter struct {
	known               bool
	opens               bool // a sequence begins with it
	small, title, upper string
}

// hamza is the mark of words with front vowels; empty where an alphabet has none.
type hamza struct{ mark, front, shown string }

// table is an alphabet's file.
type table struct {
	Name, Script, Source string
	RightToLeft          bool
	Letters              map[string]string
	Sequences            map[string]string
	Initial              map[string]string
	Hamza                struct{ Mark, Front, Shown string }
	Punctuation          map[string]string
	Back                 struct{ Stems, Sequences map[string]string }
	FontSlots            map[string]string
}

// Load reads the alphabets, by name.
func Load() (map[string]*Alphabet, error) {
	names, err := fs.Glob(tables, "tables/*.json")
	if err != nil {
		return nil, err
	}
	all := make(map[string]*Alphabet, len(names))
	for _, name := range names {
		raw, err := tables.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var t table
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[t.Name] = t.alphabet()
	}
	return all, nil
}

// Names are the names of alphabets in their order.
func Names(all map[string]*Alphabet) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (t table) alphabet() *Alphabet {
	a := &Alphabet{
		Name: t.Name, Script: t.Script, RightToLeft: t.RightToLeft, Source: t.Source, sequences: t.Sequences,
		initial: byRune(t.Initial), punctuation: byRune(t.Punctuation), hamza: hamza{t.Hamza.Mark, t.Hamza.Front, t.Hamza.Shown},
	}
	for from, to := range byRune(t.Letters) {
		a.letters[from-cyrillicStart] = letter{known: true, small: to, title: to, upper: to}
		if capital := unicode.ToUpper(from); capital != from {
			a.letters[capital-cyrillicStart] = letter{known: true, small: to, title: Title(to), upper: Upper(to)}
		}
	}
	for from := range t.Sequences {
		first, _ := utf8.DecodeRuneInString(from)
		for _, r := range []rune{first, unicode.ToUpper(first)} {
			a.letters[r-cyrillicStart].opens = true
		}
	}
	a.back = t.reading()
	return a
}

func byRune(texts map[string]string) map[rune]string {
	out := make(map[rune]string, len(texts))
	for from, to := range texts {
		r, _ := utf8.DecodeRuneInString(from)
		out[r] = to
	}
	return out
}

// of is what a letter becomes; not known: it is no letter of Kazakh.
func (a *Alphabet) of(r rune) letter {
	if r < cyrillicStart || r >= cyrillicEnd {
		return letter{}
	}
	return a.letters[r-cyrillicStart]
}

// Upper writes Latin text in capitals as Kazakh does: i has the capital İ, ı has I.
func Upper(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'i':
			return 'İ'
		case 'ı':
			return 'I'
		}
		return unicode.ToUpper(r)
	}, text)
}

// Title writes the first letter as a capital.
func Title(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	return Upper(text[:size]) + text[size:]
}
