package view

import (
	"html/template"
	"io"
	"strings"
	"testing"
)

// What a program can't run is drawn by html/template, which parses for that once more.
func TestWhatIsLeftIsParsedAgain(t *testing.T) {
	parsed := 0
	p := &program{instructions: map[string]*instructions{}, escapers: escapers{}}
	p.parse = func() (*template.Template, error) {
		parsed++
		return template.New("").Parse(`{{define "page"}}<b title="{{.Word}}">{{.Word}}</b>{{end}}`)
	}
	p.forget()
	own, err := p.own()
	if err != nil {
		t.Fatal(err)
	}
	_ = own.ExecuteTemplate(io.Discard, "page", nil) // escapes
	if err := p.ready([]string{"page"}); err != nil {
		t.Fatal(err)
	}
	for i, page := range []struct {
		value any
		left  int64
	}{{struct{ Word string }{`<"қ">`}, 0}, {map[string]string{"Word": `<"қ">`}, 1}, {map[string]string{"Word": `<"қ">`}, 2}} {
		var out strings.Builder
		if err := p.execute(&out, "page", page.value); err != nil || out.String() != `<b title="&lt;&#34;қ&#34;&gt;">&lt;&#34;қ&#34;&gt;</b>` {
			t.Errorf("%d: %q %v", i, out.String(), err)
		}
		if left := p.left.Load(); left != page.left {
			t.Errorf("%d: %d were left, not %d", i, left, page.left)
		}
	}
	if parsed != 2 {
		t.Errorf("parsed %d times", parsed)
	}
}
