package accounts

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"baq.kz/portal/api/internal/platform/fault"
)

// refusedFor is the code of the complaint about a password; empty for none.
func refusedFor(t *testing.T, password string) string {
	t.Helper()
	err := checkPassword(password, "aigul.seitova@baq.kz", "Айгүл Сейітова")
	f, ok := fault.As(err)
	if err != nil && (!ok || !errors.Is(err, ErrInvalidUser) || len(f.Fields) != 1 || f.Fields[0].Field != "password" || f.Fields[0].Message == "") {
		t.Fatalf("%q: %v", password, err)
	}
	if err == nil {
		return ""
	}
	if strings.Contains(f.Error()+f.Fields[0].Message, password) {
		t.Errorf("the refusal repeats the password: %v", f)
	}
	return f.Fields[0].Code
}

func TestPasswordsThatAreGuessedFirst(t *testing.T) {
	for password, want := range map[string]string{
		"жеті қабат": "min", strings.Repeat("ә", 11): "min", "11 letters!": "min",
		strings.Repeat("ә1ң2ү", 40) + "x": "max", "Aigul.Seitova@BAQ.kz": "nefield",
		// the usual ones, in three languages and on the wrong layout
		"password1234": "guessable", "Password123!": "guessable", "P@ssw0rd2026": "guessable", "passwordpassword": "guessable",
		"qwertyuiop123": "guessable", "1q2w3e4r5t6y": "guessable", "qazwsxedcrfv": "guessable", "123456789012": "guessable",
		"aaaaaaaaaaaa": "guessable", "abcdefghijkl": "guessable", "iloveyou1234": "guessable", "administrator": "guessable",
		"йцукенгшщзхъ": "guessable", "фывапролджэ1": "guessable", "пароль123456": "guessable", "парольпароль": "guessable",
		"Пароль2026!!": "guessable", "құпиясөз1234": "guessable", "Құпиясөз2026!": "guessable", "жжжжжжжжжжжж": "guessable",
		"ӨӨӨӨӨӨөөөөөө": "guessable", "gfhjkmgfhjkm": "guessable", "з4ыыцщкв1234": "guessable", "абвгдеёжзийк": "guessable",
		"қазақстан2026": "guessable", "казахстан2026": "guessable", "алматы123456": "guessable", "Астана2026!!": "guessable",
		"приветпривет": "guessable", "сәлемсәлем12": "guessable", "наташа123456": "guessable", "айгерім2026!": "guessable",
		"💜💜💜💜💜💜💜💜💜💜💜💜": "guessable", "            ": "guessable", "qazaqstan2026": "guessable",
		// what everybody knows of her and of the portal
		"айгүлайгүл12": "guessable", "Айгүл2026!!!": "guessable", "aigulseitova": "guessable", "aigul.seitova1": "guessable",
		"сейітова2026": "guessable", "Seitova-2026": "guessable", "baq.kz2026baq": "guessable", "portal2026baq": "guessable",
		"Portal2026!!": "guessable", "fquekctqsnjdf": "",
	} {
		if got := refusedFor(t, password); got != want {
			t.Errorf("%q: %q, not %q", password, got, want)
		}
	}
}

func TestPasswordsThatPass(t *testing.T) {
	for _, password := range []string{
		"demo-newsroom-2026", "a long enough password", "жеті қабат жер асты", "мүлдем басқа құпиясөз", "correct horse battery staple",
		"тіл мәйегі сөз екен", "Қоңыр бұлт көшті баяу", "зелёный чайник на балконе", "три медведя ждут автобус", "айгүл жеті қабат жер асты",
		"k7Qe9zX2mWp4", "ұқыпты-көжек-ән", "خرگوش سبز روی پشت بام", "緑の兎が屋根で歌っている夜", "aB3$kL9!zQ2@", strings.Repeat("қоян мен кірпі ", 13),
		"f84kd02nvmx73hs6", "o6bsz5dlm4wkpt7xq3rv2ycn1h",
	} {
		if n := utf8.RuneCountInString(password); n > longestPassword {
			t.Fatalf("%q has %d characters", password, n)
		}
		if got := refusedFor(t, password); got != "" {
			t.Errorf("%q: %q", password, got)
		}
	}
	if got := refusedFor(t, "ко\u0438\u0306кек ко\u0438\u0306"); got != "min" { // 12 code points, 10 characters
		t.Errorf("combining marks are counted as characters: %q", got)
	}
}

// A judgement must not be a way to keep the portal busy.
func TestJudgingTakesLittleTime(t *testing.T) {
	for name, piece := range map[string]string{
		"signs that stand for letters": "4@8({[<369&#!1/|0$5+7%2", "a repeated word": "password", "digits": "31-12-1999", "keys": "qweasdzxc",
		"Cyrillic": "щүжөйцукен", "repetitions": "aB3$", "hieroglyphs": "緑の兎が屋根で",
	} {
		password := strings.Repeat(piece, 200/utf8.RuneCountInString(piece))
		begun := time.Now()
		_ = checkPassword(password, "aigul@baq.kz", "Айгүл")
		if took := time.Since(begun); took > time.Second {
			t.Errorf("%s: %s", name, took)
		} else {
			t.Logf("%s: %s", name, took)
		}
	}
}
