package proofread_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/proofread"
)

// assertSound holds what is true of the findings of any text.
func assertSound(t *testing.T, text string, findings []proofread.Finding) {
	t.Helper()
	if len(findings) > proofread.Limit {
		t.Fatalf("%d findings", len(findings))
	}
	units := utf16.Encode([]rune(text))
	last, ends := 0, map[proofread.Code]int{}
	for _, f := range findings {
		switch {
		case f.Start < 0 || f.End <= f.Start || f.End > len(units):
			t.Fatalf("%+v is out of %d units", f, len(units))
		case string(utf16.Decode(units[f.Start:f.End])) != f.Text:
			t.Fatalf("%+v, but there stands %q", f, string(utf16.Decode(units[f.Start:f.End])))
		case f.Start < last:
			t.Fatalf("%+v is out of order", f)
		case f.Start < ends[f.Code]:
			t.Fatalf("%+v overlaps another", f)
		case f.Suggestion == f.Text:
			t.Fatalf("%+v suggests what stands there", f)
		case !slices.Contains(proofread.Codes(), f.Code):
			t.Fatalf("%+v has an unknown code", f)
		}
		last, ends[f.Code] = f.Start, f.End
	}
}

func TestOffsetsAreUTF16(t *testing.T) {
	text := "👩‍🚀𝐁 екі  бос 🇰🇿 Қaзақ"
	findings := proofread.Check("kk", text)
	assertSound(t, text, findings)
	if len(findings) != 2 || findings[0].Start != 11 || findings[0].End != 13 || findings[1].Start != 22 || findings[1].End != 27 {
		t.Errorf("%+v", findings)
	}
}

// A million characters of anything are read in a time that grows with their
// number; a tenth of them in the quick run. A rule that went over the rest of
// the text for each of its characters would take hours.
func TestHostile(t *testing.T) {
	size := 1_000_000
	if testing.Short() {
		size = 100_000
	}
	for name, piece := range map[string]string{
		"one word": "қ", "one mixed word": "қa", "quotes": `"`, "guillemets": "«", "closing": "»", "pairs": "«»", "low": "„", "english": "“”",
		"both": "«„", "mixed marks": "«\"„", "brackets": "(", "crossed": "([", "closed": ")]", "marks": "\u0301", "invalid": "\xff", "NUL": "\x00",
		"RTL": "\u202eабв ", "stops": ".", "exclamation": "! !", "spaces": " ", "lines": "\n", "hyphens": " - ", "repeated": "және ", "ats": "@ ",
		"addresses": "a.kz/( ", "one address": "a@", "slips": "Казакстаннын ", "endings": "даларынданындатын ", "roman": "ІX ", "i": "і ", "emoji": "👩‍🚀",
		"commas": "а,", "quoted lines": "«а\n", "digits": "1) ", "arabic": "قازاق ", "high": "\U0010ffff", "latin": "c ",
	} {
		text := strings.Repeat(piece, size/len([]rune(piece)))
		for _, language := range []lang.Code{"kk", "ru"} {
			start := time.Now()
			findings := proofread.CheckHeadline(language, text)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s, %s: %s", name, language, took)
			}
			assertSound(t, text, findings)
		}
	}
}

func TestLimit(t *testing.T) {
	text := "Басында  екі бос орын. " + strings.Repeat("қaзақ  ,, ", 2_000)
	if got := len(proofread.Check("kk", text)); got != proofread.Limit {
		t.Errorf("%d findings", got)
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"Қaзaқстан ушин  , \"да\" («а\nб»", "👩‍🚀 - мiр,, c июля", "\xffа\u0301a .", "a@b.kz (https://x.kz/(а)) #қ", "ІХ XIX Казакстаннын каласындагы.Осы",
		"ҚАЗАҚСТАН АШЫЛДЫ.", "“”„»«", "И̇і ǅа ß", "бул бул бір бір",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, language := range []lang.Code{"kk", "ru", "en"} {
			assertSound(t, text, proofread.CheckHeadline(language, text))
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	text := strings.Repeat("Қазақстан Республикасының Үкіметі ауыл шаруашылығын дамытуға арналған «Даму» бағдарламасын бекiтті , - деді ол. ", 9_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	b.ReportMetric(float64(len([]rune(text))), "characters/op")
	for b.Loop() {
		proofread.Check("kk", text)
	}
}
