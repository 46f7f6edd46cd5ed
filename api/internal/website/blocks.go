package website

import (
	"context"
	"maps"
	"time"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/cache"
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

// arrangement is what editors arranged at a place, built.
type arrangement struct {
	blocks  []view.Block
	stories []int64 // that stand in them
	tags    tagSet
	until   time.Time // when they change, by the site's clock; zero: never
	ends    time.Time // when what features read ends, by this process's; zero: never
}

// arrangedAt is a place, and the language and script that it is built in.
type arrangedAt struct {
	place blocks.Place
	tag   string
}

// arranged builds a place's blocks, and tells which stories stand in them. Where all
// is nil they are those that readers see, remembered as long as nothing changes.
func (s *Site) arranged(ctx context.Context, v visit, d *draft, place blocks.Place, all []blocks.Block) ([]view.Block, []int64, error) {
	build := func() (arrangement, time.Time, error) {
		own, read := cache.Recording(ctx) // who gets it from memory has read the same
		built, err := s.arrange(own, v, place, all)
		if err == nil {
			err = s.draw(v, built.blocks)
		}
		built.tags.add(read.Tags()...)
		built.ends = read.Until()
		return built, sooner(s.byProcess(built.until), built.ends), err
	}
	var built arrangement
	var err error
	if all == nil && !v.preview {
		built, err = s.arrangements.Until(ctx, arrangedAt{place, v.tag()}, build)
	} else {
		built, _, err = build()
	}
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(d.tags, built.tags)
	d.ends(built.until)
	if !built.ends.IsZero() {
		cache.EndsIn(ctx, time.Until(built.ends))
	}
	return built.blocks, built.stories, nil
}

// draw draws blocks once for all pages that show them.
func (s *Site) draw(v visit, all []view.Block) (err error) {
	for i, b := range all {
		if all[i], err = s.renderer.Draw(string(v.code()), b); err != nil {
			return err
		}
	}
	return nil
}

func (s *Site) arrange(ctx context.Context, v visit, place blocks.Place, all []blocks.Block) (out arrangement, err error) {
	out.tags = tagSet{}
	if all == nil {
		if all, err = s.Blocks.Shown(ctx, place, v.tree); err != nil {
			return out, err
		}
	}
	page, err := s.Blocks.Fill(ctx, blocks.Wanted{Place: place, Blocks: all, Language: v.code(), Tree: v.tree, Now: s.Now()})
	if err != nil {
		return out, err
	}
	out.tags.add(page.Tags...)
	out.until = page.Until
	var lists [][]news.Summary
	for _, b := range page.Blocks {
		lists = append(lists, b.Stories)
		for _, a := range b.Stories {
			out.stories = append(out.stories, a.ID)
		}
	}
	k, err := s.shelf(ctx, v, out.tags, lists...)
	if err != nil {
		return out, err
	}
	for i, b := range page.Blocks {
		built, err := builders[b.Kind](blockPage{shelf: k, ctx: ctx, site: s, tags: out.tags, place: place, first: i == 0}, b)
		if err != nil {
			return out, err
		}
		out.blocks = append(out.blocks, built)
	}
	return out, nil
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
