package view

import (
	"embed"
	"slices"
	"strings"
)

//go:embed */*.css
var styles embed.FS

// Stylesheet joins the style sheets that lie beside the templates: what all
// pages share comes first, so that a page can refine it; then the tints and focal points.
func Stylesheet() (string, error) {
	var all strings.Builder
	for _, folder := range slices.Concat([]string{"layout", "parts", "blocks"}, pages) {
		if err := joinStyles(&all, folder); err != nil {
			return "", err
		}
	}
	all.WriteString(Tints())
	all.WriteString(Foci())
	return all.String(), nil
}
