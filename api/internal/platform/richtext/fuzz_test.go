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
		whole, `null`, `{"type":"doc"}`, docOf(`{"type":"orderedList","content":[{"type":"listItem"}]}`),
		p(`{"type":"text","text":"<script>","marks":[{"type":"link","attrs":{"href":"/a\"b"}},{"type":"italic"}]},{"type":"hardBreak"}`),
		p(`{"type":"text","text":"и\u0306\ud83d\u0000"}`), docOf(`{"type":"picture","attrs":{"pictureId":1,"caption":"<b>"}}`),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
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
		nodes := assertAllowed(t, d.HTML(richtext.Resolve{Pictures: plainPicture}))
		if got := textOf(nodes); norm.NFC.String(got) != norm.NFC.String(d.Text()) {
			t.Fatalf("the page says %q, the document %q", got, d.Text())
		}
	})
}
