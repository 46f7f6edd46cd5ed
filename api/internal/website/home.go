package website

import (
	"context"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/website/view"
)

// home builds the front page of the blocks that editors arranged.
func (s *Site) home(ctx context.Context, v visit) (draft, error) { return s.homeOf(ctx, v, nil) }

// homeOf builds the front page of blocks; nil: those that readers see.
func (s *Site) homeOf(ctx context.Context, v visit, all []blocks.Block) (draft, error) {
	d := draft{
		title: say(v.locale, "home.title"), description: say(v.locale, "site.description"), keywords: say(v.locale, "site.keywords"),
		versions: s.everywhere("/"), tags: tagged(), machines: machines{things: aboutSite},
	}
	shown, _, err := s.arranged(ctx, v, &d, blocks.Home, all)
	d.content = view.Home{Blocks: shown}
	return d, err
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
