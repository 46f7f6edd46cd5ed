//go:build race

package rendition

// The race detector maps terabytes of shadow memory, and makes resizing ten
// times slower.
const (
	memoryCounts = false
	slowness     = 10
)
