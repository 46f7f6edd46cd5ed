// Package rubrics keeps the tree of rubrics under which news is published.
package rubrics

import (
	"slices"

	"baq.kz/portal/api/internal/platform/lang"
)

// Label is a rubric's name and address in one language.
type Label struct {
	Name        string `json:"name"`
	Slug        string `json:"slug"`
	Description string `json:"description"`
}

// Rubric is a place in the tree.
type Rubric struct {
	ID       int64               `json:"id"`
	ParentID *int64              `json:"parentId"`
	Position int                 `json:"position"` // among its siblings, from 1
	Visible  bool                `json:"visible"`  // in the sites' navigation
	Version  int64               `json:"version"`
	Labels   map[lang.Code]Label `json:"labels"`
}

// Tree is all rubrics, parents before their children, each level in its order.
type Tree []Rubric

// arrange orders rows that come sorted by position into a tree.
func arrange(rows []Rubric) Tree {
	children := map[int64][]Rubric{}
	for _, r := range rows {
		children[parentOf(r)] = append(children[parentOf(r)], r)
	}
	tree := make(Tree, 0, len(rows))
	var add func(parent int64)
	add = func(parent int64) {
		for _, r := range children[parent] {
			tree = append(tree, r)
			add(r.ID)
		}
	}
	add(0)
	return tree
}

func parentOf(r Rubric) int64 {
	if r.ParentID == nil {
		return 0
	}
	return *r.ParentID
}

// ByID finds a rubric.
func (t Tree) ByID(id int64) (Rubric, bool) {
	i := slices.IndexFunc(t, func(r Rubric) bool { return r.ID == id })
	if i < 0 {
		return Rubric{}, false
	}
	return t[i], true
}

// BySlug finds a rubric by its address in a language.
func (t Tree) BySlug(language lang.Code, slug string) (Rubric, bool) {
	i := slices.IndexFunc(t, func(r Rubric) bool { return slug != "" && r.Labels[language].Slug == slug })
	if i < 0 {
		return Rubric{}, false
	}
	return t[i], true
}

// Children are the rubrics directly below one; below 0 are the top ones.
func (t Tree) Children(id int64) Tree {
	var out Tree
	for _, r := range t {
		if parentOf(r) == id {
			out = append(out, r)
		}
	}
	return out
}

// last is the position of the last rubric directly below one; 0 where there is
// none. Positions have gaps where rubrics were deleted or moved away.
func (t Tree) last(id int64) int {
	position := 0
	for _, r := range t.Children(id) {
		position = max(position, r.Position)
	}
	return position
}

// Family is the rubric and all that lie below it: a rubric's page shows their news too.
func (t Tree) Family(id int64) []int64 {
	family := []int64{id}
	for _, r := range t { // parents come first
		if slices.Contains(family, parentOf(r)) {
			family = append(family, r.ID)
		}
	}
	return family
}

// Path leads from the top to the rubric.
func (t Tree) Path(id int64) Tree {
	var path Tree
	for r, ok := t.ByID(id); ok; r, ok = t.ByID(parentOf(r)) {
		path = append(Tree{r}, path...)
	}
	return path
}
