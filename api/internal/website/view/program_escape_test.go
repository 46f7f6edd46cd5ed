package view

import (
	"html/template"
	"io"
	"reflect"
	"testing"
	"text/template/parse"
)

// TestWhatIsEscapedQuicklyIsTheSame: in each context, plain and hostile.
func TestWhatIsEscapedQuicklyIsTheSame(t *testing.T) {
	quick := 0
	for _, context := range []string{`<p>{{.}}`, `<p title="{{.}}">`, `<a href="{{.}}">`, `<a href="/x?u={{.}}">`, `<img srcset="{{.}}">`, `<script type="application/ld+json">{{.}}</script>`, `<script>let a = "{{.}}"</script>`, `<title>{{.}}</title>`} {
		page := template.Must(template.New("").Parse(context))
		if err := page.Execute(io.Discard, ""); err != nil {
			t.Fatal(err)
		}
		chain := page.Tree.Root.Nodes[1].(*parse.ActionNode).Pipe.Cmds[1:] //nolint:errcheck // so it was parsed
		slow, err := escaper(chain)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{
			"", "Қазақ «мәтіні» & co + 'x' <b>", "/media/a/400.webp", "/media/a/400.webp 400w", "/media/a/400.webp 400w, /media/a/800.webp 800w", "/a b.webp 400w", "/a.webp,/b.webp 2x",
			"javascript:alert(1)", "javascript:alert(1) 400w", "/a.webp 400w, javascript:alert(1) 800w", "/a.webp 400w,\tjavascript:alert(1)", "/a.webp onerror=alert(1)", "/a?b=c&d=e+f 1w", "/а.webp 400w",
			"https://baq.kz/a%20b", "https://baq.kz/%zz", "//evil.test/a", `"><script>alert(1)</script>`, "</script>", " /a.webp 400w", "/a.webp 400w, ", ", ", "/a.webp  400w",
		} {
			for _, value := range []any{text, template.HTML(text), template.JS(text), template.URL(text)} { //nolint:gosec // as hostile as can be
				want, err := slow(value)
				if err != nil {
					t.Fatal(err)
				}
				got, done := quickly(chain)(nil, reflect.ValueOf(value))
				if !done {
					continue
				}
				if quick++; string(got) != want {
					t.Errorf("%s with %T %q: %q, want %q", context, value, text, got, want)
				}
			}
		}
	}
	if quick < 100 {
		t.Errorf("only %d were", quick)
	}
}
