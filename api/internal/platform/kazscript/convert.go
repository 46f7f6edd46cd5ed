package kazscript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Converter writes texts in an alphabet, with a dictionary of exceptions. It may be
// used by many at once.
type Converter struct {
	alphabet   *Alphabet
	exceptions Exceptions
}

// New makes a converter; the zero Exceptions are none.
func New(a *Alphabet, exceptions Exceptions) *Converter {
	return &Converter{alphabet: a, exceptions: exceptions}
}

// Alphabet is what it writes.
func (c *Converter) Alphabet() *Alphabet { return c.alphabet }

// Text writes a plain text. What is no Kazakh stays as it is: addresses, handles,
// words in other letters, Russian sentences. The time is linear in the text.
func (c *Converter) Text(text string) string {
	if !hasCyrillic(text) {
		return text
	}
	return string(c.appendText(make([]byte, 0, len(text)+len(text)/8), text, false))
}

// The letters between tags that stand in for them: no document holds it, because it
// is no character (Unicode, section 23.7).
const seam = '\uFDD0'

// scan is the state of one pass over a text.
type scan struct {
	*Converter
	markup  bool // & begins a character reference
	dst     []byte
	runes   []rune // of the word
	lower   []byte // of the word
	foreign int    // what is before this is Russian
	looked  int    // how far sentences were looked at
	kept    bool   // the last word stayed as it was
}

// appendText adds the text to dst. With markup, character references stay as they are.
func (c *Converter) appendText(dst []byte, text string, markup bool) []byte {
	text = composed(text)
	s := scan{Converter: c, markup: markup, dst: dst}
	boundary := true
	for i := 0; i < len(text); {
		if boundary {
			if end := address(text[i:]); end > 0 {
				s.dst, s.kept, i = append(s.dst, text[i:i+end]...), true, i+end
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '&' && markup:
			if n := reference(text[i:]); n > 0 {
				size = n
			}
			s.dst = append(s.dst, text[i:i+size]...)
		case isLetter(r):
			size = s.compound(text, i)
		default:
			s.sign(text, i, r, size)
		}
		i += size
		boundary = unicode.IsSpace(r)
	}
	return s.dst
}

// composed puts letters and their accents together (NFC), which tables expect.
func composed(text string) string {
	if norm.NFC.IsNormalString(text) {
		return text
	}
	return norm.NFC.String(text)
}

func hasCyrillic(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= 0xD0 && c <= 0xD4 { // lead bytes of U+0400 to U+053F
			return true
		}
	}
	return false
}

// isCyrillic leaves out the block's signs of thousands and of Church Slavonic.
func isCyrillic(r rune) bool {
	return r >= cyrillicStart && r < cyrillicEnd && (r < 0x482 || r > 0x489)
}

// lower is unicode.ToLower, quicker for the letters of Kazakh.
func lower(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я':
		return r
	case r >= 'А' && r <= 'Я':
		return r + 'а' - 'А'
	case r >= 0x490 && r < cyrillicEnd && r&^0xF != 0x4C0: // in pairs, the capital first
		return r | 1
	}
	return unicode.ToLower(r)
}

// isLetter takes what words of Kazakh texts are made of.
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || isCyrillic(r) || r >= 0xC0 && r < cyrillicStart && unicode.IsLetter(r)
}

// inside takes what may stand between the letters of a word and is none: seams, soft
// hyphens, marks of stress.
func inside(r rune) bool { return r == seam || r == '\u00AD' || r == stress || r == '\u0300' }

const stress = '\u0301'

// reference is the length of a character reference at the beginning of the text; 0: none.
func reference(text string) int {
	for i := 1; i < len(text) && i < 34; i++ {
		switch c := text[i]; {
		case c == ';':
			if i == 1 {
				return 0
			}
			return i + 1
		case c != '#' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z'):
			return 0
		}
	}
	return 0
}

// sign writes what is no letter. Marks of punctuation are those of the script where
// its words stand before them; a comma between digits is part of a number.
func (s *scan) sign(text string, i int, r rune, size int) {
	to, other := s.alphabet.punctuation[r]
	if !other || s.kept && latinFollows(text[i+size:]) || between(text, i, size) {
		s.dst = append(s.dst, text[i:i+size]...)
		return
	}
	s.dst = append(s.dst, to...)
}

