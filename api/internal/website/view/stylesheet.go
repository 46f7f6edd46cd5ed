package view

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed */*.css
var styles embed.FS

// Stylesheet joins the style sheets that lie beside the templates: what all
// pages share comes first, so that a page can refine it; then the tints and focal points.
func Stylesheet() (string, error) {
	var all strings.Builder
	for _, folder := range slices.Concat([]string{"layout", "parts"}, pages) {
		names, err := fs.Glob(styles, folder+"/*.css")
		if err != nil {
			return "", err
		}
		for _, name := range names {
			css, err := styles.ReadFile(name)
			if err != nil {
				return "", err
			}
			all.Write(css)
		}
	}
	all.WriteString(Tints())
	all.WriteString(Foci())
	return all.String(), nil
}
