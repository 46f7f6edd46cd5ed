package search

import (
	"context"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// PublicAPI answers the public contract's operations of this feature.
type PublicAPI struct {
	Service   *Service
	News      news.PublicAPI
	Languages lang.Set
	// Zone is where a day begins and ends.
	Zone *time.Location
}

// SearchNews implements the operation of that name.
func (a PublicAPI) SearchNews(ctx context.Context, r public.SearchNewsRequestObject) (public.SearchNewsResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	request := Request{
		Language: language.Code, Text: r.Params.Q, AuthorID: optional.Or(r.Params.Author, 0), From: a.day(r.Params.From), Until: a.day(r.Params.Until),
		Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	}
	if r.Params.Rubric != nil {
		tree, err := a.News.Rubrics.Tree(ctx)
		if err != nil {
			return nil, err
		}
		if _, known := tree.ByID(*r.Params.Rubric); !known {
			return nil, rubrics.ErrNotFound
		}
		request.RubricIDs = tree.Family(*r.Params.Rubric)
	}
	hits, next, err := a.Service.Find(ctx, request)
	if err != nil {
		return nil, err
	}
	meant, err := a.Service.Meant(ctx, request, len(hits))
	if err != nil {
		return nil, err
	}
	items, err := a.items(ctx, hits, language)
	return public.SearchNews200JSONResponse{Items: items, NextCursor: next, DidYouMean: optional.Filled(meant)}, err
}

// SuggestSearch implements the operation of that name.
func (a PublicAPI) SuggestSearch(ctx context.Context, r public.SuggestSearchRequestObject) (public.SuggestSearchResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	tree, err := a.News.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	found, err := a.Service.Suggest(ctx, language.Code, tree, r.Params.Q)
	items := make([]public.SearchSuggestion, len(found))
	for i, one := range found {
		items[i] = public.SearchSuggestion{Kind: public.SearchSuggestionKind(one.Kind), Text: one.Text, URL: language.URL(one.Path())}
	}
	return public.SuggestSearch200JSONResponse{Items: items}, err
}

func (a PublicAPI) items(ctx context.Context, hits []Hit, language lang.Language) ([]public.SearchHit, error) {
	rows := make([]news.Summary, len(hits))
	for i, hit := range hits {
		rows[i] = hit.Summary
	}
	shown, err := a.News.Summaries(ctx, rows, language)
	items := make([]public.SearchHit, len(shown))
	for i, one := range shown {
		items[i] = public.SearchHit{Article: one, Title: hits[i].TitleHTML, Excerpt: hits[i].ExcerptHTML}
	}
	return items, err
}

// day is the beginning of a day where readers are; zero for none.
func (a PublicAPI) day(d *openapi_types.Date) time.Time {
	if d == nil {
		return time.Time{}
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, a.Zone)
}
