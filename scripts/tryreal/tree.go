package main

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// tree is a parsed page.
type tree struct{ *html.Node }

func parseTree(page []byte) (tree, error) {
	root, err := html.Parse(bytes.NewReader(page))
	return tree{root}, err
}

// all are the elements of a name (empty: any) that satisfy where.
func (t tree) all(name string, where ...func(tree) bool) []tree {
	var found []tree
	for n := range t.Descendants() {
		one := tree{n}
		if n.Type == html.ElementNode && (name == "" || n.Data == name) && !slices.ContainsFunc(where, func(ok func(tree) bool) bool { return !ok(one) }) {
			found = append(found, one)
		}
	}
	return found
}

// one is the only such element; an empty tree when there is none or are several.
func (t tree) one(name string, where ...func(tree) bool) tree {
	if found := t.all(name, where...); len(found) == 1 {
		return found[0]
	}
	return tree{&html.Node{}}
}

func (t tree) attr(name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// class is a condition for all and one.
func class(name string) func(tree) bool {
	return func(t tree) bool { return slices.Contains(strings.Fields(t.attr("class")), name) }
}

// has is a condition for all and one.
func has(name, value string) func(tree) bool {
	return func(t tree) bool { return t.attr(name) == value }
}

// text is all text, folded.
func (t tree) text() string {
	var b strings.Builder
	for n := range t.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return fold(b.String())
}

// lines are the folded texts of the paragraphs.
func (t tree) lines() []string {
	var out []string
	for _, p := range t.all("p") {
		out = append(out, p.text())
	}
	return out
}
