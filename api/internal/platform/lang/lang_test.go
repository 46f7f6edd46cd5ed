package lang_test

import (
	"testing"

	"baq.kz/portal/api/internal/platform/lang"
)

func set(t *testing.T) lang.Set {
	t.Helper()
	s, err := lang.Parse("kk=https://baq.kz,ru=https://rus.baq.kz:8443,en=http://en.localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestByHost(t *testing.T) {
	s := set(t)
	for host, want := range map[string]lang.Code{
		"baq.kz": "kk", "BAQ.kz": "kk", "baq.kz.": "kk", "baq.kz:443": "kk", "rus.baq.kz": "ru", "rus.baq.kz:8443": "ru",
		"en.localhost:8080": "en", "evil.example": "", "": "", "baq.kz.evil.example": "", "xbaq.kz": "", "[::1]:80": "",
	} {
		if l, _ := s.ByHost(host); l.Code != want {
			t.Errorf("%q is %q, want %q", host, l.Code, want)
		}
	}
}

func TestNamesAreInTheLanguageItself(t *testing.T) {
	for code, want := range map[lang.Code]string{"kk": "Қазақ тілі", "ru": "Русский", "en": "English"} {
		if l, _ := set(t).Get(code); l.Name != want {
			t.Errorf("%s is called %q, want %q", code, l.Name, want)
		}
	}
}

func TestURL(t *testing.T) {
	l, _ := set(t).Get("ru")
	if got := l.URL("/news/x"); got != "https://rus.baq.kz:8443/news/x" {
		t.Error(got)
	}
}

func TestChosen(t *testing.T) {
	s := set(t)
	if l, err := s.Chosen(nil); err != nil || l.Code != "kk" {
		t.Errorf("%v %v", l, err)
	}
	unknown := "de"
	if _, err := s.Chosen(&unknown); err == nil {
		t.Error("a language that is not configured was taken")
	}
}
