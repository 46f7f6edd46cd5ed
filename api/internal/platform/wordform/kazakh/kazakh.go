// Package kazakh finds the dictionary words that a Kazakh word may be a form of: of
// мектептеріміздегі мектеп, of жазылмаған жазу. Endings are taken off by the rules of the
// grammar (vowel harmony, the letters that change where stem and ending meet), and what
// is left counts when a list of words has it. Words that are in no list, as most names
// are, are cut by a shorter and stricter set of rules.
package kazakh

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Reading is a dictionary word that a word may be a form of.
type Reading struct {
	Word string // a noun's nominative, a verb's infinitive
	// Verb: it was read as a form of a verb other than its infinitive with a noun's endings.
	Verb bool
	// Cut is how many letters its endings have, those of its voice among them.
	Cut int
	// Voices is how many of those a verb has: of жазылды one when жазу is meant.
	Voices int
	// Sure: the verb's ending is one that hardly a noun has.
	Sure bool
}

// Analyser reads words. It is safe for use by several goroutines.
type Analyser struct {
	lexicon      *Lexicon
	full, folded *grammar
}

// New makes an analyser with the program's list of words, or with another.
func New(lexicon *Lexicon) *Analyser {
	if lexicon == nil {
		lexicon = listed()
	}
	return &Analyser{lexicon: lexicon, full: newGrammar(false), folded: newGrammar(true)}
}

// Read gives the readings of a word in lower case that are in the list of words, those
// with the least taken off first; none when it is in no list.
func (a *Analyser) Read(word string) []Reading { return a.read(a.full, word) }

// ReadTyped is Read for a word that was typed without Kazakh letters: all words that it
// may stand for.
func (a *Analyser) ReadTyped(word string) []Reading { return a.read(a.folded, Fold(word)) }

func (a *Analyser) read(g *grammar, word string) []Reading {
	r := reader{Analyser: a, g: g, word: word, letters: utf8.RuneCountInString(word)}
	g.nouns(word, func(rest string) {
		forms := []string{rest}
		if rest != word {
			forms = bases(rest, g.folded)
		}
		for _, form := range forms {
			for _, found := range a.lexicon.find(form, g.folded) {
				r.add(Reading{Word: found, Cut: r.letters - utf8.RuneCountInString(rest)})
			}
		}
	})
	g.verbs(word, func(stem string, sure bool) { r.verb(stem, 0, sure) })
	slices.SortStableFunc(r.all, func(x, y Reading) int { return x.Cut - y.Cut })
	return r.all
}

// reader collects the readings of a word.
type reader struct {
	*Analyser
	g       *grammar
	word    string
	letters int
	all     []Reading
}

func (r *reader) add(found Reading) {
	for i, known := range r.all {
		if known.Word == found.Word && known.Verb == found.Verb {
			r.all[i].Sure = known.Sure || found.Sure
			r.all[i].Cut, r.all[i].Voices = min(known.Cut, found.Cut), min(known.Voices, found.Voices)
			return
		}
	}
	r.all = append(r.all, found)
}

// deepest is how many endings of voice a stem has at most: көрсетілдірт.
const deepest = 3

// verb adds the verb that a stem is of, and those that it is a voice of. It tells
// whether the stem is one, be it that no list has what was made of a listed word.
func (r *reader) verb(stem string, depth int, sure bool) (known bool) {
	if !isStem(stem) {
		return false
	}
	cut := r.letters - utf8.RuneCountInString(stem)
	if cut == 0 && stem != r.word {
		cut = 1
	}
	for _, spelling := range infinitives(stem, r.g.folded) {
		for _, found := range r.lexicon.find(spelling, r.g.folded) {
			r.add(Reading{Word: found, Verb: true, Cut: cut, Voices: depth, Sure: sure})
			known = true
		}
	}
	made := false
	if depth < deepest {
		r.g.deeper(stem, r.g.voices, func(inner string) { made = r.verb(inner, depth+1, sure) || made })
	}
	if !known && !r.g.folded && sure && (made || r.made(stem, depth)) {
		r.add(Reading{Word: infinitive(stem), Verb: true, Cut: cut, Voices: depth, Sure: made})
		known = true
	}
	return known
}

// made tells whether a stem was made of a word in the list.
func (r *reader) made(stem string, depth int) (known bool) {
	if utf8.RuneCountInString(stem) < 4 {
		return false
	}
	if depth < deepest {
		r.g.deeper(stem, r.g.causatives, func(inner string) {
			known = known || isStem(inner) && len(r.lexicon.find(infinitive(inner), false)) > 0 || r.made(inner, depth+1)
		})
	}
	for _, e := range r.g.denominal.of(stem) {
		if noun, ok := e.fits(stem, false); ok && utf8.RuneCountInString(noun) >= shortestGuess && len(r.lexicon.find(noun, false)) > 0 {
			return true
		}
	}
	return known
}

// infinitives are the spellings of a stem's infinitive.
func infinitives(stem string, folded bool) []string {
	if !folded {
		return []string{infinitive(stem)}
	}
	out := []string{Fold(infinitive(stem))}
	if before, ok := strings.CutSuffix(stem, "и"); ok {
		out = append(out, before+"у")
	}
	return out
}
