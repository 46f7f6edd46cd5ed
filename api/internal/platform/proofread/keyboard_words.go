package proofread

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed keyboard_words.txt
var wordList string

//go:embed keyboard_spared.txt
var sparedList string

// entry is a right word of the list.
type entry struct {
	letters []rune // small
	isName  bool   // listed with a capital
}

// keyboardWords are the right words by their folded spelling.
var keyboardWords = entriesOf(wordList)

// spared are right words that look like slips of listed ones.
var spared = setOf(sparedList)

func entriesOf(list string) map[string][]entry {
	words := map[string][]entry{}
	for line := range lines(list) {
		letters := []rune(strings.ToLower(line))
		key := folded(letters)
		words[key] = append(words[key], entry{letters, unicode.IsUpper([]rune(line)[0])})
	}
	return words
}

func setOf(list string) map[string]bool {
	words := map[string]bool{}
	for line := range lines(list) {
		words[line] = true
	}
	return words
}

// lines yields what is neither empty nor a comment.
func lines(list string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(list) {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}
