package view

import (
	"html/template"
	"io/fs"
	"strings"
)

// AMP is an article in the form of AMP (https://amp.dev): its own document, without
// the site's layout and script. Its Head's canonical address is the article's page.
type AMP struct {
	Article
	// Style is the whole style sheet, which AMP wants within the page.
	Style template.CSS
}

func (AMP) template() string { return amp }

// amp is the folder of the form, and the name of its document's template.
const amp = "amp"

// AMPStylesheet joins the styles that an article and its parts need, and those of
// AMP's own frame. The fonts and colours are the site's, see assets.Bundle.Inline.
func AMPStylesheet() (string, error) {
	var all strings.Builder
	for _, folder := range []string{"parts", "article", amp} {
		if err := joinStyles(&all, folder); err != nil {
			return "", err
		}
	}
	return all.String(), nil
}

// joinStyles adds the style sheets of a folder in the order of their names.
func joinStyles(all *strings.Builder, folder string) error {
	names, err := fs.Glob(styles, folder+"/*.css")
	if err != nil {
		return err
	}
	for _, name := range names {
		css, err := styles.ReadFile(name)
		if err != nil {
			return err
		}
		all.Write(css)
	}
	return nil
}
