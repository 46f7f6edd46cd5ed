package redirects

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListMissingPages implements the operation of that name.
func (a AdminAPI) ListMissingPages(ctx context.Context, r admin.ListMissingPagesRequestObject) (admin.ListMissingPagesResponseObject, error) {
	found, next, err := a.Service.Missing(ctx, MissingQuery{
		Language: lang.Code(optional.Or(r.Params.Language, "")), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.MissingPage, len(found))
	for i, m := range found {
		items[i] = admin.MissingPage{ID: m.ID, Language: string(m.Language), Path: m.Path, Hits: m.Hits, FirstAt: m.FirstAt, LastAt: m.LastAt, From: &found[i].Referrer}
	}
	return admin.ListMissingPages200JSONResponse{Items: items, NextCursor: next}, err
}

// DismissMissingPage implements the operation of that name.
func (a AdminAPI) DismissMissingPage(ctx context.Context, r admin.DismissMissingPageRequestObject) (admin.DismissMissingPageResponseObject, error) {
	return admin.DismissMissingPage204Response{}, a.Service.Dismiss(ctx, r.ID)
}

// SuggestRedirects implements the operation of that name.
func (a AdminAPI) SuggestRedirects(ctx context.Context, r admin.SuggestRedirectsRequestObject) (admin.SuggestRedirectsResponseObject, error) {
	found, err := a.Service.Suggest(ctx, r.ID)
	items := make([]admin.Suggestion, len(found))
	for i, one := range found {
		items[i] = admin.Suggestion{Title: one.Title, Target: one.Target, Likeness: one.Likeness}
	}
	return admin.SuggestRedirects200JSONResponse{Items: items}, err
}
