package website

import (
	"strings"
	"testing"
)

func TestOutline(t *testing.T) {
	for html, want := range map[string]string{
		"<p>a</p>":                       "<p>a</p>",
		"<h3>a</h3><p>b</p>":             "<h2>a</h2><p>b</p>",
		"<h2>a</h2><h3>b</h3>":           "<h2>a</h2><h3>b</h3>",
		"<h3>a</h3><h2>b</h2><h3>c</h3>": "<h2>a</h2><h2>b</h2><h3>c</h3>",
		"<h3>a &lt;h2&gt;</h3><blockquote>b</blockquote>": "<h2>a &lt;h2&gt;</h2><blockquote>b</blockquote>",
	} {
		if got := outline(html); got != want {
			t.Errorf("outline(%q) = %q, want %q", html, got, want)
		}
	}
}

func TestTypeset(t *testing.T) {
	for text, want := range map[string]string{
		"":    "",
		"сөз": "сөз",
		"Без справок — ещё сорок":         "Без справок~— ещё сорок",
		"Анықтамасыз қызмет – тағы қырық": "Анықтамасыз қызмет~– тағы қырық",
		"вышли в столице и на маршруты":   "вышли в~столице и~на маршруты",
		"газета «О спорте» и «В мире»":    "газета «О~спорте» и~«В~мире»",
		"және и в сутки":                  "және и~в~сутки",
		"1 200 күй":                       "1~200 күй",
		"2 500 000 теңге":                 "2~500~000 теңге",
		"2026 2027":                       "2026 2027",
		"№ 5":                             "№~5",
		"a  b":                            "a  b",
	} {
		if got := strings.ReplaceAll(typeset(text), noBreak, "~"); got != want {
			t.Errorf("typeset(%q) = %q, want %q", text, got, want)
		}
	}
}
