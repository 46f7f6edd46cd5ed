package website

import (
	"context"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

// relatedLength is how many articles are offered with one.
const relatedLength = 4

// onward fills what leads on from an article: what its rubric had before it, what goes
// with it, and the rubric's newest. Nothing stands there twice.
func (s *Site) onward(ctx context.Context, v visit, a news.Article, d *draft, page *view.Article) error {
	shown := []int64{a.ID}
	var next []news.Summary
	before, has, err := s.News.Before(ctx, a)
	if err != nil {
		return err
	}
	if has {
		next, shown = []news.Summary{before}, append(shown, before.ID)
	}
	related, err := s.News.Related(ctx, a, relatedLength+len(next))
	if err != nil {
		return err
	}
	related = without(related, relatedLength, shown...)
	for _, one := range related {
		shown = append(shown, one.ID)
	}
	more, err := s.moreOfRubric(ctx, v, a, shown)
	if err != nil {
		return err
	}
	onwardTags(d.tags, a, next, related)
	k, err := s.shelf(ctx, v, d.tags, next, related, more)
	page.Related, page.More = k.cards(related), k.cards(more)
	for _, card := range k.cards(next) {
		page.Next = &card
	}
	for i := range page.More {
		page.More[i].Rubric = view.Link{} // the heading says it
	}
	return err
}

// moreOfRubric are the newest articles of the article's rubric.
func (s *Site) moreOfRubric(ctx context.Context, v visit, a news.Article, shown []int64) ([]news.Summary, error) {
	if a.RubricID == nil {
		return nil, nil
	}
	list, _, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), RubricIDs: []int64{*a.RubricID}, Limit: moreLength + len(shown)})
	return without(list, moreLength, shown...), err
}

// onwardTags adds the tags of the lists that an article's page draws from, and of what it
// shows of them.
func onwardTags(set tagSet, a news.Article, lists ...[]news.Summary) {
	if a.RubricID != nil {
		set.add(news.RubricTag(a.Language, *a.RubricID))
	}
	for _, id := range a.TagIDs {
		set.add(news.TagTag(a.Language, id))
	}
	for _, list := range lists {
		for _, one := range list {
			set.add(news.ArticleTag(one.ID))
		}
	}
}