func between(text string, i, size int) bool {
	return i > 0 && i+size < len(text) && isDigit(text[i-1]) && isDigit(text[i+size])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// latinFollows looks a little ahead for the next letter.
func latinFollows(text string) bool {
	for i, r := range text {
		if i > 12 {
			break
		}
		if unicode.IsLetter(r) {
			return !isCyrillic(r)
		}
	}
	return false
}

// compound writes the word at i with all its parts that hyphens join, and gives its
// length in bytes.
func (s *scan) compound(text string, i int) int {
	end := i + wordLength(text[i:])
	if s.exceptions.compounds {
		if n := s.joined(text, i, end); n > 0 {
			return n
		}
	}
	s.word(text[i:end], s.isForeign(text, i))
	return end - i
}

// mostParts is how many parts a compound of the dictionary is looked for in.
const mostParts = 5

// joined writes a compound that the dictionary knows as a whole; 0: it knows none.
func (s *scan) joined(text string, i, end int) int {
	for parts := 1; parts < mostParts && end < len(text) && text[end] == '-'; parts++ {
		n := wordLength(text[end+1:])
		if n == 0 {
			break
		}
		end += 1 + n
	}
	word := text[i:end]
	if !strings.Contains(word, "-") || !hasCyrillic(word) {
		return 0
	}
	s.runes = append(s.runes[:0], []rune(word)...)
	if s.exception() {
		return end - i
	}
	return 0
}

// wordLength is how many bytes of letters the text begins with.
func wordLength(text string) int {
	end := 0
	for i, r := range text {
		switch {
		case isLetter(r):
			end = i + utf8.RuneLen(r)
		case i == 0 || !inside(r):
			return end
		}
	}
	return end
}

// word writes a word without hyphens. One that is not of Kazakh letters, or of a
// Russian sentence, stays as it is.
func (s *scan) word(word string, foreign bool) {
	s.runes = s.runes[:0]
	cyrillic, latin := 0, 0
	for _, r := range word {
		switch {
		case isCyrillic(r):
			cyrillic++
		case isLetter(r):
			latin++
		}
		s.runes = append(s.runes, r)
	}
	if cyrillic == 0 || foreign || latin > 0 && !s.unmask(cyrillic, latin) {
		s.dst, s.kept = append(s.dst, word...), true
		return
	}
	for _, r := range s.runes {
		if !inside(r) && !s.alphabet.of(r).known {
			s.dst, s.kept = append(s.dst, word...), true
			return
		}
	}
	s.kept = false
	if !s.exceptions.empty() && s.exception() {
		return
	}
	s.letters(s.runes, true)
}

// twins are Latin letters that look like Cyrillic ones, and get typed for them.
const (
	twinsLatin    = "aceihkmopxyABCEHIKMOPTXY"
	twinsCyrillic = "асеіһкморхуАВСЕНІКМОРТХУ"
)

// unmask puts Cyrillic letters for their twins in a word that is mostly Cyrillic, or
// holds a letter that only Kazakh has; false: it is none.
func (s *scan) unmask(cyrillic, latin int) bool {
	if latin > cyrillic || latin == cyrillic && !hasKazakh(string(s.runes)) {
		return false
	}
	for i, r := range s.runes {
		if isCyrillic(r) || !isLetter(r) {
			continue
		}
		at := strings.IndexRune(twinsLatin, r)
		if at < 0 {
			return false
		}
		s.runes[i], _ = utf8.DecodeRuneInString(twinsCyrillic[2*at:])
	}
	return true
}

// letters writes letters one by one; start says that the word begins with them.
func (s *scan) letters(word []rune, start bool) {
	if start && s.wantsHamza(word) {
		s.dst = append(s.dst, s.alphabet.hamza.mark...)
	}
	for i := 0; i < len(word); i++ {
		r := word[i]
		if inside(r) {
			if r == seam || r == '\u00AD' {
				s.dst = utf8.AppendRune(s.dst, r)
			}
			continue
		}
		if to, n := s.sequence(word[i:]); n > 0 {
			s.dst = append(s.dst, cased(to, r, word, i+n-1)...)
			i += n - 1
			continue
		}
		if to, other := s.alphabet.initial[lower(r)]; other && i == 0 && start {
			s.dst = append(s.dst, to...)
			continue
		}
		switch l := s.alphabet.of(r); {
		case !unicode.IsUpper(r):
			s.dst = append(s.dst, l.small...)
		case inCapitals(word, i, i):
			s.dst = append(s.dst, l.upper...)
		default:
			s.dst = append(s.dst, l.title...)
		}
	}
}

// sequence is the longest of the alphabet's sequences that the letters begin with.
func (s *scan) sequence(word []rune) (to string, length int) {
	if !s.alphabet.of(word[0]).opens {
		return "", 0
	}
	var buffer [3 * utf8.UTFMax]byte
	small := buffer[:0]
	for n, r := range word[:min(len(word), 3)] {
		small = utf8.AppendRune(small, lower(r))
		if found, known := s.alphabet.sequences[string(small)]; known && n > 0 {
			to, length = found, n+1
		}
	}
	return to, length
}

// cased gives a sequence the case of its first letter; last is where it ends.
func cased(to string, first rune, word []rune, last int) string {
	switch {
	case !unicode.IsUpper(first):
		return to
	case inCapitals(word, last, last):
		return Upper(to)
	}
	return Title(to)
}

// inCapitals tells whether a capital between from and to stands in a word of capitals:
// the letter after it is one, or at the end of the word the letter before it.
func inCapitals(word []rune, from, to int) bool {
	for i := to + 1; i < len(word); i++ {
		if !inside(word[i]) {
			return unicode.IsUpper(word[i])
		}
	}
	for i := from - 1; i >= 0; i-- {
		if !inside(word[i]) {
			return unicode.IsUpper(word[i])
		}
	}
	return false
}

// wantsHamza is Kazinform's rule: the word has a front vowel that another script
// would show, and none of the letters that only stand with front vowels.
func (s *scan) wantsHamza(word []rune) bool {
	h := s.alphabet.hamza
	if h.mark == "" {
		return false
	}
	front := false
	for _, r := range word {
		r = lower(r)
		if strings.ContainsRune(h.shown, r) {
			return false
		}
		front = front || strings.ContainsRune(h.front, r)
	}
	return front
}
