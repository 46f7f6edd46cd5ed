package kazakh

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// kind is what an ending is, where others ask for it.
type kind uint8

const (
	plain       kind = iota
	ofThird          // the possessive of the third person: its cases are their own (үйі, үйінде)
	ofSpeaker        // of the first and second: үйім, үйіме
	attributive      // -дағы, -нікі: a noun again, which has endings of its own
)

// ending is one shape of an ending, and after what it stands.
type ending struct {
	text  string
	after class
	with  harmony
	is    kind
	needs kind // what has to stand right before it
	never kind // what must not: адамға is no form of ада, whose is адама
	sure  bool // it is cut off words that are in no list, too
}

// fits gives what an ending leaves of a word, where it may stand there.
func (e ending) fits(word string, folded bool) (rest string, ok bool) {
	rest, ok = strings.CutSuffix(word, e.text)
	if !ok || rest == "" {
		return "", false
	}
	before := classOf(lastLetter(rest))
	if folded { // и is ы or і, г is ғ
		switch lastLetter(rest) {
		case 'и':
			before |= vowel
		case 'г':
			before |= borrowed | voiced
		}
		return rest, e.after&before != 0
	}
	return rest, e.after&before != 0 && e.with&harmonyOf(rest) != 0
}

// letters of a pattern that change: by harmony, and the first by what is before it.
// The grammar is that of "Қазақ грамматикасы" (Астана, 2002), as to shapes.
func first(letter rune) map[string]class {
	switch letter {
	case 'L': // plural
		return map[string]class{"л": vowel | liquid&^l, "д": l | nasal | buzzing, "т": unvoiced}
	case 'N': // genitive
		return map[string]class{"н": vowel | nasal, "д": liquid | buzzing | borrowed, "т": unvoiced}
	case 'J': // accusative
		return map[string]class{"н": vowel, "д": voiced, "т": unvoiced}
	case 'D': // locative, past
		return map[string]class{"д": vowel | voiced, "т": unvoiced}
	case 'C': // ablative
		return map[string]class{"н": nasal, "д": vowel | liquid | buzzing | borrowed, "т": unvoiced}
	case 'M': // instrumental
		return map[string]class{"м": vowel | liquid | nasal, "б": buzzing | borrowed, "п": unvoiced}
	case 'P': // negation, first person
		return map[string]class{"м": vowel | liquid, "б": nasal | buzzing | borrowed, "п": unvoiced}
	case 'G':
		return map[string]class{"G": vowel | voiced, "K": unvoiced}
	}
	return nil
}

// endings are by their last letter.
type endings map[rune][]ending

// of are those that a word may end with.
func (e endings) of(word string) []ending { return e[lastLetter(word)] }

func byLast(list ...[]ending) endings {
	out := endings{}
	for _, e := range slices.Concat(list...) {
		out[lastLetter(e.text)] = append(out[lastLetter(e.text)], e)
	}
	return out
}

// neverAfter says what endings do not stand after.
func neverAfter(kinds kind, list []ending) []ending {
	for i := range list {
		list[i].never = kinds
	}
	return list
}

// surely marks endings that names have, too.
func surely(list []ending) []ending {
	for i := range list {
		list[i].sure = true
	}
	return list
}

// shapes are all shapes of patterns, each with what it says of itself. A pattern's
// capital letters are those of first, A is а or е, I is ы or і, K is қ or к. It may
// begin with a mark of what it stands after: - a consonant, = a vowel.
func shapes(patterns string, is, needs kind) (all []ending) {
	for _, pattern := range strings.Fields(patterns) {
		after := anything
		switch {
		case strings.HasPrefix(pattern, "-"):
			after, pattern = consonant, pattern[1:]
		case strings.HasPrefix(pattern, "="):
			after, pattern = vowel, pattern[1:]
		}
		initial, size := utf8.DecodeRuneInString(pattern)
		firsts := first(initial)
		if firsts == nil {
			firsts, size = map[string]class{"": anything}, 0
		}
		for begins, may := range firsts {
			for _, shape := range harmonic(begins + pattern[size:]) {
				all = append(all, ending{text: shape.text, after: after & may, with: shape.with, is: is, needs: needs})
			}
		}
	}
	return all
}

// harmonic are the one or two shapes of a pattern by harmony.
func harmonic(pattern string) []ending {
	hard := strings.NewReplacer("A", "а", "I", "ы", "K", "қ", "G", "ғ").Replace(pattern)
	soft := strings.NewReplacer("A", "е", "I", "і", "K", "к", "G", "г").Replace(pattern)
	if hard == soft {
		return []ending{{text: hard, with: both}}
	}
	return []ending{{text: hard, with: back}, {text: soft, with: front}}
}

// fold are endings as they are written without Kazakh letters.
func (e endings) fold() endings {
	out := endings{}
	for _, list := range e {
		for _, one := range list {
			one.text = Fold(one.text)
			last := lastLetter(one.text)
			same := func(other ending) bool {
				return other.text == one.text && other.is == one.is && other.needs == one.needs && other.never == one.never
			}
			if at := slices.IndexFunc(out[last], same); at >= 0 {
				known := &out[last][at]
				known.after, known.sure = known.after|one.after, known.sure || one.sure
			} else {
				out[last] = append(out[last], one)
			}
		}
	}
	return out
}
