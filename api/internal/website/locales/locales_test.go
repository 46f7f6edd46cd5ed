package locales

import (
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryLocaleHasTheSameTexts(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	first := all["kk"]
	for code, locale := range all {
		for key := range maps.Keys(first.Texts) {
			if locale.Texts[key] == "" {
				t.Errorf("%s: no text %q", code, key)
			}
			want, got := names(first.Texts[key]), names(locale.Texts[key])
			if !slices.Equal(want, got) {
				t.Errorf("%s: %q fills in %v, kk %v", code, key, got, want)
			}
		}
		if len(locale.Texts) != len(first.Texts) {
			t.Errorf("%s has %d texts, kk %d", code, len(locale.Texts), len(first.Texts))
		}
		if locale.Name == "" || locale.Short == "" || locale.OpenGraph == "" {
			t.Errorf("%s: the language's own names are missing", code)
		}
	}
}

func names(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return found
}

func TestUnknownTextIsAnError(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := all["ru"].Text("no.such.key"); err == nil {
		t.Error("an unknown key was accepted")
	}
	if got, _ := all["ru"].Text("picture.credit", "credit", "Асан {x}"); got != "Фото: Асан {x}" {
		t.Errorf("got %q", got)
	}
}

func TestDates(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	almaty := time.FixedZone("Almaty", 5*60*60)
	now := time.Date(2026, 11, 21, 18, 0, 0, 0, almaty)
	at := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 14, 5, 0, 0, almaty) }
	cases := []struct {
		code        string
		when        time.Time
		want, brief string
	}{
		{"kk", at(2026, 11, 21), "бүгін, 14:05", "14:05"},
		{"kk", at(2026, 11, 20), "кеше, 14:05", "кеше, 14:05"},
		{"kk", at(2026, 9, 1), "1 қыркүйек 2026, 14:05", "1 қыркүйек, 14:05"},
		{"kk", at(2025, 11, 21), "21 қараша 2025, 14:05", "21 қараша 2025, 14:05"},
		{"ru", at(2026, 11, 21), "сегодня, 14:05", "14:05"},
		{"ru", at(2026, 11, 20), "вчера, 14:05", "вчера, 14:05"},
		{"ru", at(2026, 5, 9), "9 мая 2026, 14:05", "9 мая, 14:05"},
		{"en", at(2025, 12, 31), "31 December 2025, 14:05", "31 December 2025, 14:05"},
	}
	for _, c := range cases {
		calendar := all[c.code].Calendar
		if got := calendar.When(c.when, now); got != c.want {
			t.Errorf("%s: When(%s) = %q, want %q", c.code, c.when, got, c.want)
		}
		if got := calendar.Brief(c.when, now); got != c.brief {
			t.Errorf("%s: Brief(%s) = %q, want %q", c.code, c.when, got, c.brief)
		}
	}
	if got := all["kk"].Calendar.Weekday(now); got != "Сенбі, 21 қараша 2026" {
		t.Errorf("weekday line: %q", got)
	}
	newYear := time.Date(2027, 1, 1, 0, 10, 0, 0, almaty)
	if got := all["ru"].Calendar.Brief(time.Date(2026, 12, 31, 23, 50, 0, 0, almaty), newYear); got != "вчера, 23:50" {
		t.Errorf("over the new year: %q", got)
	}
}
