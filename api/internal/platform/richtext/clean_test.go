package richtext

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Every character, and every pair of bytes that begins like one of two, is judged as the
// rule for text says.
func TestWhatIsCleanIsLeftAsItIs(t *testing.T) {
	rule := func(s string) string { return norm.NFC.String(strings.Map(keep, s)) }
	check := func(s string) {
		if isClean(s) && rule(s) != s {
			t.Errorf("%q is taken for clean, and is to become %q", s, rule(s))
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		check("ә" + string(r) + "і")
	}
	for first := 0x80; first <= 0xff; first++ {
		check("ә" + string([]byte{byte(first)}))
		for second := range 0x100 {
			check("ә" + string([]byte{byte(first), byte(second)}))
		}
	}
	for _, ordinary := range []string{"", "Қазақстан Республикасының Үкіметі — «қаулы»", "3,5 % – BAQ.KZ", "Ёлка ғөһә ӘҒҚҢӨҰҮҺІ"} {
		if !isClean(ordinary) {
			t.Errorf("%q is looked at closely", ordinary)
		}
	}
}

func TestWordsAreCountedByCharacter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		want := 1
		if unicode.IsSpace(r) {
			want = 2
		}
		if got := CountWords("ә" + string(r) + "і"); got != want {
			t.Errorf("%q between two letters: %d words, want %d", r, got, want)
		}
	}
}
