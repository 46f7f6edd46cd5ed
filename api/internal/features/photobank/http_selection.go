package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListSelections implements the operation of that name.
func (a AdminAPI) ListSelections(ctx context.Context, _ admin.ListSelectionsRequestObject) (admin.ListSelectionsResponseObject, error) {
	found, err := a.Service.Selections(ctx)
	items := make([]admin.Selection, len(found))
	for i, s := range found {
		items[i] = adminSelection(s)
	}
	return admin.ListSelections200JSONResponse{Items: items}, err
}

// SaveSelection implements the operation of that name.
func (a AdminAPI) SaveSelection(ctx context.Context, r admin.SaveSelectionRequestObject) (admin.SaveSelectionResponseObject, error) {
	saved, err := a.Service.SaveSelection(ctx, Selection{Name: r.Body.Name, Query: r.Body.Query, Shared: optional.Or(r.Body.Shared, false)})
	return admin.SaveSelection201JSONResponse(adminSelection(saved)), err
}

// DeleteSelection implements the operation of that name.
func (a AdminAPI) DeleteSelection(ctx context.Context, r admin.DeleteSelectionRequestObject) (admin.DeleteSelectionResponseObject, error) {
	return admin.DeleteSelection204Response{}, a.Service.DeleteSelection(ctx, r.ID)
}

func adminSelection(s Selection) admin.Selection {
	return admin.Selection{ID: s.ID, Name: s.Name, Query: s.Query, Shared: s.Shared, Mine: s.Mine}
}
