package kazscript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reading is how an alphabet is read back into Cyrillic.
type reading struct {
	letters   map[rune]string
	sequences map[string]string
	stems     map[string]string // words that no rule reads
	slots     map[rune]rune     // signs that old pages have for letters (fonts without Kazakh ones)
	longest   int               // of the sequences, in letters
}

// readAs are the letters that stand for several; the others are lost on the way there.
const readAs = "абвгғдежзийкқлмнңоөпрстуұүфхчшыі"

func (t table) reading() reading {
	r := reading{letters: map[rune]string{}, sequences: t.Back.Sequences, stems: t.Back.Stems, slots: map[rune]rune{}}
	for _, cyrillic := range readAs {
		to := t.Letters[string(cyrillic)]
		if one, size := utf8.DecodeRuneInString(to); size == len(to) && r.letters[one] == "" {
			r.letters[one] = string(cyrillic)
		}
	}
	if latin := t.Letters["ә"]; latin != t.Letters["а"] {
		first, _ := utf8.DecodeRuneInString(latin)
		r.letters[first] = "ә"
	}
	for from, to := range byRune(t.FontSlots) {
		r.slots[from], _ = utf8.DecodeRuneInString(to)
	}
	for from := range r.sequences {
		r.longest = max(r.longest, utf8.RuneCountInString(from))
	}
	return r
}

// Back reads a text of the alphabet into Cyrillic. It is exact for words of Kazakh
// letters as docs/scripts.md describes them; RoundTrips tells of a word. Letters that
// the alphabet has not stay as they are.
func (a *Alphabet) Back(text string) string {
	text = composed(text)
	out := make([]byte, 0, 2*len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !a.reads(r) {
			out = append(out, a.unsigned(text[i:i+size], r)...)
			i += size
			continue
		}
		end := i
		for end < len(text) {
			next, n := utf8.DecodeRuneInString(text[end:])
			if !a.reads(next) {
				break
			}
			end += n
		}
		out = append(out, a.backWord(text[i:end])...)
		i = end
	}
	return string(out)
}

// RoundTrips tells whether a Cyrillic text comes back as it was.
func (a *Alphabet) RoundTrips(text string) bool {
	return a.Back(New(a, Exceptions{}).Text(text)) == text
}

func (a *Alphabet) reads(r rune) bool {
	return unicode.IsLetter(r) && !isCyrillic(r) || strings.ContainsRune(a.hamza.mark, r)
}

// unsigned gives punctuation back.
func (a *Alphabet) unsigned(sign string, r rune) string {
	if r < utf8.RuneSelf {
		return sign
	}
	for from, to := range a.punctuation {
		if to == sign {
			return string(from)
		}
	}
	return sign
}

func (a *Alphabet) backWord(word string) string {
	letters := make([]rune, 0, len(word))
	for _, r := range word {
		if slot, old := a.back.slots[r]; old {
			r = slot
		}
		letters = append(letters, r)
	}
	for stem, to := range a.back.stems {
		if rest, has := strings.CutPrefix(string(letters), stem); has {
			return to + a.backLetters([]rune(rest), word)
		}
	}
	return a.backLetters(letters, word)
}

// harmony follows which vowels stand in a word that does not write them apart.
type harmony struct {
	on    bool // the alphabet writes them together
	front bool
	first bool // no vowel was read yet
}

// The letters that tell of the vowels around them, and the vowels that go in pairs.
const (
	showFront, showBack = "ءكگە", "قع"
	backVowels          = "аоұы"
	frontVowels         = "әөүі"
)

func (a *Alphabet) harmony(word string) harmony {
	h := harmony{on: a.hamza.mark != "", first: true}
	if at := strings.IndexAny(word, showFront+showBack); at >= 0 {
		cue, _ := utf8.DecodeRuneInString(word[at:])
		h.front = strings.ContainsRune(showFront, cue)
	}
	return h
}

// vowel is the one of a pair that stands here. Kazakh has ө and ә in first syllables.
func (h *harmony) vowel(read string) string {
	at := strings.Index(backVowels, read)
	if !h.on || at < 0 || read == "" {
		return read
	}
	first := h.first
	h.first = false
	if h.front && (first || read != "а" && read != "о") {
		return frontVowels[at : at+len(read)]
	}
	return read
}

func (a *Alphabet) backLetters(letters []rune, word string) string {
	h := a.harmony(word)
	var out strings.Builder
	last := "" // what was read before
	put := func(text string, from []rune) {
		out.WriteString(recased(text, from, letters))
		last = text
	}
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		if h.on && strings.ContainsRune(showFront+showBack, r) {
			h.front = strings.ContainsRune(showFront, r)
			if string(r) == a.hamza.mark {
				continue
			}
		}
		if to, n := a.backSequence(letters[i:]); n > 0 {
			put(to, letters[i:i+n])
			i += n - 1
			continue
		}
		read, known := a.back.letters[small(r)]
		if !known {
			put(string(r), nil)
			continue
		}
		if read == "и" {
			var n int
			if read, n = a.iota(letters[i:], last, h.on); n > 1 {
				put(read, letters[i:i+n])
				i += n - 1
				continue
			}
		} else {
			read = h.vowel(read)
		}
		if read == "е" || read == "у" {
			h.first = false
		}
		put(read, letters[i:i+1])
	}
	return out.String()
}

// iota reads the letter that и and й share, with what follows it where the two are
// written as я or ю: й is what follows a vowel.
func (a *Alphabet) iota(letters []rune, last string, arabic bool) (read string, length int) {
	vowel := last != "" && strings.Contains("аәеоөуұүыіэяюё", last)
	if arabic && len(letters) > 1 {
		end := map[string]string{"а": "я", "у": "ю"}[a.back.letters[letters[1]]]
		switch {
		case end != "" && (vowel || last == ""):
			return end, 2
		case end != "":
			return "и" + end, 2
		}
	}
	if vowel || last == "и" && arabic {
		return "й", 1
	}
	return "и", 1
}

func (a *Alphabet) backSequence(letters []rune) (to string, length int) {
	for n := min(a.back.longest, len(letters)); n > 1; n-- {
		key := strings.Map(small, string(letters[:n]))
		if found, known := a.back.sequences[key]; known {
			return found, n
		}
	}
	return "", 0
}

// small is the small letter as Kazakh pairs them.
func small(r rune) rune {
	switch r {
	case 'İ':
		return 'i'
	case 'I':
		return 'ı'
	}
	return unicode.ToLower(r)
}

// recased gives what was read the case of what it was read from.
func recased(text string, from, _ []rune) string {
	if len(from) == 0 || !unicode.IsUpper(from[0]) {
		return text
	}
	return strings.ToUpper(text)
}
