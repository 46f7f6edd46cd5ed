package website

import (
	"context"
	"slices"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/website/view"
)

// How much of the news the front page looks at, and how much of a rubric: enough
// to fill the widest layout when what stands above is left out.
const (
	frontReach   = 40
	sectionReach = 12
	focusLength  = 8
)

// home builds the front page: the newest story with a picture leads.
func (s *Site) home(ctx context.Context, v visit) (draft, error) {
	d := draft{
		title: say(v.locale, "home.title"), description: say(v.locale, "site.description"), keywords: say(v.locale, "site.keywords"),
		versions: s.everywhere("/"), tags: tagged(news.LatestTag(v.code())), machines: machines{things: aboutSite},
	}
	newest, _, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), Limit: frontReach})
	if err != nil {
		return d, err
	}
	top := choose(newest)
	sections, err := s.sections(ctx, v, d.tags, top.ids())
	if err != nil {
		return d, err
	}
	lists := [][]news.Summary{top.lead, top.second, top.third}
	for _, section := range sections {
		lists = append(lists, section.news)
	}
	k, err := s.shelf(ctx, v, d.tags, lists...)
	if err != nil {
		return d, err
	}
	focus, err := s.focus(ctx, v, d.tags)
	d.content = k.front(newest, top, sections, focus)
	return d, err
}

// opening is the choice of stories for the top of the front page.
type opening struct{ lead, second, third []news.Summary }

// choose takes the newest story with a picture as the lead, the next two with
// pictures beside it, and four more as headlines. Where pictures are lacking the
// newest stand in.
func choose(newest []news.Summary) opening {
	pictured, bare := split(newest)
	ordered := slices.Concat(pictured, bare)
	cut := func(from, to int) []news.Summary {
		return ordered[min(from, len(ordered)):min(to, len(ordered))]
	}
	o := opening{lead: cut(0, 1), second: cut(1, 3)}
	o.third = without(newest, 4, o.ids()...)
	return o
}

func split(list []news.Summary) (pictured, bare []news.Summary) {
	for _, a := range list {
		if a.PictureID != nil {
			pictured = append(pictured, a)
		} else {
			bare = append(bare, a)
		}
	}
	return pictured, bare
}

func (o opening) ids() []int64 {
	var ids []int64
	for _, list := range [][]news.Summary{o.lead, o.second, o.third} {
		for _, a := range list {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

func (k shelf) front(newest []news.Summary, top opening, sections []section, focus []view.Link) view.Home {
	home := view.Home{
		Second: k.cards(top.second), Third: k.cards(top.third), Focus: focus,
		Latest: k.cards(newest[:min(feedLength, len(newest))]), LatestURL: latestPath,
	}
	for _, card := range k.cards(top.lead) {
		home.Lead = &card
	}
	for _, one := range sections {
		shown := view.Section{Rubric: one.rubric, Layout: one.layout, Cards: k.cards(one.news)}
		for i := range shown.Cards {
			shown.Cards[i].Rubric = view.Link{} // the heading says it
		}
		home.Sections = append(home.Sections, shown)
	}
	return home
}

// section is a rubric on the front page.
type section struct {
	rubric view.Link
	layout view.Layout
	news   []news.Summary
}

// sections reads the visible top rubrics, without what stands at the top.
func (s *Site) sections(ctx context.Context, v visit, tags tagSet, shown []int64) ([]section, error) {
	var all []section
	for _, r := range v.tree.Children(0) {
		link, named := rubricLink(v, r)
		if !named || !r.Visible {
			continue
		}
		list, err := s.rubricNews(ctx, v, tags, r, "", sectionReach)
		if err != nil {
			return nil, err
		}
		all = append(all, section{rubric: link, news: without(list.news, sectionReach, shown...)})
	}
	return arrange(all), nil
}

// stories is a page of a list, and the cursor of the next.
type stories struct {
	news []news.Summary
	next *string
}

// rubricNews lists a rubric with all that lie below it.
func (s *Site) rubricNews(ctx context.Context, v visit, tags tagSet, r rubrics.Rubric, before string, limit int) (stories, error) {
	family := v.tree.Family(r.ID)
	for _, id := range family {
		tags.add(news.RubricTag(v.code(), id))
	}
	list, next, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), RubricIDs: family, Cursor: before, Limit: limit})
	return stories{list, next}, err
}

// focus are the tags that the newest articles carry most.
func (s *Site) focus(ctx context.Context, v visit, tags tagSet) ([]view.Link, error) {
	ids, err := s.News.BusyTags(ctx, v.code(), frontReach*2, focusLength)
	if err != nil {
		return nil, err
	}
	return s.tagLinks(ctx, v, tags, ids)
}
