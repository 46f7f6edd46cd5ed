package proofread_test

import (
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/proofread"
)

// found are the findings of one code as "text>suggestion".
func found(findings []proofread.Finding, code proofread.Code) []string {
	var all []string
	for _, f := range findings {
		if f.Code == code {
			all = append(all, f.Text+">"+f.Suggestion)
		}
	}
	return all
}

// example is a text and what one rule finds in it: nothing, or each finding.
type example struct {
	language lang.Code
	text     string
	want     []string
}

func assertFound(t *testing.T, code proofread.Code, examples []example) {
	t.Helper()
	for _, e := range examples {
		if got := found(proofread.Check(e.language, e.text), code); !slices.Equal(got, e.want) {
			t.Errorf("%s %q: %q, want %q", e.language, e.text, got, e.want)
		}
	}
}

func TestLookAlike(t *testing.T) {
	assertFound(t, proofread.LookAlike, []example{
		{"kk", "Қaзaқстан", []string{"Қaзaқстан>Қазақстан"}},
		{"kk", "мемлекеттiк жəне Aстана", []string{"мемлекеттiк>мемлекеттік", "жəне>және", "Aстана>Астана"}},
		{"kk", "бюджет yшін", []string{"yшін>үшін"}}, // y for ү: the word list knows
		{"kk", "ҚЫЗМЕТI", []string{"ҚЫЗМЕТI>ҚЫЗМЕТІ"}},
		{"kk", "MВД", []string{"MВД>МВД"}},
		{"ru", "мiр и Казахстанi", []string{"мiр>мир", "Казахстанi>Казахстани"}},
		{"ru", "Әлiхан", []string{"Әлiхан>Әліхан"}},
		{"ru", "связан c системой", []string{"c>с"}},
		{"ru", "C июля 1996 года", []string{"C>С"}},
		{"ru", "YоuТubе, Сisco и еGov", []string{"YоuТubе>YouTube", "Сisco>Cisco", "еGov>eGov"}},
		{"ru", "и\u0306oгa", []string{"и\u0306oгa>и\u0306ога"}},
		// Meant so.
		{"kk", "IT-компания, SIM-карта, Wi-Fi, USD, COVIDтен, CEOсы, SMSке, IMAXта, iPhoneның", nil},
		{"kk", "XIX-ғасыр, ІІ, ХIХ ғасыр, IV тоқсан", nil},
		{"kk", "eҚазына, iКомпания, Apple, cookie", nil},
		{"kk", "А4, Т34, KZ123АВ, 3D-модель", nil},
		{"kk", "«Ақпарат» БАҚ-та info@bаq.kz, https://baq.kz/жаңа_nеws, #Қазaқстан, @бaқыт, baq.kzда", nil},
		{"ru", "витамин C, группа A, vitamin c", nil},
		{"ru", "α-частица и ΔТ", nil},
	})
}

func TestKeyboardSlip(t *testing.T) {
	assertFound(t, proofread.KeyboardSlip, []example{
		{"kk", "Казакстан ушин екинши жумыс", []string{"Казакстан>Қазақстан", "ушин>үшін", "екинши>екінші", "жумыс>жұмыс"}},
		{"kk", "улттык казак жана", []string{"улттык>ұлттық", "казак>қазақ", "жана>жаңа"}},
		{"kk", "Қазакстан, ҚАЗАКСТАН, казақстан", []string{"Қазакстан>Қазақстан", "ҚАЗАКСТАН>ҚАЗАҚСТАН", "казақстан>Қазақстан"}}, // half a slip
		{"kk", "Казакстаннын бугин", []string{"Казакстаннын>Қазақстанның", "бугин>бүгін"}},
		{"kk", "каласында, Укиметтин", []string{"каласында>қаласында", "Укиметтин>Үкіметтің"}},
		{"kk", "Бул жаңалық", []string{"Бул>Бұл"}},
		{"kk", "быр қазақтын", []string{"быр>бір", "қазақтын>қазақтың"}},
		// Right, or nobody knows.
		{"kk", "Бұл үшін бір жаңа қазақ күні, Қазақстанның, қалатын, қалайтын, басқанын", nil},
		{"kk", "туралы болу карт тур кен тартып созды жанады", nil},
		{"kk", "Ким Чен Ын, Кун, МЫН", nil}, // names and abbreviations
		{"kk", "ЖОО-дарының, NKG-дің", nil},
		{"kk", "Қазаkстан", nil}, // a look-alike
		{"ru", "казак ушин жана", nil},
	})
}

func TestWrongLanguageLetters(t *testing.T) {
	assertFound(t, proofread.WrongLanguageLetters, []example{
		{"ru", "Казахстані и мір", []string{"Казахстані>Казахстани", "мір>мир"}},
		{"ru", "В столиці прошёл форум", []string{"столиці>столици"}},
		{"ru", "Әлихан, Қазақстан, Ілияс, ІІ съезд, «Білім» и «Жібек жолы»", nil},
		{"ru", "Айтатын пікір жетеді, деді ол", nil}, // a line in Kazakh
		{"ru", "Володимир Київіський, Орал медресесі", nil},
		{"kk", "бір мір", nil},
	})
}

