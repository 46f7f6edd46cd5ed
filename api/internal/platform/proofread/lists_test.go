package proofread_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"baq.kz/portal/api/internal/platform/proofread"
)

const alphabet = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

// listOf reads a word list and holds its shape: one word a line, in the order
// of the alphabet, none twice.
func listOf(t *testing.T, file string, shape *regexp.Regexp) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		word := strings.TrimSuffix(line, "\n")
		if !shape.MatchString(word) || utf8.RuneCountInString(word) < 3 || utf8.RuneCountInString(word) > 30 {
			t.Errorf("%s: %q has not the shape of a word", file, word)
		}
		if n := len(words); n > 0 && slices.Compare(order(words[n-1]), order(word)) >= 0 {
			t.Errorf("%s: %q stands behind %q", file, word, words[n-1])
		}
		words = append(words, word)
	}
	return words
}

func order(word string) []int {
	var places []int
	for _, r := range strings.ToLower(word) {
		places = append(places, strings.IndexRune(alphabet, r))
	}
	return places
}

func TestLists(t *testing.T) {
	words := listOf(t, "keyboard_words.txt", regexp.MustCompile(`^([А-ЯӘҒҚҢӨҰҮҺІ]?[а-яёәғқңөұүһі]+|АҚШ)$`))
	spared := listOf(t, "keyboard_spared.txt", regexp.MustCompile(`^[а-яёәғқңөұүһі]+$`))
	if len(words) < 1_000 || len(spared) < 20 {
		t.Fatalf("only %d and %d words", len(words), len(spared))
	}
	right := map[string]bool{}
	for _, w := range words {
		right[strings.ToLower(w)] = true
	}
	for _, w := range words {
		slip := russianLayout.Replace(strings.ToLower(w))
		if slip == strings.ToLower(w) || right[slip] || slices.Contains(spared, slip) {
			t.Errorf("%q has no slip, or one that is a right word: %q", w, slip)
		}
	}
	for _, w := range spared {
		if right[w] {
			t.Errorf("%q is in both lists", w)
		}
	}
	assertNoSlips(t, append(words, spared...))
}

// assertNoSlips holds that no right word is taken for a slip of another.
func assertNoSlips(t *testing.T, words []string) {
	t.Helper()
	for _, w := range words {
		if got := found(proofread.Check("kk", w), proofread.KeyboardSlip); got != nil {
			t.Errorf("%q is right, but: %q", w, got)
		}
	}
}
