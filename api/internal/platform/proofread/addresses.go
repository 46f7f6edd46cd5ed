package proofread

import (
	"slices"
	"strings"
	"unicode"
)

// longestAddress is where browsers and mail end to take an address, roughly.
// What is longer is looked through as text.
const longestAddress = 2_048

// skipAddresses marks what is written for machines: addresses of pages and of
// mail, names of hosts and files, hashtags, names of users.
func (t *text) skipAddresses() {
	for i := 0; i < len(t.runes); {
		if unicode.IsSpace(t.runes[i]) {
			i++
			continue
		}
		start := i
		for i < len(t.runes) && !unicode.IsSpace(t.runes[i]) {
			i++
		}
		from, to := trim(t.runes, start, i)
		if to-from > 1 && to-from <= longestAddress && isAddress(t.runes[from:to]) {
			for at := from; at < to; at++ {
				t.skipped[at] = true
			}
		}
	}
}

// trim takes the signs of the sentence off both ends. A closing bracket belongs
// to the address when its opening one does, as in /wiki/Баку_(город).
func trim(runes []rune, from, to int) (int, int) {
	for from < to && !unicode.IsLetter(runes[from]) && !unicode.IsDigit(runes[from]) && !isOneOf(runes[from], "#@") {
		from++
	}
	bracket := slices.Index(runes[from:to], '(') >= 0
	for to > from && !unicode.IsLetter(runes[to-1]) && !unicode.IsDigit(runes[to-1]) {
		if runes[to-1] == '/' || runes[to-1] == ')' && bracket {
			break
		}
		to--
	}
	return from, to
}

func isAddress(chunk []rune) bool {
	if isOneOf(chunk[0], "#@") || slices.Contains(chunk, '@') {
		return true
	}
	s := string(chunk)
	return strings.Contains(s, "://") || strings.HasPrefix(strings.ToLower(s), "www.") || hasHost(chunk)
}

// hasHost finds a full stop between Latin letters or digits with at least two
// letters behind it: baq.kz, index.html. Initials (J.K.) are no host.
func hasHost(chunk []rune) bool {
	for i := 1; i+2 < len(chunk); i++ {
		if chunk[i] == '.' && isASCII(chunk[i-1]) && isASCIILetter(chunk[i+1]) && isASCIILetter(chunk[i+2]) {
			return true
		}
	}
	return false
}

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func isASCII(r rune) bool { return isASCIILetter(r) || r >= '0' && r <= '9' }
