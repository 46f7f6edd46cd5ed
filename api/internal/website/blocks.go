package website

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

// blockBuilder makes of a filled block what the page shows.
type blockBuilder func(p blockPage, b blocks.Filled) (view.Block, error)

// builders are the kinds of blocks that the site shows: a new one is a line here.
var builders = map[blocks.Kind]blockBuilder{
	blocks.Lead:       blockPage.lead,
	blocks.List:       blockPage.section,
	blocks.OfRubric:   blockPage.section,
	blocks.OfTag:      blockPage.section,
	blocks.MostRead:   blockPage.ranking,
	blocks.PhotoStory: blockPage.photos,
	blocks.Focus:      blockPage.topics,
	blocks.Videos:     blockPage.videos,
	blocks.Links:      blockPage.links,
	blocks.Data:       blockPage.figures,
	blocks.HTML:       blockPage.markup,
}

// blockPage is the page that blocks are built for.
type blockPage struct {
	shelf
	ctx   context.Context //nolint:containedctx // lives as long as one page's building
	site  *Site
	tags  tagSet
	place blocks.Place
	first bool // it is the first block of the page
}

// arranged builds a place's blocks, and tells which stories stand in them. Where all
// is nil they are those that readers see.
func (s *Site) arranged(ctx context.Context, v visit, d *draft, place blocks.Place, all []blocks.Block) (out []view.Block, stories []int64, err error) {
	if all == nil {
		if all, err = s.Blocks.Shown(ctx, place, v.tree); err != nil {
			return nil, nil, err
		}
	}
	page, err := s.Blocks.Fill(ctx, blocks.Wanted{Place: place, Blocks: all, Language: v.code(), Tree: v.tree, Now: s.Now()})
	if err != nil {
		return nil, nil, err
	}
	d.tags.add(page.Tags...)
	d.ends(page.Until)
	var lists [][]news.Summary
	for _, b := range page.Blocks {
		lists = append(lists, b.Stories)
		for _, a := range b.Stories {
			stories = append(stories, a.ID)
		}
	}
	k, err := s.shelf(ctx, v, d.tags, lists...)
	if err != nil {
		return nil, nil, err
	}
	for i, b := range page.Blocks {
		built, err := builders[b.Kind](blockPage{shelf: k, ctx: ctx, site: s, tags: d.tags, place: place, first: i == 0}, b)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, built)
	}
	return out, stories, nil
}

// ends notes that the page changes by the clock at a time; zero: it does not.
func (d *draft) ends(at time.Time) {
	if !at.IsZero() && (d.until.IsZero() || at.Before(d.until)) {
		d.until = at
	}
}

// heading is a block's, or what its kind is called where nobody named it.
func (p blockPage) heading(b blocks.Filled, key string) view.Heading {
	h := view.Heading{Title: typeset(b.Title), URL: b.URL}
	if h.Title == "" && key != "" {
		h.Title = say(p.visit.locale, key)
	}
	return h
}
