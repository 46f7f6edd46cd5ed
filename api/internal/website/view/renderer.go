package view

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"baq.kz/portal/api/internal/website/locales"
)

//go:embed */*.html
var markup embed.FS

// ThemeScript is the one inline script. It stands in the head so that a reader
// who chose dark never sees a white flash; the content security policy allows
// it by its hash.
const ThemeScript = `try{let t=localStorage.theme;if(t)document.documentElement.dataset.theme=t}catch{}`

// pages are the folders that hold a page; layout, parts and blocks serve them all.
var pages = []string{"home", "list", "article", "static", "problem", "accessible", "search", "archive", "offline"}

// Renderer turns pages into HTML.
type Renderer struct {
	// programs by language, then by page.
	programs map[string]map[string]*program
}

// Edition is a hash of templates, styles and words: pages of another edition look
// or read differently.
func Edition(all map[string]*locales.Locale) (string, error) {
	sum := sha256.New()
	for _, kind := range []struct {
		files embed.FS
		names string
	}{{markup, "*/*.html"}, {styles, "*/*.css"}} {
		if err := hashFiles(sum, kind.files, kind.names); err != nil {
			return "", err
		}
	}
	words, err := json.Marshal(all) // maps in the order of their keys
	sum.Write(words)
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

func hashFiles(sum hash.Hash, files embed.FS, pattern string) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		sum.Write(body)
	}
	return nil
}

// NewRenderer parses every page once for each locale, and makes it ready to run. asset
// returns the address of a static file by its plain name.
func NewRenderer(all map[string]*locales.Locale, asset func(name string) (string, error)) (*Renderer, error) {
	r, err := parsed(all, asset)
	if err != nil {
		return nil, err
	}
	files := func(args ...string) (string, error) { return asset(args[0]) }
	for code, programs := range r.programs {
		words := func(args ...string) (string, error) { return all[code].Text(args[0], args[1:]...) }
		for page, one := range programs {
			own, err := one.own()
			if err != nil {
				return nil, err
			}
			names := executed(own, documentOf(page))
			if err := fold(own, names, words, files); err != nil {
				return nil, fmt.Errorf("page %q in %q: %w", page, code, err)
			}
			if err := one.ready(names); err != nil {
				return nil, fmt.Errorf("page %q in %q: %w", page, code, err)
			}
		}
	}
	return r, nil
}

// parsed is a renderer whose templates are as they are written, and which leaves them to
// html/template.
func parsed(all map[string]*locales.Locale, asset func(name string) (string, error)) (*Renderer, error) {
	r, chains := &Renderer{programs: make(map[string]map[string]*program, len(all))}, escapers{}
	for code, locale := range all {
		drawn := &drawings{}
		functions := template.FuncMap{
			"t":     locale.Text,
			"asset": asset,
			"theme": func() template.JS { return template.JS(ThemeScript) },
			"place": Place,
			"part":  drawn.part(nil), // each page has its own
			"draw":  drawBlock(nil),  // as above
			"feed":  drawNewest(nil), // as above
		}
		shared, err := template.New("").Funcs(functions).ParseFS(markup, "layout/*.html", "parts/*.html", "blocks/*.html")
		if err != nil {
			return nil, err
		}
		r.programs[code] = make(map[string]*program, len(pages))
		for _, page := range append(slices.Clone(pages), amp) {
			p := &program{functions: maps.Clone(functions), instructions: map[string]*instructions{}, escapers: chains}
			part := drawn.part(p.execute)
			p.functions["part"], p.functions["draw"], p.functions["feed"] = part, drawBlock(part), drawNewest(part)
			p.parse = func() (*template.Template, error) {
				return template.Must(shared.Clone()).Funcs(p.functions).ParseFS(markup, page+"/*.html")
			}
			p.forget()
			r.programs[code][page] = p
		}
	}
	return r, nil
}

// Render writes the page. It fails for a language that has no locale file.
func (r *Renderer) Render(w io.Writer, page Page) error {
	name := page.Content.template()
	own, known := r.programs[page.Language][name]
	if !known {
		return fmt.Errorf("no template %q in language %q", name, page.Language)
	}
	return own.execute(w, documentOf(name), page)
}

// Draw draws a block, for pages that are to show it again and again. It fails for a
// language that has no locale file.
func (r *Renderer) Draw(language string, b Block) (Drawn, error) {
	return r.draw(language, blockPrefix+b.block(), b)
}

// DrawNewest draws the feed, for pages that are to show it again and again. It fails for
// a language that has no locale file.
func (r *Renderer) DrawNewest(language string, n Newest) (Drawn, error) {
	return r.draw(language, "feed", n)
}

func (r *Renderer) draw(language, name string, value any) (Drawn, error) {
	own, known := r.programs[language][Home{}.template()] // blocks and the feed look the same on all pages
	if !known {
		return "", fmt.Errorf("no templates in language %q", language)
	}
	var out strings.Builder
	err := own.execute(&out, name, value)
	return Drawn(out.String()), err
}

// documentOf is the template that a page's document begins with.
func documentOf(page string) string {
	if page == amp {
		return "amp.html"
	}
	return "layout.html"
}
