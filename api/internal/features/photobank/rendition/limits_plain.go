//go:build !race

package rendition

const (
	memoryCounts = true
	slowness     = 1
)
