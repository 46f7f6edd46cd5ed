package kazscript_test

import (
	"strings"
	"testing"
)

// BenchmarkHTML writes a page of news as the site has it: 40 KB of text in 1,000 tags.
func BenchmarkHTML(b *testing.B) {
	paragraph := `<p class="lead"><a href="/news/x" title="Қазақстан жаңалықтары">Қазақстан Үкіметі <b>бюджетті</b> бекітті</a>, деп хабарлады министрліктің баспасөз қызметі.</p>` + "\n"
	page := []byte("<!doctype html><html><head><title>Жаңалықтар</title></head><body>" + strings.Repeat(paragraph, 200) + "</body></html>")
	for _, name := range []string{"latin-2018", "arabic-tote"} {
		c := converter(b, name)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				c.HTML(page, nil)
			}
		})
	}
}
