package website

import (
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

// relatedLength is how many articles are offered with one.
const relatedLength = 4

// onwardCards fills what leads on from an article: what its rubric had before it, what
// goes with it, and the rubric's newest.
func onwardCards(k shelf, onward news.Onward, page *view.Article) {
	page.Related, page.More = k.cards(onward.Related), k.cards(onward.More)
	for _, card := range k.cards(onward.Next) {
		page.Next = &card
	}
	for i := range page.More {
		page.More[i].Rubric = view.Link{} // the heading says it
	}
}

// onwardTags adds the tags of the lists that an article's page draws from, and of what it
// shows of them.
func onwardTags(set tagSet, a news.Article, onward news.Onward) {
	if a.RubricID != nil {
		set.add(news.RubricTag(a.Language, *a.RubricID))
	}
	for _, id := range a.TagIDs {
		set.add(news.TagTag(a.Language, id))
	}
	for _, list := range [][]news.Summary{onward.Next, onward.Related} {
		for _, one := range list {
			set.add(news.ArticleTag(one.ID))
		}
	}
}
