package view

import (
	"io"
	"testing"

	"baq.kz/portal/api/internal/website/locales"
)

// BenchmarkRender draws sample pages as the site does and, as the yardstick, by
// html/template alone.
func BenchmarkRender(b *testing.B) {
	all, err := locales.Load()
	if err != nil {
		b.Fatal(err)
	}
	asset := func(name string) (string, error) { return "/assets/" + name, nil }
	ours, err := NewRenderer(all, asset)
	if err != nil {
		b.Fatal(err)
	}
	theirs, err := parsed(all, asset)
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range samples(b) {
		if s.code != "kk" {
			continue
		}
		pages := s.pages()
		for _, name := range []string{"article", "home", "rubric"} {
			for by, r := range map[string]*Renderer{"ours": ours, "html/template": theirs} {
				b.Run(name+"/"+by, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if err := r.Render(io.Discard, pages[name]); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
