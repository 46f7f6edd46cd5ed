package website

import (
	"context"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/website/view"
)

// topics builds the tags of the day.
func (p blockPage) topics(b blocks.Filled) (view.Block, error) {
	out := view.Topics{Title: b.Title}
	for _, t := range b.Topics {
		label := t.Labels[p.visit.code()]
		out.Links = append(out.Links, view.Link{Title: label.Name, URL: tags.Path(label.Slug)})
	}
	return out, nil
}

// focusReach is among how many of the newest articles the tags of the day are
// counted, focusLength how many they are.
const (
	focusReach  = 80
	focusLength = 8
)

// focus are the tags that the newest articles carry most, for pages that are not
// made of blocks.
func (s *Site) focus(ctx context.Context, v visit, tags tagSet) ([]view.Link, error) {
	ids, err := s.News.BusyTags(ctx, v.code(), focusReach, focusLength)
	if err != nil {
		return nil, err
	}
	return s.tagLinks(ctx, v, tags, ids)
}
