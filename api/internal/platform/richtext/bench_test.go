package richtext_test

import (
	"encoding/json"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

// long is the JSON of an article of 40 KB of text, with links, quotes and pictures.
func long(b *testing.B) json.RawMessage {
	b.Helper()
	sentence := "Қазақстан Республикасының Үкіметі ауыл шаруашылығын дамытуға арналған бағдарламаны бекітті. "
	var blocks []richtext.Block
	for i := range 45 {
		blocks = append(blocks, richtext.Paragraph(
			richtext.Text(strings.Repeat(sentence, 4)),
			richtext.Text("толығырақ").Link("https://baq.kz/news/a"),
			richtext.Text(" "+sentence).Italic(),
		))
		if i%9 == 0 {
			blocks = append(blocks, richtext.Heading(2, richtext.Text("Тақырып")), richtext.Picture(int64(i+1), "Сурет"))
		}
	}
	d, err := richtext.New(blocks...)
	if err != nil {
		b.Fatal(err)
	}
	if len(d.Text()) < 40_000 {
		b.Fatalf("only %d bytes of text", len(d.Text()))
	}
	return d.JSON()
}

func BenchmarkParse(b *testing.B) {
	source := long(b)
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := richtext.Parse(source); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	d, err := richtext.Parse(long(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		d.HTML(richtext.Resolve{Pictures: onePicture})
	}
}
