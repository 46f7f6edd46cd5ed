package proofread_test

import (
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/proofread"
)

var (
	cyrillicWords = regexp.MustCompile(`\p{Cyrillic}+`)
	russianLayout = strings.NewReplacer("ә", "а", "қ", "к", "ғ", "г", "ң", "н", "ө", "о", "ұ", "у", "ү", "у", "һ", "х", "і", "и",
		"Ә", "А", "Қ", "К", "Ғ", "Г", "Ң", "Н", "Ө", "О", "Ұ", "У", "Ү", "У", "Һ", "Х", "І", "И")
)

// planted counts mistakes that were put into real sentences.
type planted struct{ all, found, mended int }

func (p planted) recall() float64 { return float64(p.found) / float64(p.all) }

// plant puts wrong in the place of a word and looks whether the check sees it.
func (p *planted) plant(language lang.Code, sentence string, at []int, wrong string, code proofread.Code) {
	p.all++
	before := len([]rune(sentence[:at[0]]))
	for _, f := range proofread.Check(language, sentence[:at[0]]+wrong+sentence[at[1]:]) {
		if f.Code == code && f.Start == before && f.Text == wrong {
			p.found++
			if f.Suggestion == sentence[at[0]:at[1]] {
				p.mended++
			}
		}
	}
}

// A word of the list typed in the Russian layout is found in sentences that
// the list was not made from; and so are most Kazakh words of such sentences.
func TestPlantedSlips(t *testing.T) {
	list, err := os.ReadFile("keyboard_words.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		listed[strings.TrimSpace(line)] = true
	}
	var ofList, any planted
	for _, sentence := range news(t, "kkru_sib200.jsonl", "kkru_xwmt_news.jsonl")["kk"].texts {
		for _, at := range cyrillicWords.FindAllStringIndex(sentence, -1) {
			word := sentence[at[0]:at[1]]
			wrong := russianLayout.Replace(word)
			if wrong == word {
				continue
			}
			any.plant("kk", sentence, at, wrong, proofread.KeyboardSlip)
			if listed[word] {
				ofList.plant("kk", sentence, at, wrong, proofread.KeyboardSlip)
			}
		}
	}
	t.Logf("words of the list: %.1f %% of %d found, %d mended rightly", 100*ofList.recall(), ofList.all, ofList.mended)
	t.Logf("all words with Kazakh letters: %.1f %% of %d found, %d mended rightly", 100*any.recall(), any.all, any.mended)
	if ofList.all < 5_000 || ofList.recall() < 0.95 || any.recall() < 0.5 {
		t.Error("too few are found")
	}
	if any.mended*100 < any.found*95 {
		t.Error("too few suggestions are right")
	}
}

// One Latin letter in a Cyrillic word is found, whichever it is.
func TestPlantedLookAlikes(t *testing.T) {
	latin := map[rune]rune{
		'а': 'a', 'с': 'c', 'е': 'e', 'о': 'o', 'р': 'p', 'х': 'x', 'у': 'y', 'і': 'i', 'к': 'k', 'м': 'm', 'т': 't', 'һ': 'h', 'ә': 'ə', 'ө': 'ɵ',
		'А': 'A', 'В': 'B', 'С': 'C', 'Е': 'E', 'Н': 'H', 'К': 'K', 'М': 'M', 'О': 'O', 'Р': 'P', 'Т': 'T', 'Х': 'X', 'У': 'Y', 'І': 'I', 'Ә': 'Ə',
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for language, published := range news(t, "kkru_sib200.jsonl", "kkru_xwmt_news.jsonl") {
		var p planted
		for _, sentence := range published.texts {
			words := cyrillicWords.FindAllStringIndex(sentence, -1)
			if len(words) == 0 {
				continue
			}
			at := words[chance.IntN(len(words))]
			letters := []rune(sentence[at[0]:at[1]])
			i := chance.IntN(len(letters))
			if len(letters) < 3 || latin[letters[i]] == 0 {
				continue
			}
			letters[i] = latin[letters[i]]
			p.plant(language, sentence, at, string(letters), proofread.LookAlike)
		}
		t.Logf("%s: %.1f %% of %d found, %d mended rightly", language, 100*p.recall(), p.all, p.mended)
		if p.all < 300 || p.recall() < 0.95 || p.mended*100 < p.found*95 {
			t.Errorf("%s: too few are found or mended", language)
		}
	}
}
