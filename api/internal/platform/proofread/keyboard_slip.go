package proofread

import (
	"unicode"
)

// shortWord is how many letters make a name too easy to confound with a slip:
// Ким is a minister, ким is кім.
const shortWord = 4

// openers are short words that begin many sentences and that no name resembles.
var openers = map[string]bool{"бұл": true, "бір": true}

// longestSlip is the most letters of a word that is looked up; the longest of
// the list has fewer than thirty.
const longestSlip = 40

// findKeyboardSlips finds Kazakh words that were typed, whole or in part, in
// letters of the Russian layout: қ as к, ә as а, ө as о, ұ and ү as у, ғ as г, ң
// as н, һ as х, і as и; or with і and ы, ұ and ү confounded.
//
// It knows them by the words of keyboard_words.txt, alone or with an ending
// (keyboard_endings.go). A word that is not there is never found: precision
// comes first, since whoever is told wrong three times stops to read.
func findKeyboardSlips(t *text, f *findings) {
	for _, w := range t.words {
		if t.at(w.start-1) == '-' && isEnding(t.of(w)) {
			continue
		}
		if right, ok := slipOf(t.of(w)); ok {
			f.add(w.start, w.end, right)
		}
	}
}

// isEnding tells the ending that a hyphen joins to an abbreviation: ЖОО-дарының
// is no дәрінің.
func isEnding(letters []rune) bool {
	lower, ok := lowered(letters)
	return ok && len(endings[folded(lower)]) > 0
}

// slipOf tells whether a word is a slip, and for which word; empty when it may
// be one for several.
func slipOf(letters []rune) (string, bool) {
	if len(letters) < 3 || len(letters) > longestSlip {
		return "", false
	}
	lower, ok := lowered(letters)
	if !ok || spared[string(lower)] {
		return "", false
	}
	key := folded(lower)
	right, found := wholeWord(lower, key)
	if !found {
		right = withEnding(lower, key)
	}
	if right.letters == nil && !right.several || shouts(letters, right) {
		return "", false
	}
	if right.several {
		return "", true
	}
	return inCaseOf(letters, right), true
}

// guess is the word that was meant: nil letters for none.
type guess struct {
	letters []rune
	isName  bool
	several bool
	ending  int // how many of the letters are an ending
	cost    int // letters that the Russian layout does not explain
}

// wholeWord looks a word up; found is true, without a guess, for right ones.
func wholeWord(lower []rune, key string) (best guess, found bool) {
	for _, e := range keyboardWords[key] {
		if string(e.letters) == string(lower) {
			return guess{}, true
		}
		if cost, ok := slipCost(lower, e.letters); ok {
			best, found = better(best, guess{letters: e.letters, isName: e.isName, cost: cost}), true
		}
	}
	return best, found
}

// better is the guess that costs less; two of one cost are several.
func better(a, b guess) guess {
	switch {
	case a.letters == nil && !a.several || b.cost < a.cost:
		return b
	case a.cost < b.cost || string(a.letters) == string(b.letters):
		return a
	}
	return guess{several: true, isName: a.isName && b.isName, ending: a.ending, cost: a.cost}
}

// shouts tells a short word in capitals that is no name of the list: it may be
// any name, or an abbreviation.
func shouts(letters []rune, right guess) bool {
	known := right.isName || openers[string(right.letters)]
	return len(letters)-right.ending <= shortWord && unicode.IsUpper(letters[0]) && !known
}

// inCaseOf writes a guess as the word that it is for is written.
func inCaseOf(letters []rune, right guess) string {
	out := []rune(string(right.letters))
	shout := unicode.IsUpper(letters[len(letters)-1])
	for i := range out {
		if shout || i == 0 && (right.isName || unicode.IsUpper(letters[0])) {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	return string(out)
}
