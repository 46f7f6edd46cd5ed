package readership

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// PublicAPI answers the public contract's operations of this feature.
type PublicAPI struct {
	Service   *Service
	News      news.PublicAPI
	Languages lang.Set
}

// ListMostRead implements the operation of that name.
func (a PublicAPI) ListMostRead(ctx context.Context, r public.ListMostReadRequestObject) (public.ListMostReadResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	window := time.Duration(optional.Or(r.Params.Hours, 24)) * time.Hour
	ids, err := a.Service.MostRead(ctx, language.Code, window, optional.Or(r.Params.Limit, 10))
	if err != nil {
		return nil, err
	}
	rows, err := a.News.News.PublishedByIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	items, err := a.News.Summaries(ctx, rows, language)
	return public.ListMostRead200JSONResponse{Items: items}, err
}

// CountView implements the operation of that name.
func (a PublicAPI) CountView(ctx context.Context, r public.CountViewRequestObject) (public.CountViewResponseObject, error) {
	from := access.Origin(ctx)
	a.Service.Count(ctx, r.ID, Visitor{Address: from.Address, UserAgent: from.UserAgent})
	return public.CountView204Response{}, nil
}
