package slug_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/slug"
)

func TestMake(t *testing.T) {
	cases := []struct {
		language   lang.Code
		text, want string
	}{
		// Addresses that the two sites really gave.
		{"kk", "Қазақстанда интернеттегі алаяқтық дерегі 4-ке көбейді", "qazaqstanda-internettegi-alayaqtyq-deregi-4-ke-kobeydi"},
		{"kk", "Қоршаған орта", "qorshagan-orta"},
		{"ru", "Казахстанцев бесплатно обучат применению ИИ в жизни", "kazahstantsev-besplatno-obuchat-primeneniyu-ii-v-zhizni"},
		{"ru", "Полный текст проекта новой Конституции", "polnyy-tekst-proekta-novoy-konstitutsii"},
		{"ru", "экология", "ekologiya"},
		{"ru", "Улытау", "ulytau"},
		// Every letter.
		{"kk", "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі", "aa-gg-qq-nn-oo-uu-uu-hh-ii"},
		{"kk", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "abvgdeyozhziyklmnoprstufhtschshschyeyuya"},
		{"ru", "Подъём объёмов и вьюга", "podyom-obyomov-i-vyuga"},
		{"kk", "Қазақстанда жаңа мектеп ашылды", "qazaqstanda-zhana-mektep-ashyldy"},
		{"kk", "Шаһар һәм жиһаз", "shahar-ham-zhihaz"},
		// Signs, numbers, spaces.
		{"ru", "Семья Обамы приобрела дом за 8,1 млн долларов", "semya-obamy-priobrela-dom-za-8-1-mln-dollarov"},
		{"kk", "  «Бәйтерек» — 25 жыл!!! ", "bayterek-25-zhyl"},
		{"ru", "д'Артаньян и д’Арк", "dartanyan-i-dark"},
		{"kk", "🇰🇿 Жеңіс 🎉🎉 күні 👩‍🚀", "zhenis-kuni"},
		{"kk", "a\x00b\u202ec\u200bд", "a-b-c-d"},
		{"ru", "snake_case/and\\slashes..%2e", "snake-case-and-slashes-2e"},
		// Look-alikes are mended in Cyrillic words only.
		{"kk", "Қaзaқcтaн", "qazaqstan"},
		{"kk", "Əлем", "alem"},
		{"kk", "IT-компания Cisco", "it-kompaniya-cisco"},
		{"kk", "COVIDтен", "covidten"},
		// Other languages and forms.
		{"en", "Naïve café: Łódź, Straße, Ærø", "naive-cafe-lodz-strasse-aero"},
		{"de", "Müller grüßt", "mueller-gruesst"},
		{"en", "Müller", "muller"},
		{"kk", "Qazaqşa jañalyq", "qazaqsha-janalyq"},
		{"en", "ＦＵＬＬ width 𝐁old", "full-width-bold"},
		{"uk", "Їжак є", "izhak-ye"},
		{"kk", "قازاق 中文 日本", ""},
		{"kk", "🎉", ""},
		{"kk", "---", ""},
		{"kk", "", ""},
		{"kk", "\xff\xfe", ""},
	}
	for _, c := range cases {
		if got := slug.Make(c.text, c.language); got != c.want {
			t.Errorf("Make(%q, %s) = %q, want %q", c.text, c.language, got, c.want)
		}
		if got := slug.Make(norm.NFD.String(c.text), c.language); got != c.want {
			t.Errorf("decomposed Make(%q, %s) = %q, want %q", c.text, c.language, got, c.want)
		}
	}
}

func TestLength(t *testing.T) {
	long := slug.Make(strings.Repeat("Қазақстан жаңалықтары ", 500), "kk")
	if len(long) > slug.MaxLength || !strings.HasSuffix(long, "-qazaqstan") && !strings.HasSuffix(long, "-zhanalyqtary") {
		t.Errorf("%q is not cut between words", long)
	}
	if one := slug.Make(strings.Repeat("щ", 10_000), "kk"); len(one) != slug.MaxLength {
		t.Errorf("one endless word gave %d characters", len(one))
	}
	exact := strings.Repeat("a", 44) + " " + strings.Repeat("b", 45)
	if got := slug.Make(exact, "en"); len(got) != slug.MaxLength {
		t.Errorf("%d characters that fit were cut to %d", slug.MaxLength, len(got))
	}
}

var shape = regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)

func FuzzMake(f *testing.F) {
	f.Add("Қазақстан", "kk")
	f.Add("щ ъ 'ь' -", "ru")
	f.Fuzz(func(t *testing.T, text, language string) {
		got := slug.Make(text, lang.Code(language))
		if !shape.MatchString(got) || len(got) > slug.MaxLength {
			t.Fatalf("Make(%q, %q) = %q", text, language, got)
		}
		if again := slug.Make(got, "en"); again != got {
			t.Fatalf("%q became %q", got, again)
		}
	})
}