func TestSpaces(t *testing.T) {
	assertFound(t, proofread.DoubleSpace, []example{
		{"kk", "бір  екі \u00a0 үш", []string{"  > ", " \u00a0 > "}},
		{"kk", "бір екі\nүш \n төрт", nil},
	})
	assertFound(t, proofread.SpaceBeforePunctuation, []example{
		{"ru", "Да , нет . Что ? Вот !", []string{" ,>,", " .>.", " ?>?", " !>!"}},
		{"ru", "Он … и — вот ... .kz .NET ,5 3 : 1 :) « а »", nil},
		{"ru", "\n , с начала строки", nil},
	})
	assertFound(t, proofread.NoSpaceAfterPunctuation, []example{
		{"ru", "Да,нет.Потом", []string{",>, ", ".>. "}},
		{"kk", "кездесті.Келіссөздер болды;сонымен бірге", []string{".>. ", ";>; "}},
		{"kk", "болды.сонымен", []string{".>. "}},
		{"ru", "10.5, 10:30, т.д., т.б., А.С.Пушкин, г.Астана, кв.м, https://baq.kz/а,б, baq.kz", nil},
		{"kk", "Б.Момышұлы, ҚР.Үкімет, мемлекет.қаз, 2,5 млн", nil},
	})
}

func TestPunctuation(t *testing.T) {
	assertFound(t, proofread.RepeatedPunctuation, []example{
		{"ru", "Да!! Что?? Ну,, вот.. конец.....", []string{"!!>!", "??>?", ",,>,", "..>", ".....>…"}},
		{"ru", ",,Слово", []string{",,>«"}},
		{"ru", "Ну... Да?.. Вот!.. Как?! https://a.kz/..//", nil},
	})
	assertFound(t, proofread.StraightQuotes, []example{
		{"ru", `Завод "Алмаз", ("Да")`, []string{`">«`, `">»`, `">«`, `">»`}},
		{"kk", `"Қазақ"` + "\n" + `"үні"`, []string{`">«`, `">»`, `">«`, `">»`}},
		{"ru", `телевизор 43" и «Алмаз»`, nil},
		{"en", `The "Times"`, nil},
	})
	assertFound(t, proofread.HyphenAsDash, []example{
		{"kk", "Астана - бас қала\n- Сәлем!", []string{"->–", "->–"}},
		{"kk", "тау-тау, 2011-2015, – деді ол, IT-компания -5", nil},
	})
}

func TestRepeatedWord(t *testing.T) {
	assertFound(t, proofread.RepeatedWord, []example{
		{"kk", "ол және және бұл", []string{"және және>және"}},
		{"ru", "В в Москве на на на", []string{"В в>В", "на на>на"}},
		{"kk", "бір бір, көп көп, да да, тау-тау, әр әр", nil},
		{"ru", "Бора Бора, да, да. Да да-да 5 5 это. Это", nil},
		{"kk", "жыл-жыл жыл, 2-ші ші", nil},
	})
}

func TestUnpaired(t *testing.T) {
	assertFound(t, proofread.UnpairedQuote, []example{
		{"ru", "«Да и нет", []string{"«>"}},
		{"ru", "Да» и „нет", []string{"»>", "„>"}},
		{"ru", "«Да» и “нет” и „так“ и «так „вот“»", nil},
		{"ru", "ТОО «Концерн «Алмаз»", nil},           // one closing mark for two
		{"ru", "«Первый абзац.\nВторой абзац»", nil},  // a quotation of two paragraphs
		{"ru", "«Да\" и \"нет»", nil},                 // mended as straight ones
		{"ru", "«Да\nнет „так", []string{"«>", "„>"}}, // in the order of the text
	})
	assertFound(t, proofread.UnpairedBracket, []example{
		{"ru", "Да (нет [так)", []string{"(>", "[>", ")>"}},
		{"ru", "Да (нет\nтак)", []string{"(>", ")>"}},
		{"ru", "1) да; а) нет; (так [вот]) :) https://ru.wikipedia.org/wiki/Баку_(город)", nil},
	})
}

func TestHeadline(t *testing.T) {
	long := strings.Repeat("Сөз ", 22) + "тақырып" // 95 characters
	for text, want := range map[string]string{
		"Қазақстанда жаңа мектеп ашылды":     "",
		"Жаңа мектеп ашылды.":                "headline_full_stop:ашылды.>ашылды",
		"В Астане «открыли школу».":          "headline_full_stop:».>»",
		"Школа открыта...":                   "",
		"Выделено 5 млрд.":                   "",
		"Азық-түлік т.б.":                    "",
		"Школа?":                             "",
		long:                                 "headline_long:қырып>",
		strings.Repeat("😀", 90):              "",
		"  " + strings.Repeat("😀", 91) + " ": "headline_long:😀>",
		"ҚАЗАҚСТАНДА МЕКТЕП АШЫЛДЫ":          "headline_all_caps:ҚАЗАҚСТАНДА МЕКТЕП АШЫЛДЫ>",
		"БҰҰ ЖҚБО АҚШ ТМД":                   "",
		"":                                   "",
		".":                                  "",
		"СРОЧНО: выборы":                     "",
	} {
		var got []string
		for _, f := range proofread.CheckHeadline("kk", text) {
			if strings.HasPrefix(string(f.Code), "headline_") {
				got = append(got, string(f.Code)+":"+f.Text+">"+f.Suggestion)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		for _, f := range proofread.Check("kk", text) {
			if strings.HasPrefix(string(f.Code), "headline_") {
				t.Errorf("%q has %s as running text", text, f.Code)
			}
		}
	}
}

// A language without rules of its own has the general ones.
func TestOtherLanguage(t *testing.T) {
	text := `The "old"  - Aльфа ушин , ` + "«"
	var codes []string
	for _, f := range proofread.Check("en", text) {
		codes = append(codes, string(f.Code))
	}
	if got := strings.Join(codes, " "); got != "double_space space_before_punctuation unpaired_quote" {
		t.Error(got)
	}
}
