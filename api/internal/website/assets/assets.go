// Package assets holds the site's fixed files (fonts, pictures, script, style
// sheets) and serves them under names that carry a hash of their content, so
// that browsers may keep them for ever.
package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"baq.kz/portal/api/internal/platform/coding"
)

//go:embed fonts/*.woff2 img css js
var embedded embed.FS

// Prefix is the path under which the files are served.
const Prefix = "/assets/"

// Bundle is the finished set of files.
type Bundle struct {
	urls    map[string]string // plain name with its folder to address
	current map[string]string // plain name without folder to hashed name
	files   map[string]file   // hashed name to content
	coder   *coding.Encoder
}

type file struct {
	// bodies are made when somebody first asks: the best brotli takes its time, and
	// few programs that hold the bundle serve it.
	bodies           func() coding.Bodies
	contentType, tag string
}

// New builds the bundle. The style sheets of this package and those of the pages
// become one file, "site.css".
func New(pages string) (*Bundle, error) {
	b := &Bundle{urls: map[string]string{}, current: map[string]string{}, files: map[string]file{}, coder: coding.ForFiles()}
	for _, folder := range []string{"fonts", "img"} {
		if err := b.addFolder(folder); err != nil {
			return nil, err
		}
	}
	script, err := script()
	if err != nil {
		return nil, err
	}
	b.add("site.js", script)
	css, err := stylesheet(pages)
	if err != nil {
		return nil, err
	}
	css, err = b.link(css)
	if err != nil {
		return nil, err
	}
	b.add("site.css", []byte(css))
	return b, nil
}

func (b *Bundle) addFolder(folder string) error {
	return fs.WalkDir(embedded, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := embedded.ReadFile(name)
		if err != nil {
			return err
		}
		b.add(name, body)
		return nil
	})
}

func (b *Bundle) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	extension := path.Ext(name)
	hashed := strings.TrimSuffix(path.Base(name), extension) + "." + hex.EncodeToString(sum[:5]) + extension
	b.urls[name], b.current[path.Base(name)] = Prefix+hashed, hashed
	contentType := types[extension]
	b.files[hashed] = file{
		bodies:      sync.OnceValue(func() coding.Bodies { return b.coder.Encode(contentType, body) }),
		contentType: contentType, tag: `"` + hex.EncodeToString(sum[:10]) + `"`,
	}
}

// URL returns the address of a file by its plain name ("img/icon.svg").
func (b *Bundle) URL(name string) (string, error) {
	url, known := b.urls[name]
	if !known {
		return "", fmt.Errorf("no asset %q; there are %v", name, slices.Sorted(maps.Keys(b.urls)))
	}
	return url, nil
}
