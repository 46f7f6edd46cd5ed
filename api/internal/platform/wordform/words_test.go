package wordform_test

import (
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/wordform"
)

func TestWordsCutAsTokensDo(t *testing.T) {
	for _, text := range []string{
		"", "—«»", "Қазақстан-2030: ҰЛТ", "IMG_0042.JPG", "Семеи\u0306", "a\x00b \xff\xfe ж", "әғқ ңөұүһі", strings.Repeat("лар ", 1000), "\u202eтекст\u202c",
	} {
		composed := wordform.Composed(text)
		var words []string
		for _, w := range wordform.Words(composed) {
			words = append(words, w.Text)
			if got := strings.ToLower(composed[w.Start:w.End]); got != w.Text {
				t.Errorf("%q stands at %q", w.Text, got)
			}
		}
		if want := wordform.Tokens(composed); !slices.Equal(words, want) {
			t.Errorf("%q: %q, want %q", text, words, want)
		}
	}
}

func TestLatinLettersInACyrillicWord(t *testing.T) {
	for text, want := range map[string]string{"мeктeп": "мектеп", "Қaзaқстaн": "қазақстан", "covid": "covid", "мектеп": "мектеп"} {
		if got := wordform.Words(text)[0].Text; got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestMatcher(t *testing.T) {
	for query, texts := range map[string][2]string{
		"мектеп":    {"мектептеріміздің", "мекеме"},
		"казакстан": {"қазақстанда", "казахи"},
		"ёлка":      {"елки", "елена"},
		"школа":     {"школу", "шкала"},
		"2030":      {"2030", "2031"},
	} {
		m := wordform.NewMatcher(wordform.Stems(query))
		for range 2 {
			if !m.Matches(texts[0]) || m.Matches(texts[1]) {
				t.Errorf("%s: %v, %v", query, m.Matches(texts[0]), m.Matches(texts[1]))
			}
		}
	}
	if wordform.NewMatcher(nil).Matches("") {
		t.Error("nothing was found in nothing")
	}
}
