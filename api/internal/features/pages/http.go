package pages

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
	"baq.kz/portal/api/internal/platform/richtext"
)

// AdminAPI answers the admin contract's operations on static pages.
type AdminAPI struct {
	Pages     *Service
	Languages lang.Set
}

// ListPages implements the operation of that name.
func (a AdminAPI) ListPages(ctx context.Context, _ admin.ListPagesRequestObject) (admin.ListPagesResponseObject, error) {
	all, err := a.Pages.All(ctx)
	items := make([]admin.Page, len(all))
	for i, p := range all {
		items[i] = a.shown(p)
	}
	return admin.ListPages200JSONResponse{Items: items}, err
}

// CreatePage implements the operation of that name.
func (a AdminAPI) CreatePage(ctx context.Context, r admin.CreatePageRequestObject) (admin.CreatePageResponseObject, error) {
	b := r.Body
	body, err := richtext.Parse(optional.Or(b.Body, nil))
	if err != nil {
		return nil, richtext.In("body", err)
	}
	made, err := a.Pages.Create(ctx, Page{
		Key: b.Key, Language: lang.Code(b.Language), Title: b.Title, Slug: optional.Or(b.Slug, ""), Body: body,
		SEODescription: optional.Or(b.SeoDescription, ""), State: State(optional.Or(b.State, admin.PageState(Draft))),
	})
	return admin.CreatePage201JSONResponse(a.shown(made)), err
}

// GetPage implements the operation of that name.
func (a AdminAPI) GetPage(ctx context.Context, r admin.GetPageRequestObject) (admin.GetPageResponseObject, error) {
	found, err := a.Pages.Get(ctx, r.ID)
	return admin.GetPage200JSONResponse(a.shown(found)), err
}

// UpdatePage implements the operation of that name.
func (a AdminAPI) UpdatePage(ctx context.Context, r admin.UpdatePageRequestObject) (admin.UpdatePageResponseObject, error) {
	b := r.Body
	body, err := richtext.Parse(optional.Or(b.Body, nil))
	if err != nil {
		return nil, richtext.In("body", err)
	}
	changed, err := a.Pages.Update(ctx, Page{
		ID: r.ID, Version: b.Version, Title: b.Title, Slug: b.Slug, Body: body,
		SEODescription: optional.Or(b.SeoDescription, ""), State: State(b.State),
	})
	return admin.UpdatePage200JSONResponse(a.shown(changed)), err
}

func (a AdminAPI) shown(p Page) admin.Page {
	out := admin.Page{
		ID: p.ID, Key: p.Key, Language: admin.Language(p.Language), Title: p.Title, Slug: p.Slug, Body: p.Body.JSON(),
		SeoDescription: p.SEODescription, State: admin.PageState(p.State), Version: p.Version, UpdatedAt: p.UpdatedAt,
	}
	if language, ok := a.Languages.Get(p.Language); ok {
		out.URL = language.URL(Path(p.Slug))
	}
	return out
}
