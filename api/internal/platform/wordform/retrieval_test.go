package wordform_test

import (
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/wordform"
)

// score is what a search does to real sentences, over all queries at once.
type score struct{ right, wrong, missed int }

func (s score) precision() float64 { return float64(s.right) / float64(max(1, s.right+s.wrong)) }
func (s score) recall() float64    { return float64(s.right) / float64(max(1, s.right+s.missed)) }
func (s score) f1() float64 {
	return 2 * float64(s.right) / float64(max(1, 2*s.right+s.wrong+s.missed))
}

// retrieve looks for the dictionary word of each pair in all sentences. Those with a
// form of it, or with itself, are to be found, and no others.
func retrieve(t *testing.T, language wordform.Language, pairs []pair, typed func(string) string, kinds ...string) (s score, wrong map[string][]string) {
	t.Helper()
	sentences := map[string][]string{}
	index := map[string]map[string]bool{}
	for _, p := range pairs {
		if sentences[p.Sentence] != nil {
			continue
		}
		words := wordform.Words(wordform.Composed(p.Sentence))
		found := map[string]bool{}
		for _, w := range words {
			sentences[p.Sentence] = append(sentences[p.Sentence], w.Text)
			for _, lexeme := range wordform.Indexed(w.Text, language) {
				found[lexeme] = true
			}
		}
		index[p.Sentence] = found
	}
	forms := map[string][]string{}
	for _, p := range pairs {
		if slices.Contains(kinds, p.Kind) {
			q := strings.ToLower(p.Query)
			forms[q] = append(forms[q], strings.ToLower(p.Form), q)
		}
	}
	wrong = map[string][]string{}
	for q, all := range forms {
		stems := wordform.Stems(typed(q))
		for sentence, words := range sentences {
			has := slices.ContainsFunc(words, func(w string) bool { return slices.Contains(all, w) })
			found := slices.ContainsFunc(stems, func(stem string) bool { return index[sentence][stem] })
			switch {
			case has && found:
				s.right++
			case found:
				s.wrong++
				for _, w := range words {
					if slices.ContainsFunc(wordform.Indexed(w, language), func(l string) bool { return slices.Contains(stems, l) }) {
						wrong["+"+q] = append(wrong["+"+q], w)
					}
				}
			case has:
				s.missed++
				for _, w := range words {
					if slices.Contains(all, w) {
						wrong["-"+q] = append(wrong["-"+q], w)
					}
				}
			}
		}
	}
	return s, wrong
}

func asIs(word string) string { return word }

func TestRetrieval(t *testing.T) {
	// The alphabet of 2021.
	latin := strings.NewReplacer("а", "a", "ә", "ä", "б", "b", "в", "v", "г", "g", "ғ", "ğ", "д", "d", "е", "e", "ж", "j", "з", "z", "и", "i", "й", "i", "к", "k", "қ", "q", "л", "l",
		"м", "m", "н", "n", "ң", "ñ", "о", "o", "ө", "ö", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ұ", "ū", "ү", "ü", "ф", "f", "х", "h", "һ", "h", "ш", "ş", "ы", "y", "і", "ı", "э", "e", "я", "ia", "ю", "iu", "ц", "ts", "ч", "ch", "ь", "")
	kk, ru := realPairs(t, "kk_query_form_pairs.jsonl"), realPairs(t, "ru_query_form_pairs.jsonl")
	for _, one := range []struct {
		name     string
		language wordform.Language
		pairs    []pair
		typed    func(string) string
		kinds    []string
		floor    float64
	}{
		{"Kazakh nouns, adjectives and names", wordform.Kazakh, kk, asIs, []string{"nominal", "name"}, 0.95},
		{"Kazakh verbs", wordform.Kazakh, kk, asIs, []string{"verb"}, 0.86},
		{"the same nouns on a Russian keyboard", wordform.Kazakh, kk, wordform.Typed, []string{"nominal", "name"}, 0.85},
		{"and in Latin letters", wordform.Kazakh, kk, latin.Replace, []string{"nominal", "name"}, 0.85},
		// The Russian pairs are a sample of the forms in their sentences: precision means little.
		{"Russian nouns, adjectives and names", wordform.Russian, ru, asIs, []string{"nominal", "name"}, 0.75},
	} {
		s, wrong := retrieve(t, one.language, one.pairs, one.typed, one.kinds...)
		t.Logf("%s: precision %.3f, recall %.3f, F1 %.3f", one.name, s.precision(), s.recall(), s.f1())
		if s.f1() < one.floor {
			t.Errorf("%s: F1 is %.3f", one.name, s.f1())
		}
		if testing.Verbose() && one.language == wordform.Kazakh && one.name[0] == 'K' {
			for q, words := range wrong {
				t.Log(q, words)
			}
		}
	}
}

// TestLookAlikes: forms of one word meet, words that only look alike do not.
func TestLookAlikes(t *testing.T) {
	joined, all := map[bool]int{}, map[bool]int{}
	for _, p := range lines[struct {
		A, B string
		Same bool `json:"same_lemma"`
	}](t, "kk_cross_form_pairs.jsonl") {
		all[p.Same]++
		meets := func(a, b string) bool {
			return slices.ContainsFunc(wordform.Stems(a), func(l string) bool { return slices.Contains(wordform.Indexed(b, wordform.Kazakh), l) })
		}
		if meets(p.A, p.B) || meets(p.B, p.A) {
			joined[p.Same]++
			if !p.Same && testing.Verbose() {
				t.Log("joined", p.A, p.B)
			}
		} else if p.Same && testing.Verbose() {
			t.Log("apart", p.A, p.B)
		}
	}
	wrong, right := float64(joined[false])/float64(all[false]), float64(joined[true])/float64(all[true])
	t.Logf("%.3f of %d look-alikes are joined, %.3f of %d forms of one word", wrong, all[false], right, all[true])
	if wrong > 0.05 || right < 0.85 {
		t.Error("too many are joined, or too few")
	}
}

func TestNounForms(t *testing.T) {
	found, all, lexemes := 0, 0, 0
	for _, p := range lines[struct{ Lemma, Form string }](t, "kk_unimorph_nouns_sample.jsonl") {
		all++
		indexed := wordform.Indexed(strings.ToLower(p.Form), wordform.Kazakh)
		lexemes += len(indexed)
		if slices.ContainsFunc(wordform.Stems(p.Lemma), func(l string) bool { return slices.Contains(indexed, l) }) {
			found++
		} else if testing.Verbose() {
			t.Log(p.Lemma, p.Form, indexed)
		}
	}
	share := float64(found) / float64(all)
	t.Logf("%.3f of %d forms are found, %.2f lexemes a word", share, all, float64(lexemes)/float64(all))
	if share < 0.95 {
		t.Error("too few")
	}
}
