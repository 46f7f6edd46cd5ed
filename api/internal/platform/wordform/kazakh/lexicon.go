package kazakh

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed words.txt
var dictionary string

//go:embed names.txt
var names string

// Lexicon is the list of dictionary words that stems are checked against.
type Lexicon struct {
	words  map[string]bool
	folded map[string][]string // by their spelling without Kazakh letters
}

// listed is the lexicon that comes with the program.
var listed = sync.OnceValue(func() *Lexicon { return NewLexicon(strings.Split(dictionary+names, "\n")) })

// NewLexicon makes a lexicon of words; lines that begin with # are none.
func NewLexicon(words []string) *Lexicon {
	l := &Lexicon{words: make(map[string]bool, len(words)), folded: make(map[string][]string, len(words))}
	for _, word := range words {
		if word == "" || strings.HasPrefix(word, "#") || l.words[word] {
			continue
		}
		l.words[word] = true
		key := Fold(word)
		l.folded[key] = append(l.folded[key], word)
	}
	return l
}

// find gives the words of a spelling.
func (l *Lexicon) find(spelling string, folded bool) []string {
	if folded {
		return l.folded[spelling]
	}
	if l.words[spelling] {
		return []string{spelling}
	}
	return nil
}
