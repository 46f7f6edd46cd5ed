package blocks

import (
	"fmt"
	"slices"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
)

// heading names a block after its rubric or tag where the editor did not; false
// where that has no name in the language, and so no page to lead to.
func (f *filling) heading(b *Filled) bool {
	title, url := "", ""
	switch b.Rule.From {
	case FromRubric:
		r, _ := f.Tree.ByID(b.Rule.RubricID)
		label, named := r.Labels[f.Language]
		if !named {
			return false
		}
		title, url = label.Name, rubrics.Path(label.Slug)
	case FromTag:
		label, named := f.named[b.Rule.TagID].Labels[f.Language]
		if !named {
			return false
		}
		title, url = label.Name, tags.Path(label.Slug)
	}
	if b.Kind == Lead {
		return true
	}
	if b.Title == "" {
		b.Title = title
	}
	if b.URL == "" {
		b.URL = url
	}
	return true
}

// stories are a block's: those pinned that are live, then those of the rule, all
// that have no other place on the page.
func (f *filling) stories(b Block, w Words, can ability) (list []news.Summary, pinned int) {
	seen := map[int64]bool{}
	for _, id := range w.Pins {
		if a, live := f.live[id]; live && !seen[id] && (can.ranking || f.pins(b, id)) {
			list, seen[id] = append(list, a), true
		}
	}
	pinned = len(list)
	for _, a := range f.lists[f.key(b.rule())] {
		if !seen[a.ID] && (can.ranking || !f.taken[a.ID]) {
			list, seen[a.ID] = append(list, a), true
		}
	}
	return list, pinned
}

// pins tells whether the block is the first that pins an article.
func (f *filling) pins(b Block, id int64) bool {
	for _, other := range f.Blocks {
		if other.shown(f.Language, f.Now) && !kinds[other.Kind].ranking && slices.Contains(other.Languages[f.Language].Pins, id) {
			return other.ID == b.ID
		}
	}
	return false
}

// keep cuts a block's stories to what it shows, and takes those from the page.
func (f *filling) keep(b *Filled, can ability) {
	if can.pictured {
		b.Stories, _ = split(b.Stories)
	}
	switch {
	case b.Kind == Lead:
		b.Stories = choose(b.Stories[:b.pinned], b.Stories[b.pinned:], b.count())
	case !can.layouts:
		b.Stories = b.Stories[:min(len(b.Stories), b.count())]
	case !f.settle(b):
		b.Stories = nil
	}
	if can.ranking {
		return
	}
	for _, a := range b.Stories {
		f.taken[a.ID] = true
	}
}

// key tells one rule's list from another's.
func (f *filling) key(r Rule) string {
	return fmt.Sprintf("%s %d %d %d", r.From, r.RubricID, r.TagID, r.window())
}
