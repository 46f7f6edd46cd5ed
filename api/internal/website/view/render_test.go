package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baq.kz/portal/api/internal/website/locales"
)

// TestEveryPage renders every page in every language and reads it as a strict
// reader would.
func TestEveryPage(t *testing.T) {
	_, r := renderer(t)
	for _, s := range samples(t) {
		for name, page := range s.pages() {
			t.Run(s.code+"/"+name, func(t *testing.T) {
				var out bytes.Buffer
				if err := r.Render(&out, page); err != nil {
					t.Fatal(err)
				}
				check(t, out.Bytes(), page)
			})
		}
	}
}

func check(t *testing.T, page []byte, want Page) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := survey{ids: map[string]bool{}}
	found.walk(t, root)
	switch {
	case found.language != want.Language:
		t.Errorf("language %q", found.language)
	case found.mains != 1 || found.headings[1] != 1:
		t.Errorf("%d main, %d h1", found.mains, found.headings[1])
	case found.eager > 1:
		t.Errorf("%d pictures load at once", found.eager)
	case found.switches < 2:
		t.Error("no language switcher")
	case !found.ids["main"]:
		t.Error("the skip link leads nowhere")
	}
	if strings.Contains(string(page), "&lt;div") || strings.Contains(string(page), "&lt;aside") {
		t.Error("an element of a template became text")
	}
	if strings.Contains(string(page), "ZgotmplZ") {
		t.Error("the template engine refused a value")
	}
}

// survey is what a walk through a page has seen.
type survey struct {
	language               string
	ids                    map[string]bool
	headings               [7]int
	level                  int
	mains, eager, switches int
}

func (s *survey) walk(t *testing.T, n *html.Node) {
	if n.Type == html.ElementNode {
		s.element(t, n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		s.walk(t, child)
	}
}

func (s *survey) element(t *testing.T, n *html.Node) {
	attributes := map[string]string{}
	for _, a := range n.Attr {
		attributes[a.Key] = a.Val
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("<%s %s>: the security policy forbids it", n.Data, a.Key)
		}
	}
	if id := attributes["id"]; id != "" {
		if s.ids[id] {
			t.Errorf("id %q twice", id)
		}
		s.ids[id] = true
	}
	switch n.Data {
	case "html":
		s.language = attributes["lang"]
	case "main":
		s.mains++
	case "h1", "h2", "h3":
		s.heading(t, n)
	case "img":
		s.picture(t, attributes)
	case "nav":
		if attributes["class"] == "languages" {
			s.switches = strings.Count(text(n), "Қазақша") + strings.Count(text(n), "Русский")
		}
	case "script":
		if attributes["type"] == "application/ld+json" {
			if !json.Valid([]byte(text(n))) {
				t.Errorf("the data block holds %s", text(n))
			}
		} else if attributes["src"] == "" && text(n) != ThemeScript {
			t.Errorf("an inline script: %s", text(n))
		}
	case "a", "button":
		if strings.TrimSpace(text(n)) == "" && attributes["aria-label"] == "" {
			t.Errorf("<%s> without a name: %v", n.Data, n.Attr)
		}
	}
	s.local(t, n.Data, attributes)
}

func (s *survey) heading(t *testing.T, n *html.Node) {
	level := int(n.Data[1] - '0')
	s.headings[level]++
	if level > s.level+1 && !within(n, "footer", "prose") {
		t.Errorf("<%s>%s follows level %d", n.Data, text(n), s.level)
	}
	s.level = level
}

func (s *survey) picture(t *testing.T, attributes map[string]string) {
	for _, needed := range []string{"src", "srcset", "sizes", "width", "height"} {
		if attributes[needed] == "" {
			t.Errorf("img without %s: %v", needed, attributes)
		}
	}
	if _, described := attributes["alt"]; !described {
		t.Errorf("img without alt: %v", attributes)
	}
	if attributes["loading"] == "lazy" || attributes["fetchpriority"] == "low" { // a banner at the top loads at once, behind the rest
		return
	}
	s.eager++
	if attributes["fetchpriority"] != "high" {
		t.Errorf("neither lazy nor first: %v", attributes)
	}
}

// local refuses everything that a browser would fetch from elsewhere.
func (s *survey) local(t *testing.T, element string, attributes map[string]string) {
	fetched := attributes["src"] + " " + attributes["srcset"]
	if rel := attributes["rel"]; element == "link" && rel != "canonical" && rel != "alternate" {
		fetched += attributes["href"]
	}
	if strings.Contains(fetched, "//") {
		t.Errorf("<%s> fetches from elsewhere: %s", element, fetched)
	}
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var all strings.Builder
	for _, a := range n.Attr {
		if n.Data == "img" && a.Key == "alt" { // names the link that it stands in
			all.WriteString(a.Val)
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		all.WriteString(text(child))
	}
	return all.String()
}

func within(n *html.Node, classes ...string) bool {
	for ; n != nil; n = n.Parent {
		for _, a := range n.Attr {
			for _, class := range classes {
				if a.Key == "class" && strings.Contains(a.Val, class) {
					return true
				}
			}
		}
	}
	return false
}

func TestTextIsEscaped(t *testing.T) {
	_, r := renderer(t)
	s := samples(t)[0]
	evil := `"><script>alert(1)</script>`
	page := Page{s.frame(evil), s.article()}
	article := s.article()
	article.Title, article.Lead, article.Tags = evil, evil, []Link{{Title: evil, URL: "javascript:alert(1)"}}
	page.Content = article
	page.Head.Description = evil
	var out bytes.Buffer
	if err := r.Render(&out, page); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "<script>alert") || strings.Contains(out.String(), `href="javascript:`) {
		t.Error("a text broke out of its place")
	}
}

func TestUnknownLanguageIsAnError(t *testing.T) {
	_, r := renderer(t)
	s := samples(t)[0]
	page := Page{s.frame("x"), Home{}}
	page.Language = "xx"
	if err := r.Render(&bytes.Buffer{}, page); err == nil {
		t.Error("a page in an unknown language was rendered")
	}
}

// TestEveryTextIsUsed keeps the locales free of what no page says any more.
func TestEveryTextIsUsed(t *testing.T) {
	var source strings.Builder
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") || filepath.Ext(path) != ".go" && filepath.Ext(path) != ".html" {
			return err
		}
		body, err := os.ReadFile(path)
		source.Write(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for key := range all["kk"].Texts {
		if strings.HasPrefix(key, "problem.") || strings.HasPrefix(key, "sight.") { // put together: from the status, from the choices
			continue
		}
		if !strings.Contains(source.String(), fmt.Sprintf("%q", key)) {
			t.Errorf("no page says %q", key)
		}
	}
}
