package richtext_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/richtext"
)

// FuzzParse holds for every input: a refusal is a fault; what is accepted has
// one form, safe HTML, and the same text in both.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		whole, broad, `null`, `{"type":"doc"}`, docOf(`{"type":"orderedList","content":[{"type":"listItem"}]}`),
		p(`{"type":"text","text":"<script>","marks":[{"type":"link","attrs":{"href":"/a\"b"}},{"type":"italic"}]},{"type":"hardBreak"}`),
		p(`{"type":"text","text":"и\u0306\ud83d\u0000"}`), docOf(`{"type":"picture","attrs":{"pictureId":1,"caption":"<b>"}}`),
		tableOf(`{"type":"tableCell","attrs":{"colspan":2,"colwidth":[1,null],"rowspan":20}}`), embedOf(`"facebook"`, `"a/videos/1"`),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) { hold(t, source) })
}

// FuzzTree lets the fuzzer choose the nodes themselves, so that it needn't spell
// JSON to reach tables, galleries, boxes and embeds.
func FuzzTree(f *testing.F) {
	f.Add([]byte("\x00"), "мәтін")
	for start := range byte(24) {
		choices := make([]byte, 200)
		for i := range choices {
			choices[i] = start*7 + byte(i*i)*13
		}
		f.Add(choices, "a/posts/1")
	}
	f.Add([]byte{13, 3, 1, 14, 2, 15, 0, 1, 6, 2, 16, 4, 1, 11}, "\u202e<script>\"'&")
	f.Fuzz(func(t *testing.T, choices []byte, text string) {
		g := grower{choices: choices, text: text}
		source, err := json.Marshal(g.node("doc", 0))
		if err != nil {
			t.Fatal(err)
		}
		hold(t, source)
	})
}

// hold is what must hold for every source.
func hold(t *testing.T, source []byte) {
	t.Helper()
	d, err := richtext.Parse(source)
	if err != nil {
		if _, ok := fault.As(err); !ok {
			t.Fatalf("no fault: %v", err)
		}
		return
	}
	stored := d.JSON()
	again, err := richtext.Parse(stored)
	if err != nil || string(again.JSON()) != string(stored) {
		t.Fatalf("%s was read again as %s, %v", stored, again.JSON(), err)
	}
	if !json.Valid(stored) || !utf8.ValidString(d.Text()) {
		t.Fatalf("broken: %s", stored)
	}
	nodes := assertAllowed(t, d.HTML(everything))
	if got := textOf(nodes); norm.NFC.String(got) != norm.NFC.String(d.Text()) {
		t.Fatalf("the page says %q, the document %q", got, d.Text())
	}
	if d.Words() > 0 && d.Empty() {
		t.Fatalf("%d words in an empty document: %s", d.Words(), stored)
	}
}

// everything resolves all that a document can name.
var everything = richtext.Resolve{
	Pictures: plainPicture,
	Related: func(int64) (richtext.Card, bool) {
		return richtext.Card{URL: "/news/a", Title: "\u202e<Атау>"}, true
	},
	Words: richtext.Words{
		Table: "Кесте", Gallery: "Галерея", Related: "Тағы", EmbedNote: func(p string) string { return p + "?" },
		EmbedShow: func(string) string { return "Көрсету" }, EmbedOpen: func(p string) string { return p },
	},
}
