package pages

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// PublicAPI answers the public contract's operations on static pages and the menu.
type PublicAPI struct {
	Pages     *Service
	Rubrics   rubrics.PublicAPI
	Photobank *photobank.Service
	Languages lang.Set
	// Cards looks up the articles that a text leads to.
	Cards func(ctx context.Context, ids []int64) (func(id int64) (richtext.Card, bool), error)
}

// ListPublicPages implements the operation of that name.
func (a PublicAPI) ListPublicPages(ctx context.Context, r public.ListPublicPagesRequestObject) (public.ListPublicPagesResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	items, err := a.refs(ctx, language)
	return public.ListPublicPages200JSONResponse{Items: items}, err
}

func (a PublicAPI) refs(ctx context.Context, language lang.Language) ([]public.PublicPageRef, error) {
	all, err := a.Pages.PublishedList(ctx, language.Code)
	items := make([]public.PublicPageRef, len(all))
	for i, p := range all {
		items[i] = public.PublicPageRef{Key: p.Key, Title: p.Title, Slug: p.Slug, URL: language.URL(Path(p.Slug))}
	}
	return items, err
}

// GetPublicPage implements the operation of that name.
func (a PublicAPI) GetPublicPage(ctx context.Context, r public.GetPublicPageRequestObject) (public.GetPublicPageResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	p, err := a.Pages.PublishedBySlug(ctx, language.Code, r.Slug)
	if err != nil {
		return nil, err
	}
	pictures, err := a.Photobank.ForReaders(ctx, a.Pages.db.Reader(ctx), p.Body.PictureIDs())
	if err != nil {
		return nil, err
	}
	cards, err := a.Cards(ctx, p.Body.RelatedIDs())
	if err != nil {
		return nil, err
	}
	out := public.GetPublicPage200JSONResponse{
		Key: p.Key, Language: public.Language(p.Language), Title: p.Title, Slug: p.Slug, URL: language.URL(Path(p.Slug)),
		BodyHTML: p.Body.HTML(richtext.Resolve{Pictures: photobank.InText(pictures, language), Related: cards}),
		Versions: []public.PublicPageVersion{},
	}
	versions, err := a.Pages.PublishedVersions(ctx, p.Key)
	for _, v := range versions {
		if l, known := a.Languages.Get(v.Language); known {
			out.Versions = append(out.Versions, public.PublicPageVersion{Language: public.Language(v.Language), URL: l.URL(Path(v.Slug))})
		}
	}
	return out, err
}

// GetMenu implements the operation of that name.
func (a PublicAPI) GetMenu(ctx context.Context, r public.GetMenuRequestObject) (public.GetMenuResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	out := public.GetMenu200JSONResponse{Language: public.Language(language.Code)}
	if out.Rubrics, err = a.Rubrics.Navigation(ctx, language); err != nil {
		return nil, err
	}
	if out.Pages, err = a.refs(ctx, language); err != nil {
		return nil, err
	}
	for _, l := range a.Languages.All() {
		out.Languages = append(out.Languages, public.LanguageInfo{Code: string(l.Code), Name: l.Name, SiteURL: l.URL(""), Main: l.Code == a.Languages.Main().Code})
	}
	return out, nil
}
