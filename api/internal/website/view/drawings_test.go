package view

import (
	"bytes"
	"html/template"
	"reflect"
	"strings"
	"testing"
)

// A part that was drawn before is what it would be drawn as now: on the second page as
// on the first.
func TestPagesAreTheSameWhenTheirPartsAreKnown(t *testing.T) {
	_, r := renderer(t)
	for _, s := range samples(t) {
		for name, page := range s.pages() {
			var first, second bytes.Buffer
			if err := r.Render(&first, page); err != nil {
				t.Fatal(err)
			}
			if err := r.Render(&second, page); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Errorf("%s/%s differs the second time", s.code, name)
			}
		}
	}
}

// What differs in any member is drawn anew.
func TestNoPartStandsForAnother(t *testing.T) {
	whole := func() Card {
		p := Picture{Alt: "alt", Caption: "caption", Colour: "#123456", Width: 800, Height: 600, Renditions: []Rendition{{"/a.webp", 800}}, Cuts: []Image{{URL: "/cut"}}}
		return Card{URL: "/u", Title: "title", Lead: "lead", Rubric: Link{"rubric", "/r", false}, Published: Stamp{"iso", "text"}, Picture: &p, Mark: Urgent}
	}
	seen := map[string]string{}
	note := func(what string, c Card) {
		key, plain := appendValue(nil, reflect.ValueOf(c))
		if !plain {
			t.Fatalf("a card is not plain with %s", what)
		}
		if other, known := seen[string(key)]; known {
			t.Errorf("%s looks like %s", what, other)
		}
		seen[string(key)] = what
	}
	note("nothing changed", whole())
	for what, change := range map[string]func(*Card){
		"another title":              func(c *Card) { c.Title += "x" },
		"a letter moved to the lead": func(c *Card) { c.Title, c.Lead = "titl", "elead" },
		"another rubric":             func(c *Card) { c.Rubric.Title = "other" },
		"the current rubric":         func(c *Card) { c.Rubric.Current = true },
		"another time":               func(c *Card) { c.Published.Text = "кеше" },
		"no mark":                    func(c *Card) { c.Mark = "" },
		"no picture":                 func(c *Card) { c.Picture = nil },
		"an empty picture":           func(c *Card) { c.Picture = &Picture{} },
		"another rendition":          func(c *Card) { c.Picture.Renditions[0].Width = 400 },
		"one more rendition":         func(c *Card) { c.Picture.Renditions = append(c.Picture.Renditions, Rendition{}) },
		"a withheld picture":         func(c *Card) { c.Picture.Withheld = true },
	} {
		c := whole()
		change(&c)
		note(what, c)
	}
}

func TestPartsOfNoPlainValuesAreDrawnEachTime(t *testing.T) {
	own := template.Must(template.New("x").Parse(`{{define "one"}}{{index . "a"}}{{end}}`))
	d := drawings{}
	value := map[string]string{"a": "first"}
	for _, want := range []string{"first", "second"} {
		value["a"] = want
		if got, err := d.part(own.ExecuteTemplate)("one", value); err != nil || string(got) != want {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
}

func TestDrawingsAreBounded(t *testing.T) {
	own := template.Must(template.New("x").Parse(`{{define "one"}}{{.}}{{end}}`))
	d := drawings{}
	part := d.part(own.ExecuteTemplate)
	long := strings.Repeat("ұ", 10_000)
	for i := range 2_000 { // 80 MB in all
		if _, err := part("one", []any{i, long}); err != nil {
			t.Fatal(err)
		}
	}
	held := 0
	for _, generation := range []map[string]template.HTML{d.young, d.older} {
		for key, drawn := range generation {
			held += len(key) + len(drawn)
		}
	}
	if held > 2*mostDrawn+200_000 {
		t.Errorf("%d bytes are held", held)
	}
}
