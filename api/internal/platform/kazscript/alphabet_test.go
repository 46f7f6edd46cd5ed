package kazscript_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/kazscript"
)

const vectorFile = "../../../../../shared/data/scripts/vectors.json"

func alphabets(t testing.TB) map[string]*kazscript.Alphabet {
	t.Helper()
	all, err := kazscript.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func converter(t testing.TB, name string, exceptions ...kazscript.Exception) *kazscript.Converter {
	t.Helper()
	a := alphabets(t)[name]
	if a == nil {
		t.Fatalf("there is no alphabet %q", name)
	}
	return kazscript.New(a, kazscript.Collect(exceptions))
}

// TestTheRules is the project's own small table; each line is there for a rule.
func TestTheRules(t *testing.T) {
	for name, pairs := range map[string][][2]string{
		"latin-2018": {
			{"Қазақстан Республикасы", "Qazaqstan Respýblıkasy"},
			{"Шығыс ШЫҒЫС АШ Ш. Уәлиханов", "Shyǵys SHYǴYS ASH Sh. Ýálıhanov"}, // digraphs in capitals
			{"Ірі іс Иә ИІ", "İri is Iá Iİ"},                                   // i/İ and ı/I
			{"ЮНЕСКО Юпитер Я", "IÝNESKO Iýpıter Ia"},
			{"сцена СЦЕНА Сцена", "sena SENA Sena"},
			{"объект, съезд; альбом?", "obekt, sezd; albom?"},
			{"күйінде тиісті сияқты қию", "kúıinde tıisti sııaqty qııý"},
			{"цирк щетка ёлка чай һәм", "tsırk schetka ıolka chaı hám"},
			{"БҰҰ-ның ҚР-да 2-ші", "BUU-nyń QR-da 2-shi"},
			{"и\u0306од, ба\u0301рды", "ıod, bardy"},                   // composed, and without marks of stress
			{"бiлiм қaлa", "bilim qala"},                               // typed with Latin twins
			{"Wi-Fi, iPhone-ды IT COVID", "Wi-Fi, iPhone-dy IT COVID"}, // Latin words
			{"Київ їжа Бўстон", "Київ їжа Бўстон"},                     // letters of other languages
		},
		"latin-2021": {
			{"Қазақстанның Ұлы ШЫҒЫС", "Qazaqstannyñ Ūly ŞYĞYS"},
			{"Ірі Институт фильм Ялта", "Irı İnstitut film İalta"},
			{"Әлемде жаңа өңір үшін", "Älemde jaña öñır üşın"},
			{"ЯЛТА ЦИРК Цирк", "İALTA TSİRK Tsirk"},
		},
		"arabic-tote": {
			{"Қазақстан Республикасы", "قازاقستان رەسپۋبليكاسى"},
			{"білім, бәрі; өз? үшін!", "ءبىلىم، ءبارى؛ ءوز؟ ءۇشىن!"}, // the hamza, and punctuation
			{"күні мектеп үкімет", "كۇنى مەكتەپ ۇكىمەت"},             // к, г, е show it already
			{"вице-министрі ары-бері 2-ші", "ۆيتسە-ءمينيسترى ارى-بەرى 2-ءشى"},
			{"цифрлық процестерді полиция", "سيفرلىق پروتسەستەردى پوليتسيا"},
			{"Бейсембаев аяқ кию қою", "بەيسەمبايەۆ اياق كيۋ قويۋ"},
			{"3,5 пайыз, 12:30", "3,5 پايىز، 12:30"}, // digits and what stands in numbers
			{"Google, Apple, Қазпошта", "Google, Apple، قازپوشتا"},
			{"құжат.pdf, қаз.қаз; https://ru.wikipedia.org/wiki/Алматы?a=1,2", "құжат.pdf، қаз.қаз; https://ru.wikipedia.org/wiki/Алматы?a=1,2"},
			{"@айдос #Алматы aidos@пошта.kz ойнады", "@айдос #Алматы aidos@пошта.kz وينادى"},
		},
	} {
		c := converter(t, name)
		for _, pair := range pairs {
			if got := c.Text(pair[0]); got != pair[1] {
				t.Errorf("%s: %q became\n%s, want\n%s", name, pair[0], got, pair[1])
			}
		}
	}
}

// TestRussianStaysAsItIs: a sentence that a Kazakh text quotes is not spelt anew.
func TestRussianStaysAsItIs(t *testing.T) {
	c := converter(t, "arabic-tote")
	for text, want := range map[string]string{
		"«Это было в начале года», деді ол.": "«Это было в начале года»، دەدى ول.",
		"Ол «Война и мир» романын оқыды.":    "ول «Война и мир» رومانىن وقىدى.",
		"Бұл арада барлық азамат болды.":     "بۇل ارادا بارلىق ازامات بولدى.",
		"Алматы, Астана, Атырау, Павлодар":   "الماتى، استانا، اتىراۋ، پاۆلودار",
		"Президент Владимир Путин барды":     "پرەزيدەنت ۆلاديمير پۋتين باردى",
	} {
		if got := c.Text(text); got != want {
			t.Errorf("%q became\n%s, want\n%s", text, got, want)
		}
	}
}

func TestExceptions(t *testing.T) {
	c := converter(t, "latin-2018",
		kazscript.Exception{Stem: "Қазинформ", Form: "Kazinform"}, kazscript.Exception{Stem: "Цой", Form: "Tsoi"},
		kazscript.Exception{Stem: "интернет", Form: "internet"}, kazscript.Exception{Stem: "Нью-Йорк", Form: "New York"}, kazscript.Exception{Stem: "Апорт", Form: ""})
	for text, want := range map[string]string{
		"Қазинформ":                    "Kazinform",
		"Қазинформның ҚАЗИНФОРМ":       "Kazinformnyń KAZİNFORM",
		"Цойдың Цойлардікі цой":        "Tsoidyń Tsoilardiki tsoı", // a name begins with a capital
		"интернетте Интернет ИНТЕРНЕТ": "internette İnternet İNTERNET",
		"интернетология":               "ınternetologııa", // no suffix: another word
		"Нью-Йоркте Нью-Йорк-таймс":    "New Yorkte Nıý-Iork-taıms",
		"Апорт": "Aport",
	} {
		if got := c.Text(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// TestLongNonsense takes no longer than its length allows: the test would not end.
func TestLongNonsense(t *testing.T) {
	c := converter(t, "latin-2018", kazscript.Exception{Stem: "әәә-әә", Form: "a-a"}, kazscript.Exception{Stem: "ашшш", Form: "ash"})
	for _, part := range []string{"ә", "-ә", "аш", "&", "<b>ә</b>", "ә<", "<p lang=ru>", "@ә", ",;"} {
		c.HTML([]byte(strings.Repeat(part, 300_000)), nil)
	}
}

// TestBack reads back what an alphabet keeps apart, and says of the rest that it does not.
func TestBack(t *testing.T) {
	all := alphabets(t)
	for name, words := range map[string]string{
		"latin-2018":  "Қазақстан қала көлікті сияқты тиісті көбейеді биыл ұйымдастырады жаңа оқушы цирк чай қоян үйі Шығыс",
		"latin-2021":  "Қазақстан қала көлікті сияқты тиісті көбейеді биыл ұйымдастырады жаңа оқушы цирк чай қоян үйі Шығыс",
		"arabic-tote": "білім өңір министрі күні қыркүйек аяқ қою кию район бекер жаңа ғалым ғылым",
	} {
		for word := range strings.FieldsSeq(words) {
			if got := all[name].Back(kazscript.New(all[name], kazscript.Exceptions{}).Text(word)); got != word {
				t.Errorf("%s: %s came back as %s", name, word, got)
			}
		}
	}
	if all["latin-2018"].RoundTrips("объект") {
		t.Error("an ъ is lost, and said to come back")
	}
	if got, want := all["arabic-tote"].Back("تاثقالدئرعان، تامساندئرعان - ءذندئستان"), "таңқалдырған, тамсандырған - үндістан"; got != want {
		t.Errorf("an old page reads %q, want %q", got, want)
	}
}

type vectors struct {
	Arabic    struct{ Pairs [][2]string }        `json:"kazinform_ar_words"`
	Latin     struct{ Pairs [][2]string }        `json:"kazinform_latin_words_2018"`
	Versions  struct{ Rows map[string][]string } `json:"is2ai_words"`
	Table     struct{ Map map[string]string }    `json:"is2ai_table_2021"`
	MediaWiki map[string]string                  `json:"mediawiki"`
	Apertium  struct{ Pairs [][2]string }        `json:"apertium_ar_to_cyrl"`
	OldFont   struct{ Text string }              `json:"legacy_arabic_font_hack"`
}

// TestVectors holds the tables against what others print; see docs/scripts.md.
func TestVectors(t *testing.T) {
	raw, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Skip("the vectors are not here")
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	l18, l21, ar := converter(t, "latin-2018"), converter(t, "latin-2021"), converter(t, "arabic-tote")
	count := 0
	check := func(c *kazscript.Converter, from, want string) {
		t.Helper()
		count++
		if got := c.Text(from); got != want {
			t.Errorf("%s: %s became %s, want %s", c.Alphabet().Name, from, got, want)
		}
	}
	for _, pair := range v.Arabic.Pairs {
		check(ar, pair[0], pair[1])
	}
	for _, pair := range v.Latin.Pairs {
		check(l18, pair[0], pair[1])
	}
	for word, row := range v.Versions.Rows {
		check(l18, word, row[1])
		check(l21, word, row[3])
	}
	for letter, want := range v.Table.Map {
		check(l21, letter, want)
	}
	check(ar, v.MediaWiki["kk-cyrl"], v.MediaWiki["kk-arab"])
	for _, pair := range v.Apertium.Pairs {
		count++
		if got := alphabets(t)["arabic-tote"].Back(pair[0]); got != pair[1] {
			t.Errorf("%s reads %s, want %s", pair[0], got, pair[1])
		}
	}
	if count < 150 {
		t.Errorf("only %d vectors: the file has another form", count)
	}
}
