package website

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

// breaking are the links of the breaking bar. All pages carry its tag, so that
// the bar comes and goes with the news; an article does not lead to itself.
func (s *Site) breaking(ctx context.Context, v visit, d draft) ([]view.Link, error) {
	d.tags.add(news.BreakingTag(v.code()))
	list, err := s.News.BreakingNews(ctx, v.code())
	var links []view.Link
	for _, a := range without(list, len(list), d.article) {
		links = append(links, view.Link{Title: typeset(a.Title), URL: news.Path(a.Slug)})
	}
	return links, err
}

// pressing is how long news is marked as urgent after its publication: what was
// urgent yesterday is not today.
const pressing = 24 * time.Hour

// mark says how news presses now. Breaking news is urgent once it has left the bar.
func mark(urgency news.Urgency, breakingUntil, published *time.Time, now time.Time) view.Mark {
	switch {
	case breakingUntil != nil && breakingUntil.After(now):
		return view.Breaking
	case urgency == news.Ordinary, published == nil, now.Sub(*published) >= pressing:
		return ""
	}
	return view.Urgent
}
