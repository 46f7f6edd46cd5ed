package kazakh

import "strings"

// nouns gives all that a word may be without a noun's endings, itself first, whether
// or not there is such a word.
func (g *grammar) nouns(word string, yield func(rest string)) {
	yield(word)
	g.peel(word, ending{}, layerPerson, false, false, yield)
}

// peel takes endings off from a layer on. outer is the one that was taken off before,
// attribute whether there was a -дағы already, sure whether only endings count that
// names have.
func (g *grammar) peel(word string, outer ending, from int, attribute, sure bool, yield func(rest string)) {
	for layer := from; layer < layers; layer++ {
		if layer == layerAttribute && attribute {
			return
		}
		for _, e := range g.noun[layer].of(word) {
			if outer.needs != plain && e.is != outer.needs || outer.never&e.is != 0 || sure && !e.sure {
				continue
			}
			rest, ok := e.fits(word, g.folded)
			if !ok || !hasVowel(rest) {
				continue
			}
			if e.needs == plain {
				yield(rest)
			}
			next := layer + 1
			if layer == layerAttribute {
				next = layerPossessive
			}
			g.peel(rest, e, next, attribute || layer == layerAttribute, sure, yield)
		}
	}
}

// bases are what a noun without its endings may be in the dictionary: a vowel after it
// has made its last letter voiced (кітабы: кітап) or dropped the one before (орны: орын).
func bases(rest string, folded bool) []string {
	before, last := withoutLast(rest), lastLetter(rest)
	out := []string{rest}
	switch last {
	case 'б':
		out = append(out, before+"п")
	case 'г':
		out = append(out, before+"к")
	case 'ғ':
		out = append(out, before+"қ")
	}
	if strings.HasSuffix(rest, "кті") { // loanwords that no ending can follow: фактісі, субъектілер
		out = append(out, before)
	}
	if before == "" || classOf(last)&consonant == 0 || !strings.ContainsRune("рлмнңйу", lastLetter(before)) {
		return out
	}
	if folded {
		return append(out, before+"и"+string(last))
	}
	if harmonyOf(rest)&back != 0 {
		out = append(out, before+"ы"+string(last))
	}
	if harmonyOf(rest)&front != 0 {
		out = append(out, before+"і"+string(last))
	}
	return out
}
