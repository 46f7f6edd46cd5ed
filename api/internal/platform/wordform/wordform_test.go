package wordform_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/wordform"
)

// finds tells whether a query finds a text.
func finds(query, text string) bool {
	lexemes := wordform.Lexemes(text)
	for _, word := range wordform.Tokens(query) {
		if !slices.ContainsFunc(wordform.Stems(word), func(stem string) bool { return slices.Contains(lexemes, stem) }) {
			return false
		}
	}
	return true
}

func TestTokens(t *testing.T) {
	for text, want := range map[string][]string{
		"":                    {},
		" \n—«»…":             {},
		"Қазақстан-2030: ҰЛТ": {"қазақстан", "2030", "ұлт"},
		"IMG_0042.JPG":        {"img", "0042", "jpg"},
		"Семеи\u0306":         {"семей"},
	} {
		if got := wordform.Tokens(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestHostileWords(t *testing.T) {
	if got := wordform.Stems(""); got != nil {
		t.Error(got)
	}
	if got := wordform.Lexemes(); got == nil || len(got) != 0 {
		t.Error(got)
	}
	for _, word := range []string{"ы", "у", "'", "\\", "ә\u0301", "\xff", strings.Repeat("лар", 100_000)} {
		for _, stem := range wordform.Stems(word) {
			if len(stem) > 2*60+2 {
				t.Errorf("a stem of %d bytes", len(stem))
			}
		}
	}
	one := wordform.Lexemes("Мектеп мектептер", "мектеп")
	if !reflect.DeepEqual(one, wordform.Lexemes("мектептер МЕКТЕП")) {
		t.Error(one)
	}
}

func TestFormsFindEachOther(t *testing.T) {
	for query, text := range map[string]string{
		"мектеп": "Ұлытауда жаңа мектептердің ашылуы", "кітап": "кітаптарымыздан", "кітабы": "кітап", "құлақ": "құлағы", "Астана": "Астанадағы", "қазақстан": "Қазақстанға",
		"казакстан": "қазақстанның", "билим": "білімге", "алаңында": "алаң", "мектептерде": "мектебіміздің", "ашылу": "ашылды",
		"школа": "возле школы", "ёлка": "елки", "елка": "Ёлку", "дети в школе": "Дети идут в школу", "президент": "президентом", "Токаев": "Токаеву",
	} {
		if !finds(query, text) {
			t.Errorf("%q does not find %q", query, text)
		}
	}
	for query, text := range map[string]string{
		"мектеп": "мекеме", "ат": "атлас", "тау": "теңіз", "школа": "шкала", "ұл": "ұлт", "бала": "балық", "дала": "дәлел",
	} {
		if finds(query, text) {
			t.Errorf("%q finds %q", query, text)
		}
	}
}

type pair struct{ Query, Form, Kind, Lemma, Sentence string }

func realPairs(t *testing.T, name string) []pair { return lines[pair](t, name) }

// lines are the lines of a file of real words; the test is skipped where there is none.
func lines[T any](t *testing.T, name string) (all []T) {
	t.Helper()
	file, err := os.Open("../../../../../shared/data/search/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no real words here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		var one T
		if err := json.Unmarshal(scanner.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if scanner.Err() != nil || len(all) < 1000 {
		t.Fatal(len(all), scanner.Err())
	}
	return all
}
