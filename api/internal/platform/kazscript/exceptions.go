package kazscript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Exceptions are words that are written otherwise than letter by letter, names above
// all. The zero value has none. They do not change and may be shared.
type Exceptions struct {
	forms     map[string]form
	shortest  int // of the stems, in bytes
	longest   int
	heads     map[string]bool // the first two letters of all stems
	compounds bool            // a stem has a hyphen
}

type form struct {
	text    string
	capital bool // a name: the word must begin with a capital
}

// Exception is a stem and what stands for it. Suffixes after the stem are written by
// the alphabet. A stem that begins with a capital is only found in words that do.
type Exception struct{ Stem, Form string }

// Collect makes exceptions findable. Those without a form are left out.
func Collect(list []Exception) Exceptions {
	e := Exceptions{forms: make(map[string]form, len(list)), heads: map[string]bool{}}
	for _, one := range list {
		stem := composed(one.Stem)
		if stem == "" || one.Form == "" {
			continue
		}
		small := strings.ToLower(stem)
		e.forms[small] = form{text: composed(one.Form), capital: firstIs(stem, unicode.IsUpper)}
		e.heads[head(small)] = true
		e.longest = max(e.longest, len(small))
		if e.shortest == 0 || len(small) < e.shortest {
			e.shortest = len(small)
		}
		e.compounds = e.compounds || strings.Contains(stem, "-")
	}
	return e
}

func (e Exceptions) empty() bool { return len(e.forms) == 0 }

// head is the first two letters.
func head(word string) string {
	_, first := utf8.DecodeRuneInString(word)
	_, second := utf8.DecodeRuneInString(word[first:])
	return word[:first+second]
}

// exception writes the word in s.runes by the dictionary; false: it has none.
func (s *scan) exception() bool {
	s.lower = s.lower[:0]
	for _, r := range s.runes {
		if !inside(r) {
			s.lower = utf8.AppendRune(s.lower, lower(r))
		}
	}
	word := string(s.lower)
	if len(word) < s.exceptions.shortest || !s.exceptions.heads[head(word)] {
		return false
	}
	capital := unicode.IsUpper(s.runes[0])
	for end := min(len(word), s.exceptions.longest); end >= s.exceptions.shortest; end-- {
		if end < len(word) && !utf8.RuneStart(word[end]) {
			continue
		}
		found, known := s.exceptions.forms[word[:end]]
		if known && (capital || !found.capital) && isSuffix(strings.TrimPrefix(word[end:], "-"), 4) {
			s.putException(found.text, utf8.RuneCountInString(word[:end]))
			return true
		}
	}
	return false
}

// putException writes the form for the first letters of the word, in their case, and
// the rest by the alphabet. Seams that the stem held come after it.
func (s *scan) putException(text string, stem int) {
	at, seams := 0, 0
	for ; at < len(s.runes) && stem > 0; at++ {
		switch r := s.runes[at]; {
		case r == seam:
			seams++
		case !inside(r):
			stem--
		}
	}
	switch held := s.runes[:at]; {
	case len(held) > 1 && strings.IndexFunc(string(held), unicode.IsLower) < 0:
		text = Upper(text)
	case unicode.IsUpper(held[0]):
		text = Title(text)
	}
	s.dst, s.kept = append(s.dst, text...), false
	for range seams {
		s.dst = utf8.AppendRune(s.dst, seam)
	}
	rest := s.runes[at:]
	if len(rest) > 0 && rest[0] == '-' {
		s.dst, rest = append(s.dst, '-'), rest[1:]
	}
	s.letters(rest, false)
}

// suffixes are endings of Kazakh: number, possession, case, person, and those that
// make adjectives and names of doers.
const suffixes = " лар лер дар дер тар тер ым ім м ың ің ң ы і сы сі ымыз іміз мыз міз ыңыз іңіз ңыз ңіз " +
	"ның нің дың дің тың тің ға ге қа ке а е на не ны ні ды ді ты ті н да де та те нда нде дан ден тан тен нан нен мен бен пен " +
	"дағы дегі тағы тегі ндағы ндегі нікі дікі тікі лық лік дық дік тық тік ша ше сыз сіз шы ші лы лі мын мін сың сің мыз міз пыз піз " +
	"дай дей тай тей лау леу дау деу тау теу шыл шіл ғой "

// isSuffix tells whether the text is a chain of suffixes; nothing is one, too.
func isSuffix(text string, most int) bool {
	if text == "" {
		return true
	}
	if most == 0 || len(text) > 40 {
		return false
	}
	for end := range text {
		if end > 0 && strings.Contains(suffixes, " "+text[:end]+" ") && isSuffix(text[end:], most-1) {
			return true
		}
	}
	return strings.Contains(suffixes, " "+text+" ")
}
