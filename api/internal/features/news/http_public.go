package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
	"baq.kz/portal/api/internal/platform/richtext"
)

// PublicAPI answers the public contract's operations on news.
type PublicAPI struct {
	News      *Service
	Rubrics   *rubrics.Service
	Tags      *tags.Service
	Authors   *authors.Service
	Photobank *photobank.Service
	Languages lang.Set
	Moved     Moved // nil: no address ever moves
}

// ListNews implements the operation of that name.
func (a PublicAPI) ListNews(ctx context.Context, r public.ListNewsRequestObject) (public.ListNewsResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	if given(r.Params.Rubric)+given(r.Params.Tag)+given(r.Params.Author) > 1 {
		return nil, ErrOneFilter
	}
	query := ListQuery{
		Language: language.Code, TagID: optional.Or(r.Params.Tag, 0), AuthorID: optional.Or(r.Params.Author, 0),
		Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	}
	if r.Params.Rubric != nil {
		tree, err := a.Rubrics.Tree(ctx)
		if err != nil {
			return nil, err
		}
		if _, ok := tree.ByID(*r.Params.Rubric); !ok {
			return nil, rubrics.ErrNotFound
		}
		query.RubricIDs = tree.Family(*r.Params.Rubric)
	}
	with := included(r.Params.Include)
	query.Links = with.authors || with.tags
	rows, next, err := a.News.PublishedList(ctx, query)
	if err != nil {
		return nil, err
	}
	return a.encodedList(ctx, rows, next, with, language)
}

// Summaries are articles of one language as the public contract lists them, with
// their rubrics and lead pictures.
func (a PublicAPI) Summaries(ctx context.Context, rows []Summary, language lang.Language) ([]public.PublicSummary, error) {
	tree, err := a.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	pictures, err := a.Photobank.ForReaders(ctx, a.News.db.Reader(ctx), leadPictures(rows))
	items := make([]public.PublicSummary, len(rows))
	for i, row := range rows {
		items[i] = summary(row, language, tree, pictures)
	}
	return items, err
}

// given counts a parameter that the request names.
func given(id *int64) int { return len(present(id)) }

func leadPictures(rows []Summary) []int64 {
	var ids []int64
	for _, r := range rows {
		ids = append(ids, present(r.PictureID)...)
	}
	return ids
}

func summary(r Summary, language lang.Language, tree rubrics.Tree, pictures map[int64]photobank.Picture) public.PublicSummary {
	out := public.PublicSummary{
		ID: r.ID, StoryID: r.StoryID, Language: public.Language(r.Language), Title: r.Title, Slug: r.Slug, Lead: r.Lead,
		URL: language.URL(Path(r.Slug)), PublishedAt: *r.PublishedAt, UpdatedAt: changedAt(*r.PublishedAt, r.TextChangedAt),
	}
	urgency := public.Urgency(r.Urgency)
	out.Urgency, out.BreakingUntil = &urgency, r.BreakingUntil
	if r.RubricID != nil {
		if rubric, ok := tree.ByID(*r.RubricID); ok {
			shown := rubrics.Public(rubric, language)
			out.Rubric = &shown
		}
	}
	if r.PictureID != nil {
		if p, ok := pictures[*r.PictureID]; ok {
			shown := photobank.PublicPicture(p, language)
			out.Picture = &shown
		}
	}
	return out
}

// GetArticle implements the operation of that name.
func (a PublicAPI) GetArticle(ctx context.Context, r public.GetArticleRequestObject) (public.GetArticleResponseObject, error) {
	article, err := a.News.PublishedByID(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	language, ok := a.Languages.Get(article.Language)
	if !ok {
		return nil, ErrNotFound
	}
	return a.article(ctx, article, language)
}

// card looks up what a text leads to; what is not on its site is left out.
func (a PublicAPI) card(live map[int64]Ref) func(id int64) (richtext.Card, bool) {
	return func(id int64) (richtext.Card, bool) {
		ref := live[id]
		language, known := a.Languages.Get(ref.Language)
		if !known { // of no language is what was not found
			return richtext.Card{}, false
		}
		return richtext.Card{URL: language.URL(Path(ref.Slug)), Title: ref.Title}, true
	}
}

// changedAt is the last change that concerns readers: what was written before the
// publication is none.
func changedAt(published, text time.Time) time.Time {
	if text.Before(published) {
		return published
	}
	return text
}
