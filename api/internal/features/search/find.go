package search

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/wordform"
)

// Request is what a reader looks for. Empty members do not filter.
type Request struct {
	Language  lang.Code
	Text      string
	RubricIDs []int64 // any of them
	AuthorID  int64
	From      time.Time // published then or later
	Until     time.Time // published before
	Cursor    string
	Limit     int // 1 to 100
}

// Hit is an article that was found.
type Hit struct {
	news.Summary
	// TitleHTML and ExcerptHTML are escaped, with what was found in <mark>.
	TitleHTML, ExcerptHTML string
}

// Find is a page of what is found, the newest first, and the cursor of the next (nil:
// none). Whatever the text is, there is an answer.
func (s *Service) Find(ctx context.Context, r Request) ([]Hit, *string, error) {
	after, err := keyset.Decode[keyset.ByTime](r.Cursor)
	if err != nil {
		return nil, nil, err
	}
	q := parse(r.Text)
	if q.empty() {
		return nil, nil, nil
	}
	cache.Reads(ctx, news.LatestTag(r.Language))
	found, next, err := s.look(ctx, r, q, after)
	if err != nil {
		return nil, nil, err
	}
	hits, err := s.hits(ctx, found, q)
	return hits, next, err
}

// look reads the keys of a page.
func (s *Service) look(ctx context.Context, r Request, q query, after *keyset.ByTime) ([]key, *string, error) {
	var found []key
	var upTo *key
	err := inSearch(ctx, s.db.Reader(ctx), func(ctx context.Context, tx bun.Tx) (err error) {
		found, upTo, err = walk(ctx, tx, r, q, after)
		return err
	})
	late := tooLate(err)
	if late && len(found) == 0 {
		return nil, nil, ErrTooSlow
	}
	if err != nil && !late {
		return nil, nil, err
	}
	if late && len(found) <= r.Limit {
		upTo = &found[len(found)-1]
	}
	if upTo != nil && len(found) <= r.Limit { // there may be more: the next page begins here
		next := keyset.Encode(upTo.ByTime())
		return found, &next, nil
	}
	rows, next := keyset.Page(found, r.Limit, func(k key) any { return k.ByTime() })
	return rows, next, nil
}

// spans are how many weeks the windows of a search take in, one after the other into
// the past; the last window is all that is left. So a word of every article costs the
// reading of a week, and only one that is hardly anywhere that of its own few places.
// Wider windows would cost more than they save: each of their weeks is compared with
// each article in them (64 weeks of 100,000 articles took 20 times as long as all).
func spans() []int64 { return []int64{1, 4, 16} }

// walk looks window by window until there is one article more than a page has. upTo
// is where it stopped before that, having looked at as many as a page may cost.
func walk(ctx context.Context, tx bun.Tx, r Request, q query, after *keyset.ByTime) (found []key, upTo *key, err error) {
	top, any, err := youngest(ctx, tx, r.Language)
	if err != nil || !any {
		return nil, nil, err
	}
	if !r.Until.IsZero() && r.Until.Before(top) {
		top = r.Until
	}
	if after != nil && after.At.Before(top) {
		top = after.At
	}
	end := week(top) + 1
	for i := 0; i <= len(spans()) && len(found) <= r.Limit; i++ {
		w := window{request: r, query: q, after: after, end: end}
		if i < len(spans()) {
			w.weeks = spans()[i]
		}
		if !r.From.IsZero() && end <= week(r.From) {
			break
		}
		rows, last, err := w.read(ctx, tx, r.Limit+1-len(found))
		if found = append(found, rows...); err != nil || last != nil {
			return found, last, err
		}
		end -= w.weeks
	}
	return found, nil, nil
}

// window is a part of the time that is searched.
type window struct {
	request Request
	query   query
	after   *keyset.ByTime
	end     int64 // the first week that it does not reach
	weeks   int64 // how many it has; 0: all before its end
}

// tsquery is all that the index is asked for. It knows no order of words, so that it
// gives more than a phrase is in.
func (w window) tsquery() string {
	marks := [][]string{{languageMark(w.request.Language)}}
	if w.weeks > 0 {
		marks[0] = nil
		for n := w.end - w.weeks; n < w.end; n++ {
			marks[0] = append(marks[0], weekMark(w.request.Language, n))
		}
	}
	if len(w.request.RubricIDs) > 0 {
		var rubrics []string
		for _, id := range w.request.RubricIDs {
			rubrics = append(rubrics, rubricMark(id))
		}
		marks = append(marks, rubrics)
	}
	if w.request.AuthorID != 0 {
		marks = append(marks, []string{authorMark(w.request.AuthorID)})
	}
	return w.query.loose().tsquery(marks...)
}

// hits reads what is shown of articles that were found. One that has left its site
// since is left out.
func (s *Service) hits(ctx context.Context, found []key, q query) ([]Hit, error) {
	ids := make([]int64, len(found))
	for i, k := range found {
		ids[i] = k.ArticleID
	}
	db := s.db.Reader(ctx)
	list, err := s.news.PublishedByIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	whole, err := s.news.LiveByIDs(ctx, db, ids, false)
	if err != nil {
		return nil, err
	}
	texts := make(map[int64]news.Article, len(whole))
	for _, a := range whole {
		texts[a.ID] = a
	}
	hits := make([]Hit, len(list))
	match := wordform.NewMatcher(q.lexemes())
	for i, one := range list {
		text := texts[one.ID]
		hits[i] = Hit{Summary: one, TitleHTML: marked(one.Title, match), ExcerptHTML: excerpt(one.Lead, text.Body.Text(), match)}
	}
	return hits, nil
}
