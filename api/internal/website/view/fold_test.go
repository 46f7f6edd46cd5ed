package view

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/website/locales"
)

// Every sample page is byte for byte what html/template makes of the templates as they
// are written, the first time and when its parts are known.
func TestPagesAreWhatTheTemplatesSay(t *testing.T) {
	all, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	asset := func(name string) (string, error) { return "/assets/" + name, nil }
	plain, err := parsed(all, asset)
	if err != nil {
		t.Fatal(err)
	}
	quick, err := NewRenderer(all, asset)
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, s := range samples(t) {
		all := s.pages()
		maps.Copy(all, s.ampPages(t))
		for name, page := range all {
			var want bytes.Buffer
			if err := plain.Render(&want, page); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				var got bytes.Buffer
				if err := quick.Render(&got, page); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(want.Bytes(), got.Bytes()) {
					t.Errorf("%s/%s differs%s", s.code, name, difference(want.String(), got.String()))
				}
			}
			if n := quick.programs[page.Language][page.Content.template()].left.Load(); n > 0 {
				t.Errorf("%s/%s: html/template had to draw %d times", s.code, name, n)
			}
			compared++
		}
	}
	if compared < 30 {
		t.Errorf("only %d pages were compared", compared)
	}
}

// A block that is drawn beforehand is what it is on its page.
func TestDrawnBlocksAreTheSame(t *testing.T) {
	_, r := renderer(t)
	for _, s := range samples(t) {
		home := s.home()
		var want, got bytes.Buffer
		if err := r.Render(&want, Page{s.frame("x"), home}); err != nil {
			t.Fatal(err)
		}
		for i, b := range home.Blocks {
			drawn, err := r.Draw(s.code, b)
			if err != nil || drawn == "" {
				t.Fatal(drawn, err)
			}
			home.Blocks[i] = drawn
		}
		if err := r.Render(&got, Page{s.frame("x"), home}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want.Bytes(), got.Bytes()) {
			t.Errorf("%s differs%s", s.code, difference(want.String(), got.String()))
		}
	}
	if _, err := r.Draw("xx", Section{}); err == nil {
		t.Error("a block was drawn in no language")
	}
}

// difference shows where two texts part.
func difference(want, got string) string {
	at := 0
	for at < len(want) && at < len(got) && want[at] == got[at] {
		at++
	}
	return fmt.Sprintf(":\n%.200q\nwant\n%.200q", got[max(0, at-60):], want[max(0, at-60):])
}

// Words are escaped by their place, whatever is in them.
func TestFoldingEscapes(t *testing.T) {
	const nasty = `<b title="x">'&+`
	const page = `{{define "layout.html"}}<title>{{t "k"}}</title>{{template "one"}}<a title="{{t "k"}}" href="{{asset "a&b.css"}}" data-x={{t "k"}}>{{t "k" "v" .}}</a>
		<a href="{{asset "plain.css"}}" onclick="f({{t "k"}})">x</a><script>let a = {{t "k"}}</script><style>p { color: {{t "k"}} }</style>{{end}}{{define "one"}}[{{t "k"}}]{{end}}`
	words := func(args ...string) (string, error) { return nasty + strings.Join(args[1:], ""), nil }
	files := func(args ...string) (string, error) { return "/" + args[0], nil }
	made := func() *template.Template {
		return template.Must(template.New("").Funcs(template.FuncMap{"t": words, "asset": files}).Parse(page))
	}
	plain, folded := made(), made()
	if err := fold(folded, []string{"layout.html"}, words, files); err != nil {
		t.Fatal(err)
	}
	var want, got bytes.Buffer
	if err := plain.ExecuteTemplate(&want, "layout.html", "v"); err != nil {
		t.Fatal(err)
	}
	if err := folded.ExecuteTemplate(&got, "layout.html", "v"); err != nil {
		t.Fatal(err)
	}
	if want.String() != got.String() {
		t.Errorf("folded:\n%s\nwant\n%s", got.String(), want.String())
	}
	left := folded.Lookup("layout.html").Tree.Root.String()
	if n := strings.Count(left, `t "k"`); n != 5 || strings.Contains(left, "plain.css\" |") || strings.Contains(left, `template "one"`) {
		t.Errorf("%d calls are left in %s", n, left)
	}
}

// A page that html/template refuses is refused at the start.
func TestFoldingTellsOfTemplatesThatCannotBeEscaped(t *testing.T) {
	nothing := func(...string) (string, error) { return "", nil }
	wrong := template.Must(template.New("").Parse(`{{define "layout.html"}}<a href="{{if .}}">{{end}}x{{end}}`))
	if err := fold(wrong, []string{"layout.html"}, nothing, nothing); err == nil {
		t.Error("a template with an open attribute was taken")
	}
	failing := template.Must(template.New("").Funcs(template.FuncMap{"t": nothing}).Parse(`{{define "layout.html"}}{{t "no such"}}{{end}}`))
	missing := func(...string) (string, error) { return "", errors.New("no such word") }
	if err := fold(failing, []string{"layout.html"}, missing, nothing); err == nil {
		t.Error("a word that is missing was taken")
	}
}
