package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// GetCalendar implements the operation of that name.
func (a AdminAPI) GetCalendar(ctx context.Context, r admin.GetCalendarRequestObject) (admin.GetCalendarResponseObject, error) {
	from, err := storable("from", &r.Params.From)
	if err != nil {
		return nil, err
	}
	until, err := storable("until", &r.Params.Until)
	if err != nil {
		return nil, err
	}
	rows, more, err := a.News.Calendar(ctx, *from, *until, lang.Code(optional.Or(r.Params.Language, "")))
	if err != nil {
		return nil, err
	}
	articles := make([]Summary, len(rows))
	for i, p := range rows {
		articles[i] = p.Summary
	}
	shown, err := a.summaries(ctx, articles)
	if err != nil {
		return nil, err
	}
	items := make([]admin.PlannedItem, len(rows))
	for i, p := range rows {
		items[i] = admin.PlannedItem{At: p.At, What: admin.PlannedItemWhat(p.What), Article: shown[i]}
	}
	return admin.GetCalendar200JSONResponse{Items: items, More: more}, nil
}

// ListSavedFilters implements the operation of that name.
func (a AdminAPI) ListSavedFilters(ctx context.Context, _ admin.ListSavedFiltersRequestObject) (admin.ListSavedFiltersResponseObject, error) {
	rows, err := a.News.SavedFilters(ctx)
	items := make([]admin.SavedFilter, len(rows))
	for i, f := range rows {
		items[i] = admin.SavedFilter{ID: f.ID, Name: f.Name, Query: f.Query}
	}
	return admin.ListSavedFilters200JSONResponse{Items: items}, err
}

// SaveFilter implements the operation of that name.
func (a AdminAPI) SaveFilter(ctx context.Context, r admin.SaveFilterRequestObject) (admin.SaveFilterResponseObject, error) {
	f, err := a.News.SaveFilter(ctx, SavedFilter{Name: r.Body.Name, Query: r.Body.Query})
	return admin.SaveFilter201JSONResponse{ID: f.ID, Name: f.Name, Query: f.Query}, err
}

// DeleteSavedFilter implements the operation of that name.
func (a AdminAPI) DeleteSavedFilter(ctx context.Context, r admin.DeleteSavedFilterRequestObject) (admin.DeleteSavedFilterResponseObject, error) {
	return admin.DeleteSavedFilter204Response{}, a.News.DeleteFilter(ctx, r.ID)
}

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
