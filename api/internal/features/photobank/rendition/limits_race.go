//go:build race

package rendition

// The race detector maps terabytes of shadow memory.
const memoryCounts = false
