package kazakh

import "strings"

// verbs gives the stems of verbs that a word may be a form of, and whether by an ending
// that hardly a noun has.
func (g *grammar) verbs(word string, yield func(stem string, sure bool)) {
	g.stems(word, g.finite, yield)
	for _, e := range g.converbs.of(word) {
		if rest, ok := e.fits(word, g.folded); ok {
			g.stem(rest, true, e.sure, yield)
			if before, ok := strings.CutSuffix(rest, "у"); ok { // тауып: тап
				yield(before+"п", e.sure)
			}
		}
	}
	g.short(word, g.shortFinite, yield)
	g.stem(word, false, false, yield) // the imperative is the stem itself
	g.nouns(word, func(rest string) {
		g.stems(rest, g.nominal, yield)
		g.short(rest, g.shortNominal, yield)
		g.negations(rest, g.negated, yield)
	})
}

func (g *grammar) stems(word string, list endings, yield func(stem string, sure bool)) {
	for _, e := range list.of(word) {
		if rest, ok := e.fits(word, g.folded); ok {
			g.stem(rest, e.after&vowel == 0 && classOf(firstLetter(e.text))&(vowel|glide) != 0, e.sure, yield)
		}
	}
}

// negations are words whose ending only a negative stem has.
func (g *grammar) negations(word string, list endings, yield func(stem string, sure bool)) {
	for _, e := range list.of(word) {
		if rest, ok := e.fits(word, g.folded); ok {
			g.positive(rest, true, yield)
		}
	}
}

// stem gives the stem that is left when an ending is taken off: as it stands before a
// vowel, if there was one, without -ма.
func (g *grammar) stem(rest string, beforeVowel, sure bool, yield func(stem string, sure bool)) {
	if beforeVowel {
		for _, s := range unvoicedStems(rest) {
			yield(s, sure)
		}
		return
	}
	yield(rest, sure)
	g.positive(rest, sure, yield)
}

func (g *grammar) positive(rest string, sure bool, yield func(stem string, sure bool)) {
	for _, n := range g.negative.of(rest) {
		if stem, ok := n.fits(rest, g.folded); ok {
			yield(stem, sure)
		}
	}
}

// unvoicedStems undoes what a vowel does to a stem's last letter: таба is of тап.
func unvoicedStems(rest string) []string {
	before := withoutLast(rest)
	switch lastLetter(rest) {
	case 'б':
		return []string{before + "п"}
	case 'г':
		return []string{before + "к"}
	case 'ғ':
		return []string{before + "қ"}
	case 'п', 'қ':
		return nil
	}
	return []string{rest}
}

func (g *grammar) short(word string, contractions []contraction, yield func(stem string, sure bool)) {
	for _, c := range contractions {
		rest, ok := c.fits(word, g.folded)
		if !ok {
			continue
		}
		for _, letter := range c.swallowed {
			yield(rest+letter, c.sure)
		}
	}
}

// infinitive is how the dictionary has a verb: жаз, жазу; тап, табу; оқы, оқу; қой, қою.
func infinitive(stem string) string {
	before := withoutLast(stem)
	switch lastLetter(stem) {
	case 'ы', 'і':
		return before + "у"
	case 'й':
		return before + "ю"
	case 'п':
		return before + "бу"
	case 'к':
		return before + "гу"
	case 'қ':
		return before + "ғу"
	}
	return stem + "у"
}

// deeper gives the stems that a stem is a voice of: жазыл is the passive of жаз.
func (g *grammar) deeper(stem string, list endings, yield func(stem string)) {
	for _, e := range list.of(stem) {
		rest, ok := e.fits(stem, g.folded)
		if !ok {
			continue
		}
		if classOf(firstLetter(e.text))&vowel != 0 {
			for _, s := range unvoicedStems(rest) {
				yield(s)
			}
		} else {
			yield(rest)
		}
	}
}

func firstLetter(s string) rune {
	for _, letter := range s {
		return letter
	}
	return 0
}

// isStem tells whether a verb's stem can be that short: of open syllables there are
// only де and же, and those with у.
func isStem(stem string) bool {
	letters := []rune(stem)
	switch len(letters) {
	case 0, 1:
		return false
	case 2:
		open := classOf(letters[1])&vowel != 0
		return !open || stem == "де" || stem == "же"
	}
	return hasVowel(stem)
}
