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

// TestRealForms holds pairs from the treebanks (Universal Dependencies: Kazakh KTB,
// Russian GSD) against a floor, and how often a word finds what is none of its forms.
func TestRealForms(t *testing.T) {
	for _, set := range []struct {
		file   string
		floors map[string]float64 // by the kind of word; verbs are a bonus
	}{
		{"kk_query_form_pairs.jsonl", map[string]float64{"nominal": 0.95, "name": 0.95, "verb": 0.65}},
		{"ru_query_form_pairs.jsonl", map[string]float64{"nominal": 0.90, "name": 0.85, "verb": 0.60}},
	} {
		pairs := realPairs(t, set.file)
		found, all := map[string]int{}, map[string]int{}
		for _, p := range pairs {
			all[p.Kind]++
			if finds(p.Query, p.Form) {
				found[p.Kind]++
			}
		}
		wrong, strangers := 0, 0
		for i, p := range pairs[:200] {
			other := pairs[(i+len(pairs)/2)%len(pairs)]
			for _, q := range pairs[200:260] {
				if q.Lemma != p.Lemma && q.Query != p.Query {
					strangers++
					if finds(p.Query, q.Form) {
						wrong++
					}
				}
			}
			if p.Lemma != other.Lemma && p.Query != other.Query && finds(p.Query, other.Form) {
				wrong++
			}
		}
		t.Logf("%s: %v of %v found; %d of %d strangers found", set.file, found, all, wrong, strangers)
		for kind, floor := range set.floors {
			if share := float64(found[kind]) / float64(all[kind]); share < floor {
				t.Errorf("%s, %s: %.3f are found", set.file, kind, share)
			}
		}
		if wrong*1000 > strangers {
			t.Errorf("%s: %d of %d strangers are found", set.file, wrong, strangers)
		}
	}
}

type pair struct{ Query, Form, Kind, Lemma string }

func realPairs(t *testing.T, name string) (pairs []pair) {
	t.Helper()
	file, err := os.Open("../../../../../shared/data/search/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no real pairs here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
	}
	if lines.Err() != nil || len(pairs) < 1000 {
		t.Fatal(len(pairs), lines.Err())
	}
	return pairs
}
