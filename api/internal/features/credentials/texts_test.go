package credentials_test

import (
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/credentials"
	"baq.kz/portal/api/internal/platform/lang"
)

func TestLetterWithTheListOfStaff(t *testing.T) {
	s, db := start(t)
	zone := time.FixedZone("Almaty", 5*3600)
	staff := []credentials.Member{
		{Name: "Айгүл Сейітова", Position: "Бас редактор", Email: "aigul@baq.kz", Phone: "+7 701 000 00 00", Roles: "Редактор, Аудитор"},
		{Name: "{{.Secret}} & <b>", Email: "dastan@baq.kz", Invited: true},
		{Name: "Кеткен Адам", Email: "gone@baq.kz", Disabled: true},
	}
	if _, err := s.Letter(t.Context(), "de", "baq.kz", zone, staff); err == nil {
		t.Error("there is a letter in German")
	}
	for language, want := range map[lang.Code][]string{
		"kk": {"Шығ. №", "1. Айгүл Сейітова\n   Лауазымы: Бас редактор", "2. {{.Secret}} & <b>\n   Лауазымы: көрсетілмеген", "Шақырылған", "- Кеткен Адам, gone@baq.kz", "Тізімде барлығы: 2."},
		"ru": {"Исх. №", "1. Айгүл Сейітова\n   Должность: Бас редактор", "не указан", "Приглашён", "- Кеткен Адам, gone@baq.kz", "Всего в списке: 2."},
		"en": {"Ref. No.", "1. Айгүл Сейітова\n   Position: Бас редактор", "not given", "Invited", "- Кеткен Адам, gone@baq.kz", "On the list: 2."},
	} {
		letter, err := s.Letter(t.Context(), language, "baq.kz", zone, staff)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range append(want, time.Now().In(zone).Format("02.01.2006"), "baq.kz", "+7 701 000 00 00") {
			if !strings.Contains(letter, part) {
				t.Errorf("%s: no %q in\n%s", language, part, letter)
			}
		}
		if strings.Contains(letter, "<no value>") || strings.Contains(letter, "\n\n\n\n") {
			t.Errorf("%s:\n%s", language, letter)
		}
		if empty, err := s.Letter(t.Context(), language, "baq.kz", zone, nil); err != nil || strings.Contains(empty, "1. ") {
			t.Errorf("%s of nobody: %v\n%s", language, err, empty)
		}
	}
	if got := count(t, db, "SELECT count(*) FROM journal_entries WHERE action = 'credentials.export'"); got != 6 {
		t.Errorf("%d exports are journalled", got)
	}
}

func TestNoticeAndChecklist(t *testing.T) {
	when := time.Date(2026, 12, 1, 9, 30, 0, 0, time.UTC)
	if _, err := credentials.Notice("../../etc/passwd", "baq.kz", when, nil); err == nil {
		t.Error("a language that is a path")
	}
	for _, language := range []lang.Code{"kk", "ru", "en"} {
		text, err := credentials.Notice(language, "baq.kz", when, []string{"деректер қорының құпиясөзі", "SSH"})
		for _, part := range []string{"baq.kz", "01.12.2026 09:30", "- деректер қорының құпиясөзі\n- SSH\n", "SHA-256"} {
			if err != nil || !strings.Contains(text, part) {
				t.Errorf("%s: no %q, %v, in\n%s", language, part, err, text)
			}
		}
	}
	text, err := credentials.Checklist("baq.kz", when, []string{"secrets/portal_secret"})
	for _, part := range []string{"[ ] secrets/portal_secret", "ҚАБЫЛДАУШЫҒА", "ПРИНИМАЮЩЕМУ", "portal keys rotate"} {
		if err != nil || !strings.Contains(text, part) {
			t.Errorf("no %q, %v, in\n%s", part, err, text)
		}
	}
}
