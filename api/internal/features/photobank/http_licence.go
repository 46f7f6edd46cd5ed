package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListLicences implements the operation of that name.
func (a AdminAPI) ListLicences(ctx context.Context, _ admin.ListLicencesRequestObject) (admin.ListLicencesResponseObject, error) {
	found, err := a.Service.Licences(ctx)
	items := make([]admin.Licence, len(found))
	for i, l := range found {
		items[i] = adminLicence(l)
	}
	return admin.ListLicences200JSONResponse{Items: items}, err
}

// CreateLicence implements the operation of that name.
func (a AdminAPI) CreateLicence(ctx context.Context, r admin.CreateLicenceRequestObject) (admin.CreateLicenceResponseObject, error) {
	made, err := a.Service.CreateLicence(ctx, Licence{Name: r.Body.Name, Terms: optional.Or(r.Body.Terms, ""), ExpiresAt: r.Body.ExpiresAt})
	return admin.CreateLicence201JSONResponse(adminLicence(made)), err
}

// UpdateLicence implements the operation of that name. What the body leaves out is
// emptied.
func (a AdminAPI) UpdateLicence(ctx context.Context, r admin.UpdateLicenceRequestObject) (admin.UpdateLicenceResponseObject, error) {
	changed, err := a.Service.UpdateLicence(ctx, Licence{
		ID: r.ID, Name: r.Body.Name, Terms: optional.Or(r.Body.Terms, ""), ExpiresAt: r.Body.ExpiresAt, Version: r.Body.Version,
	})
	return admin.UpdateLicence200JSONResponse(adminLicence(changed)), err
}

// DeleteLicence implements the operation of that name.
func (a AdminAPI) DeleteLicence(ctx context.Context, r admin.DeleteLicenceRequestObject) (admin.DeleteLicenceResponseObject, error) {
	return admin.DeleteLicence204Response{}, a.Service.DeleteLicence(ctx, r.ID)
}

func adminLicence(l Licence) admin.Licence {
	return admin.Licence{ID: l.ID, Name: l.Name, Terms: l.Terms, ExpiresAt: l.ExpiresAt, Version: l.Version, UpdatedAt: l.UpdatedAt}
}
