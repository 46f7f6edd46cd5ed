package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListPreviewLinks implements the operation of that name.
func (a AdminAPI) ListPreviewLinks(ctx context.Context, r admin.ListPreviewLinksRequestObject) (admin.ListPreviewLinksResponseObject, error) {
	rows, err := a.News.Previews(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	items, err := a.previews(ctx, rows...)
	return admin.ListPreviewLinks200JSONResponse{Items: items}, err
}

// previewHours is how long a link works unless the request says otherwise; the
// contract's default.
const previewHours = 72

// CreatePreviewLink implements the operation of that name.
func (a AdminAPI) CreatePreviewLink(ctx context.Context, r admin.CreatePreviewLinkRequestObject) (admin.CreatePreviewLinkResponseObject, error) {
	article, err := a.News.Get(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	language, ok := a.Languages.Get(article.Language)
	if !ok {
		return nil, ErrUnknownLanguage
	}
	link, token, err := a.News.CreatePreview(ctx, r.ID, time.Duration(optional.Or(r.Body.Hours, previewHours))*time.Hour)
	if err != nil {
		return nil, err
	}
	shown, err := a.previews(ctx, link)
	if err != nil {
		return nil, err
	}
	url := language.URL(PreviewPath(token))
	shown[0].URL = &url
	return admin.CreatePreviewLink201JSONResponse(shown[0]), nil
}

// RevokePreviewLink implements the operation of that name.
func (a AdminAPI) RevokePreviewLink(ctx context.Context, r admin.RevokePreviewLinkRequestObject) (admin.RevokePreviewLinkResponseObject, error) {
	return admin.RevokePreviewLink204Response{}, a.News.RevokePreview(ctx, r.ID)
}

func (a AdminAPI) previews(ctx context.Context, rows ...PreviewLink) ([]admin.PreviewLink, error) {
	people := make([]int64, len(rows))
	for i, l := range rows {
		people[i] = l.CreatedBy
	}
	names, err := accounts.Names(ctx, a.News.db.Primary, people)
	out := make([]admin.PreviewLink, len(rows))
	for i, l := range rows {
		out[i] = admin.PreviewLink{
			ID: l.ID, By: personIn(&l.CreatedBy, names), CreatedAt: l.CreatedAt, ExpiresAt: l.ExpiresAt, RevokedAt: l.RevokedAt, LastOpenedAt: l.LastOpenedAt,
		}
	}
	return out, err
}
