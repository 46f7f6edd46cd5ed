package news

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
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
