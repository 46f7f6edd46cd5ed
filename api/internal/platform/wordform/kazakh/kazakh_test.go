package kazakh_test

import (
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/wordform/kazakh"
)

func words(readings []kazakh.Reading) (all []string) {
	for _, r := range readings {
		all = append(all, r.Word)
	}
	return all
}

// TestReadings has a form of each rule, and beside it what the rule forbids.
func TestReadings(t *testing.T) {
	a := kazakh.New(kazakh.NewLexicon(strings.Fields(`мектеп кітап жүрек құлақ орын халық ауыз дауыс қала адам ада ана үй тау жыл бас
		жазу табу шығу оқу тану қою сүю келу әкелу айту көру бастау ету беру бару қарау бірігу тағы факт клуб қар`)))
	for form, want := range map[string]string{
		"мектептеріміздегі": "мектеп", "мектептеріміздегілердің": "мектеп", "мектебіміз": "мектеп", "кітабыңызға": "кітап", "кітаптікі": "кітап",
		"жүрегімнен": "жүрек", "құлағы": "құлақ", "орнында": "орын", "халқымыздың": "халық", "аузы": "ауыз", "даусы": "дауыс", "қалалардан": "қала", "қаламыздағы": "қала",
		"анасының": "ана", "үйіме": "үй", "үйіне": "үй", "тауға": "тау", "жылдар": "жыл", "фактісі": "факт", "клубтар": "клуб", "клубы": "клуб", "адамбыз": "адам", "адамдай": "адам",
		"жазды": "жазу", "жазылмаған": "жазу", "жазғандықтан": "жазу", "тауып": "табу", "табады": "табу", "шығыпты": "шығу", "шықпаймын": "шығу", "оқиды": "оқу", "оқыған": "оқу", "таниды": "тану",
		"қояды": "қою", "қойылды": "қою", "сүйеді": "сүю", "келсеңіз": "келу", "әкелмес": "әкелу", "айтқысы": "айту", "көргелі": "көру", "бастайтындар": "бастау", "етпейді": "ету", "беріңіз": "беру",
		"барғанша": "бару", "қарайық": "қарау", "барамыз": "бару", "берсін": "беру", "айтпақшы": "айту", "біріктіруі": "біріктіру", "жазуымызды": "жазу",
	} {
		if got := words(a.Read(form)); !slices.Contains(got, want) {
			t.Errorf("%s is read as %q, without %s", form, got, want)
		}
	}
	for form, never := range map[string]string{
		"адамға": "ада", "адамдар": "ада", "қалаға": "қал", "мектептар": "мектеп", "кітаптер": "кітап", "жылға": "жы", "үйіға": "үй", "таулер": "тау", "жазте": "жазу", "мектепда": "мектеп",
		"қаланда": "қала", "басты": "бастау", "қарда": "қарау",
	} {
		if got := words(a.Read(form)); slices.Contains(got, never) {
			t.Errorf("%s is read as %s", form, never)
		}
	}
}

func TestTypedWithoutKazakhLetters(t *testing.T) {
	a := kazakh.New(kazakh.NewLexicon([]string{"мектеп", "қазақ", "өзен", "білім", "қол", "көл", "жазу"}))
	for typed, want := range map[string]string{
		"мектептеримиздеги": "мектеп", "казактардын": "қазақ", "озенине": "өзен", "билимге": "білім", "былымге": "білім", "жазылган": "жазу", "кол": "қол көл",
	} {
		got := words(a.ReadTyped(typed))
		for _, w := range strings.Fields(want) {
			if !slices.Contains(got, w) {
				t.Errorf("%s is read as %q, without %s", typed, got, w)
			}
		}
	}
}

func TestWordsInNoList(t *testing.T) {
	a := kazakh.New(kazakh.NewLexicon([]string{"мектеп"}))
	for form, want := range map[string]string{
		"Бекежановтың": "бекежанов", "Зорлыбайға": "зорлыбай", "Тасжарғандағы": "тасжарған", "ильхандардан": "ильхан", "Самарқандқа": "самарқанд", "Бекежановга": "",
	} {
		got := a.Guess(strings.ToLower(form))
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) {
			t.Errorf("%s may be %q, want %q", form, got, want)
		}
	}
	if got := a.Guess("ағы"); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

func TestSpellings(t *testing.T) {
	for typed, want := range map[string]string{
		"mektep": "мектеп", "Qazaqstan": "казакстан", "qazaqstan": "казакстан", "kazakhstan": "казакстан", "ǵylym": "гилим", "ğylym": "гилим", "şymkent": "шимкент", "shymkent": "шимкент",
		"zhangyru": "жангиру", "aýyl": "ауил", "jaña": "жана", "مەكتەپ": "мектеп", "قازاقستان": "казакстан", "ٴبىلىم": "билим",
	} {
		if got := kazakh.Spellings(strings.ToLower(typed)); !slices.Contains(got, want) {
			t.Errorf("%s may be %q, without %s", typed, got, want)
		}
	}
	for _, other := range []string{"мектеп", "mекtep", "123", "", "中文", "πόλη"} {
		if got := kazakh.Spellings(other); got != nil {
			t.Errorf("%s may be %q", other, got)
		}
	}
	if got := kazakh.Spellings(strings.Repeat("yi", 5000)); len(got) > 24 {
		t.Errorf("%d spellings", len(got))
	}
}

// FuzzRead: nothing that may be sent breaks the reading, or takes long.
func FuzzRead(f *testing.F) {
	a := kazakh.New(nil)
	for _, seed := range []string{"", "ы", "мектептеріміздегі", "\xff\xfe", "ә\u0301", strings.Repeat("лар", 20), strings.Repeat("ыныңдағы", 7), strings.Repeat("ылыныс", 9), "нікінікінікі"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if runes := []rune(word); len(runes) > 60 {
			word = string(runes[:60])
		}
		for _, r := range append(a.Read(word), a.ReadTyped(word)...) {
			if r.Word == "" || r.Cut < 0 {
				t.Errorf("%q: %+v", word, r)
			}
		}
		a.Guess(word)
		a.GuessTyped(word)
		kazakh.Spellings(word)
	})
}
