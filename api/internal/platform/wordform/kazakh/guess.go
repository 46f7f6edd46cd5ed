package kazakh

import "unicode/utf8"

// How many letters a word that is in no list has at least without its endings: a short
// ending is a part of so many words that it is taken for one of a longer word only.
const (
	shortestGuess     = 3
	shortestGuessWeak = 4
	weak              = 2 // letters
)

// Guess gives what a word that is in no list may be without its endings: only plural and
// cases are taken off, which names have, too. The word itself is not among them.
func (a *Analyser) Guess(word string) []string { return a.guess(a.full, word) }

// GuessTyped is Guess for a word that was typed without Kazakh letters.
func (a *Analyser) GuessTyped(word string) []string { return a.guess(a.folded, Fold(word)) }

func (a *Analyser) guess(g *grammar, word string) (all []string) {
	letters := utf8.RuneCountInString(word)
	g.peel(word, ending{}, layerCase, false, true, func(rest string) {
		left := utf8.RuneCountInString(rest)
		cut := letters - left
		if cut > weak && left >= shortestGuess || cut == weak && left >= shortestGuessWeak {
			all = append(all, rest)
		}
	})
	return all
}
