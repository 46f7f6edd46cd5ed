package kazscript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// address is the length of what the text begins with and is to be found as it is
// written: a web or e-mail address, a handle or hashtag, the name of a file. 0: none.
func address(text string) int {
	end, telling := len(text), false
scan:
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c <= ' ', c == '<', strings.HasPrefix(text[i:], "\u00A0"):
			end = i
			break scan
		case c == '@', c == '#', c == '/', c == '.':
			telling = true
		}
	}
	if !telling {
		return 0
	}
	return addressIn(text[:end])
}

// addressIn looks at one run without spaces.
func addressIn(chunk string) int {
	word := strings.TrimRightFunc(chunk, func(r rune) bool { return strings.ContainsRune(".,;:!?»”\"')]}…", r) })
	bare := strings.TrimLeftFunc(word, func(r rune) bool { return strings.ContainsRune("«“\"'([{„", r) })
	switch {
	case strings.Contains(bare, "://"), strings.HasPrefix(strings.ToLower(bare), "www."):
	case len(bare) > 1 && (bare[0] == '@' || bare[0] == '#') && firstIs(bare[1:], unicode.IsLetter):
	case strings.Index(bare, "@") > 0 && strings.LastIndexByte(bare, '.') > strings.Index(bare, "@"):
	case isFile(bare):
	default:
		return 0
	}
	return len(word)
}

func firstIs(text string, is func(rune) bool) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return is(r)
}

// domains are top domains in Cyrillic letters that Kazakh texts name.
var domains = [...]string{"қаз", "рф", "укр", "бел"}

// isFile tells names of hosts and of files ("құжат.pdf", "кто.рф") by what follows
// their last point.
func isFile(word string) bool {
	at := strings.LastIndexByte(word, '.')
	if at <= 0 {
		return false
	}
	name, _, _ := strings.Cut(word[at+1:], "/")
	for _, d := range domains {
		if name == d {
			return true
		}
	}
	if len(name) < 2 || len(name) > 5 {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) < 0 && firstIs(name, unicode.IsLetter)
}
