package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadStories(t *testing.T) {
	file := filepath.Join(t.TempDir(), "items.jsonl")
	lines := `{"id":"a","lang":"kk","title":" Тақырып  бір ","body":"Кіріспе.\n\nБірінші.\u00a0 \nЕкінші.","date":"2015-08-14","category":"afn","ru_title":"Заголовок","ru_body":""}
{"id":"b","lang":"ru","title":"Один","body":"Только текст.","date":null,"category":null}
`
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readStories(file)
	if err != nil {
		t.Fatal(err)
	}
	kk, ru := got[0].versions[0], got[0].versions[1]
	if kk.title != "Тақырып бір" || kk.lead != "Кіріспе." || !reflect.DeepEqual(kk.paragraphs, []string{"Бірінші.\u00a0 ", "Екінші."}) {
		t.Errorf("%+v", kk)
	}
	if ru.language != "ru" || ru.title != "Заголовок" || ru.lead != "" || !reflect.DeepEqual(ru.paragraphs, []string{"Заголовок"}) {
		t.Errorf("a twin without a text: %+v", ru)
	}
	if got[0].year != "2015" || got[1].year != "2016" || got[1].rubric != "news" || len(got[1].versions) != 1 || got[1].versions[0].lead != "" {
		t.Errorf("%+v", got)
	}
}

func TestLongTitle(t *testing.T) {
	title := strings.Repeat("сөз ", 100)
	v := newVersion("kk", title, "Мәтін.")
	if n := utf8.RuneCountInString(v.title); n > maxTitle || !strings.HasSuffix(v.title, "сөз") {
		t.Errorf("%d characters: %q", n, v.title)
	}
	if v.lead != strings.TrimSpace(title) || !reflect.DeepEqual(v.paragraphs, []string{"Мәтін."}) {
		t.Errorf("the whole title is not kept: %+v", v)
	}
}

func TestTree(t *testing.T) {
	doc, err := parseTree([]byte(`<html lang="kk"><body><div class="a prose"><p>x&nbsp; y<br>z</p><figure><figcaption>c</figcaption></figure><p>и&#x306;</p></div>`))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.one("div", class("prose")).lines(); !reflect.DeepEqual(got, []string{"x yz", "й"}) {
		t.Errorf("%q", got)
	}
	if doc.one("html").attr("lang") != "kk" || doc.one("p").text() != "" {
		t.Error("one must be the only one")
	}
}

func TestExpectations(t *testing.T) {
	cases := map[expected][]file{
		accepted: {{Name: "a.jpg", Type: "JPEG", Sound: true}, {Name: "a.webp", Type: "Extended WEBP", Sound: true}},
		refused:  {{Name: "a.gif", Type: "GIF", Sound: true}, {Name: "hostile/a.gif", Type: "GIF"}, {Name: "a.svg", Type: "SVG", Sound: true}},
		either:   {{Name: "hostile/a.jpg", Type: "JPEG", Sound: true}, {Name: "a.png", Type: "PNG"}, {Name: "b.png", Type: "APNG", Sound: true}},
	}
	for want, files := range cases {
		for _, f := range files {
			if got := f.expect(); got != want {
				t.Errorf("%+v: %d, want %d", f, got, want)
			}
		}
	}
	if w, h := (&file{Width: 3, Height: 2, Orientation: 6}).upright(); w != 2 || h != 3 {
		t.Errorf("upright %dx%d", w, h)
	}
}
