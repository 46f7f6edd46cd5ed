package kazscript_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"baq.kz/portal/api/internal/platform/kazscript"
)

// texts are news of a language out of a file of the shared data.
func texts(t testing.TB, file, language string) []string {
	t.Helper()
	in, err := os.Open(filepath.Join("../../../../../shared/data/news", file))
	if err != nil {
		t.Skip("the news are not here")
	}
	defer func() { _ = in.Close() }()
	var out []string
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var one struct{ Lang, Title, Body string }
		if json.Unmarshal(lines.Bytes(), &one) == nil && (one.Lang == language) && one.Body != "" {
			out = append(out, one.Title+"\n"+one.Body)
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s has no texts in %s", file, language)
	}
	return out
}

// TestRealTexts: of Kazakh news hardly a sentence is taken for Russian, and no Cyrillic
// letter is left but in what is.
func TestRealTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	for _, name := range []string{"latin-2018", "latin-2021", "arabic-tote"} {
		c := converter(t, name)
		words, kept := 0, 0
		var examples []string
		for _, text := range texts(t, "kk_official_2011-2015.jsonl", "kk") {
			words += len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }))
			for word := range strings.FieldsFuncSeq(c.Text(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
				if strings.ContainsFunc(word, func(r rune) bool { return r >= 0x400 && r < 0x530 }) {
					kept++
					if len(examples) < 20 {
						examples = append(examples, word)
					}
				}
			}
		}
		t.Logf("%s: %d of %d words stay Cyrillic: %v", name, kept, words, examples)
		if kept*500 > words {
			t.Errorf("%s: %d of %d words stay Cyrillic", name, kept, words)
		}
	}
}

// TestRoundTrips: words of the letters that an alphabet keeps apart come back as they were.
func TestRoundTrips(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	for name, least := range map[string]int{"latin-2018": 90, "latin-2021": 90, "arabic-tote": 70} {
		a := alphabets(t)[name]
		seen, right, wrong := map[string]bool{}, 0, []string{}
		for _, text := range texts(t, "kk_official_2011-2015.jsonl", "kk") {
			for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
				if seen[word] || strings.ContainsFunc(word, func(r rune) bool { return r < 0x400 || r >= 0x530 }) {
					continue
				}
				seen[word] = true
				if a.RoundTrips(word) {
					right++
				} else if !strings.ContainsAny(word, "ёцщъьэюяфвчһ") && len(wrong) < 25 {
					wrong = append(wrong, word+"→"+a.Back(kazscript.New(a, kazscript.Exceptions{}).Text(word)))
				}
			}
		}
		t.Logf("%s: %d of %d words come back: %v", name, right, len(seen), wrong)
		if right*100 < least*len(seen) {
			t.Errorf("%s: only %d of %d words come back", name, right, len(seen))
		}
	}
}

// BenchmarkText writes news in each alphabet.
func BenchmarkText(b *testing.B) {
	all := texts(b, "kk_official_2011-2015.jsonl", "kk")
	text := strings.Join(all[:min(len(all), 40)], "\n")
	for _, name := range []string{"latin-2018", "latin-2021", "arabic-tote"} {
		c := converter(b, name, kazscript.Exception{Stem: "Қазинформ", Form: "Kazinform"})
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				c.Text(text)
			}
		})
	}
}
