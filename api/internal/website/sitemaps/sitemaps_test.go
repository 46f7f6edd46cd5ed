package sitemaps

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMemoryStaysFlat writes a million addresses: as much is in use at the end as
// near the beginning.
func TestMemoryStaysFlat(t *testing.T) {
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	w := New(io.Discard)
	var early uint64
	for i := range 1_000_000 {
		w.Add(URL{Address: fmt.Sprintf("https://baq.kz/news/%d", i), Changed: time.Unix(int64(i), 0), Versions: []Version{{"kk", "https://baq.kz/"}}})
		if i == 1000 {
			early = used()
		}
	}
	if late := used(); late > early+1<<20 {
		t.Errorf("%d bytes in use after a thousand addresses, %d after a million", early, late)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTextsAreEscaped(t *testing.T) {
	var out strings.Builder
	w := New(&out)
	w.Add(URL{Address: "https://baq.kz/?a=1&b=<2>", News: &News{Publication: "BAQ", Language: "kk", Title: "Ә & <b> ]]> \x00😀"}})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "a=1&amp;b=&lt;2&gt;") || !strings.Contains(text, "Ә &amp; &lt;b&gt; ]]&gt; 😀</news:title>") {
		t.Error(text)
	}
}

// TestAWriteThatFails is told at the end.
func TestAWriteThatFails(t *testing.T) {
	reader, writer := io.Pipe()
	_ = reader.Close()
	w := NewIndex(writer)
	for range 10_000 {
		w.Add(URL{Address: "https://baq.kz/sitemaps/news-0.xml"})
	}
	if w.Close() == nil {
		t.Error("no word of it")
	}
}
