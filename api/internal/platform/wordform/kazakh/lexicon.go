package kazakh

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/zeebo/xxh3"
)

//go:embed words.txt
var dictionary string

//go:embed names.txt
var names string

// Lexicon is the list of dictionary words that stems are checked against. It is there as
// long as the process is, and so without pointers, which the collector would follow each time.
type Lexicon struct {
	text  string           // all words
	words []entry          // in the order of the list
	first map[uint64]int32 // of the words of a spelling without Kazakh letters, by its hash
}

// entry is a word's place in the text, and the next word of the same spelling without
// Kazakh letters; -1: there is none.
type entry struct {
	at     uint32
	length uint16
	next   int32
}

// listed is the lexicon that comes with the program.
var listed = sync.OnceValue(func() *Lexicon { return NewLexicon(strings.Split(dictionary+names, "\n")) })

// NewLexicon makes a lexicon of words; lines that begin with # are none.
func NewLexicon(words []string) *Lexicon {
	l := &Lexicon{text: strings.Join(words, "\n"), words: make([]entry, len(words)), first: make(map[uint64]int32, len(words))}
	at := len(l.text)
	for i := len(words) - 1; i >= 0; i-- { // so that each is put before those that come after it
		word := words[i]
		at -= len(word)
		if word != "" && word[0] != '#' {
			hash, next := l.of(Fold(word))
			if !l.among(next, word) {
				l.words[i] = entry{uint32(at), uint16(len(word)), next} //nolint:gosec // no dictionary is so long, nor any word
				l.first[hash] = int32(i)                                //nolint:gosec // as above
			}
		}
		at-- // of the line's end
	}
	return l
}

// of gives the first word of a spelling without Kazakh letters, or -1, and the hash under
// which it is or would be.
func (l *Lexicon) of(spelling string) (hash uint64, first int32) {
	for hash = xxh3.HashString(spelling); ; hash++ { // past another spelling of the same hash
		first, known := l.first[hash]
		switch {
		case !known:
			return hash, -1
		case Fold(l.word(first)) == spelling:
			return hash, first
		}
	}
}

func (l *Lexicon) word(i int32) string {
	e := l.words[i]
	return l.text[e.at : e.at+uint32(e.length)]
}

// find gives the words of a spelling.
func (l *Lexicon) find(spelling string, folded bool) (found []string) {
	if !folded {
		if _, first := l.of(Fold(spelling)); l.among(first, spelling) {
			found = []string{spelling}
		}
		return found
	}
	for _, i := l.of(spelling); i >= 0; i = l.words[i].next {
		found = append(found, l.word(i))
	}
	return found
}

// among tells whether a word is among those of one spelling, of which this is the first.
func (l *Lexicon) among(first int32, word string) bool {
	for i := first; i >= 0; i = l.words[i].next {
		if l.word(i) == word {
			return true
		}
	}
	return false
}
