//go:build !race

package rendition

const memoryCounts = true
