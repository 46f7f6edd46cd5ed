package blocks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

// check collects what is wrong with the blocks of a page.
type check struct {
	tree      rubrics.Tree
	tags      map[int64]bool
	feeds     map[string]bool
	articles  map[int64]lang.Code
	languages lang.Set
	fields    []fault.Field
}

func (c *check) complain(at, code, message string) {
	c.fields = append(c.fields, fault.Field{Field: at, Code: code, Message: message})
}

// accept is what may be stored of a draft: without what a block's kind does not
// use, and with its markup cleaned. It fails with ErrInvalid and all complaints.
func (s *Service) accept(ctx context.Context, tree rubrics.Tree, draft []Block) ([]Block, error) {
	if len(draft) > maxBlocks {
		return nil, ErrInvalid.WithFields(fault.Field{Field: "blocks", Code: "max_items", Message: fmt.Sprintf("at most %d blocks", maxBlocks)})
	}
	c, err := s.check(ctx, tree, draft)
	if err != nil {
		return nil, err
	}
	out, seen := []Block{}, map[string]bool{}
	for i, b := range draft {
		at := fmt.Sprintf("blocks.%d", i)
		if seen[b.ID] {
			c.complain(at+".id", "duplicate", "another block has this id")
		}
		seen[b.ID] = true
		out = append(out, c.block(at, b))
	}
	if len(c.fields) > 0 {
		return nil, ErrInvalid.WithFields(c.fields...)
	}
	return out, nil
}

// check reads all that the blocks refer to.
func (s *Service) check(ctx context.Context, tree rubrics.Tree, draft []Block) (*check, error) {
	c := &check{tree: tree, languages: s.Languages, tags: map[int64]bool{}, feeds: map[string]bool{}}
	var tagIDs, pins []int64
	for _, b := range draft {
		if b.Rule != nil && b.Rule.TagID != 0 {
			tagIDs = append(tagIDs, b.Rule.TagID)
		}
		for _, w := range b.Languages {
			pins = append(pins, w.Pins...)
		}
	}
	found, err := s.Tags.ByIDs(ctx, s.DB.Primary, tagIDs)
	if err != nil {
		return nil, err
	}
	for id := range found {
		c.tags[id] = true
	}
	known, err := feeds(ctx, s.DB.Primary, nil)
	if err != nil {
		return nil, err
	}
	for _, f := range known {
		c.feeds[f.Key] = true
	}
	c.articles, err = s.News.LanguagesOf(ctx, pins)
	return c, err
}

// block checks one block and leaves out what its kind does not use.
func (c *check) block(at string, b Block) Block {
	can, known := kinds[b.Kind]
	if !known {
		c.complain(at+".kind", "unknown", "there is no such kind")
	}
	out := Block{ID: b.ID, Kind: b.Kind, Hidden: b.Hidden, ShowFrom: b.ShowFrom, ShowUntil: b.ShowUntil}
	if b.ShowFrom != nil && b.ShowUntil != nil && !b.ShowUntil.After(*b.ShowFrom) {
		c.complain(at+".showUntil", "too_early", "the end lies before the beginning")
	}
	if can.layouts || b.Layout == Half && b.Kind != Lead && b.Kind != Focus {
		out.Layout = b.Layout
	}
	if can.stories {
		out.Count = b.Count
		out.Rule = c.rule(at+".rule", b, can)
	}
	if b.Kind == Data {
		if out.Feed = b.Feed; !c.feeds[b.Feed] {
			c.complain(at+".feed", "not_found", "there is no such feed")
		}
	}
	out.Languages = c.words(at+".languages", b, can)
	return out
}

// rule checks where a block's stories come from.
func (c *check) rule(at string, b Block, can ability) *Rule {
	if b.Rule == nil {
		if len(can.sources) == 1 && can.from != FromRead {
			c.complain(at, "required", "say which")
		}
		return nil
	}
	r := Rule{From: b.Rule.From}
	if can.sources != nil && !slices.Contains(can.sources, r.From) {
		c.complain(at+".from", "not_of_kind", "this kind is filled by "+join(can.sources))
	}
	switch r.From {
	case FromRubric:
		r.RubricID = b.Rule.RubricID
		if _, ok := c.tree.ByID(r.RubricID); !ok {
			c.complain(at+".rubricId", "not_found", "there is no such rubric")
		}
	case FromTag:
		r.TagID = b.Rule.TagID
		if !c.tags[r.TagID] {
			c.complain(at+".tagId", "not_found", "there is no such tag")
		}
	case FromRead, FromUrgent:
		r.Hours = b.Rule.Hours
	}
	return &r
}

func join(sources []Source) string {
	names := make([]string, len(sources))
	for i, source := range sources {
		names[i] = string(source)
	}
	return strings.Join(names, ", ")
}
