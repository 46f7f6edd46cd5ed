package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean is the rule for text: NFC; tabs and line ends become spaces, because a
// line is a node of its own; other control characters (NUL among them), the
// controls that turn the direction of everything after them, and code points
// that are no characters go. All else stays as it was typed, soft hyphens,
// joiners and no-break spaces too.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	return norm.NFC.String(strings.Map(keep, s))
}

// isClean knows the text of ordinary news without asking the tables: visible
// Latin, Cyrillic without its combining marks, dashes and quotes are NFC alone
// and in any order.
func isClean(s string) bool {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f:
			i++
		case twoByteCyrillic(s, i) && (c != 0xd2 || s[i+1] >= 0x8a):
			i += 2
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r >= 0xa0 && r < 0x300, r >= 0x480 && r <= 0x482, r >= 0x48a && r <= 0x52f, r >= 0x2010 && r <= 0x2027:
			default:
				return false
			}
			i += size
		}
	}
	return true
}

// twoByteCyrillic tells of a character of U+0400 to U+04FF in UTF-8, as nearly all of
// our texts are: it spares decoding them.
func twoByteCyrillic(s string, at int) bool {
	return s[at] >= 0xd0 && s[at] <= 0xd3 && at+1 < len(s) && s[at+1]&0xc0 == 0x80
}

func keep(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7f:
		return r
	case r == '\t' || r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return ' '
	case unicode.IsControl(r), turnsDirection(r), isNoCharacter(r):
		return -1
	}
	return r
}

// turnsDirection knows the embedding, override and isolate controls.
func turnsDirection(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

func isNoCharacter(r rune) bool {
	return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef || r == 0xfeff
}
