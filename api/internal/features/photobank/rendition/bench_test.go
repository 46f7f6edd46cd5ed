package rendition

import (
	"testing"
	"time"
)

// BenchmarkPhotograph is the way of a 24-megapixel JPEG to its three renditions,
// the child's start and end included. cpu-ms is what it costs the machine.
func BenchmarkPhotograph(b *testing.B) {
	r, original := renderer(b), file(b, asJPEG(b, noise(6000, 4000)))
	var cpu time.Duration
	var memory int64
	for b.Loop() {
		out, err := r.Render(b.Context(), original, DefaultRecipe().Eager())
		if err != nil {
			b.Fatal(err)
		}
		cpu, memory = cpu+out.CPU, max(memory, out.Memory)
		out.Close()
	}
	b.ReportMetric(float64(cpu.Milliseconds())/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(memory>>20), "MiB")
}

// BenchmarkChild is what starting and ending a child costs by itself.
func BenchmarkChild(b *testing.B) {
	r, original := renderer(b), file(b, asPNG(b, quartered(8, 8)))
	for b.Loop() {
		out, err := r.Render(b.Context(), original, DefaultRecipe().Eager())
		if err != nil {
			b.Fatal(err)
		}
		out.Close()
	}
}
