package wordform

import "sync"

// remembered is how many words a Memory keeps: those of a language that make up nearly
// all of its texts, in some 20 MB.
const remembered = 50_000

// Memory remembers the lexemes of words, which come again and again: whoever takes in
// many texts needs a tenth of the time with it. Its zero value is empty; it is safe for
// use by several goroutines.
type Memory struct {
	mutex sync.RWMutex
	words map[spoken][]string
}

type spoken struct {
	language Language
	word     string
}

// Indexed is Indexed, from memory where the word is known. Nobody may change the answer.
func (m *Memory) Indexed(word string, language Language) []string {
	key := spoken{language, word}
	m.mutex.RLock()
	lexemes, known := m.words[key]
	m.mutex.RUnlock()
	if known {
		return lexemes
	}
	lexemes = Indexed(word, language)
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.words == nil || len(m.words) >= remembered { // the frequent ones are soon there again
		m.words = map[spoken][]string{}
	}
	m.words[key] = lexemes
	return lexemes
}
