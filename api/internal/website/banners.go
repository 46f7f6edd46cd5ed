package website

import (
	"context"
	"strconv"

	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/website/view"
)

// turns is how many banners of a place a page holds at the most: they take turns by
// script, and the next rendering draws others.
const turns = 6

// zones are a page's places for banners. There are none where the site speaks for
// itself: on problem pages, in a preview, among the settings for weak sight; and AMP
// pages have no script of ours to count with.
func zones(d draft) []banners.Zone {
	if d.preview != nil {
		return nil
	}
	switch d.content.(type) {
	case view.Problem, view.Accessible, view.AMP:
		return nil
	case view.Article:
		return []banners.Zone{banners.Top, banners.Aside, banners.Article}
	case view.List:
		return []banners.Zone{banners.Top, banners.Aside, banners.List}
	}
	return []banners.Zone{banners.Top}
}

// banners fills the page's places. All that have one carry its tag, empty ones too,
// and are built anew when the next banner begins or ends.
func (s *Site) banners(ctx context.Context, v visit, d draft, around *surroundings) error {
	wanted := zones(d)
	if len(wanted) == 0 {
		return nil
	}
	standing, err := s.Banners.Standing(ctx, v.code())
	if err != nil {
		return err
	}
	around.until = standing.Until
	drawn := map[banners.Zone][]banners.Shown{}
	var ids []int64
	for _, zone := range wanted {
		d.tags.add(banners.CacheTag(zone, v.code()))
		drawn[zone] = banners.Draw(standing.Fits(zone, rubricPath(v, d)), turns)
		for _, b := range drawn[zone] {
			ids = append(ids, b.PictureIDs()...)
		}
	}
	pictures, err := s.pictures(ctx, v, d.tags, ids)
	around.banners = view.Banners{
		Top: slot(banners.Top, drawn, pictures), Aside: slot(banners.Aside, drawn, pictures),
		Article: slot(banners.Article, drawn, pictures), List: slot(banners.List, drawn, pictures),
	}
	return err
}

// rubricPath leads to the rubric of the page, itself included.
func rubricPath(v visit, d draft) (ids []int64) {
	for _, r := range v.tree.Path(d.ownRubric) {
		ids = append(ids, r.ID)
	}
	return ids
}

// slot is a zone with the banners whose pictures may be shown; nil where none is left.
func slot(zone banners.Zone, drawn map[banners.Zone][]banners.Shown, pictures map[int64]*view.Picture) *view.BannerPlace {
	out := view.BannerPlace{Zone: string(zone)}
	for _, b := range drawn[zone] {
		p, has := pictures[b.PictureID]
		if !has || p.Withheld || len(p.Renditions) == 0 {
			continue
		}
		own := *p
		own.Alt = b.Alt
		shown := view.Banner{ID: b.ID, Advertiser: b.Advertiser, Weight: b.Weight, Picture: &own, URL: followPath + strconv.FormatInt(b.ID, 10)}
		if b.NarrowPictureID != nil {
			if n, has := pictures[*b.NarrowPictureID]; has && !n.Withheld && len(n.Renditions) > 0 {
				shown.Narrow = n
			}
		}
		out.Banners = append(out.Banners, shown)
	}
	if len(out.Banners) == 0 {
		return nil
	}
	return &out
}
