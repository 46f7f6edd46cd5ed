package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// GetPicture implements the operation of that name. It alone tells what the file says
// of itself.
func (a AdminAPI) GetPicture(ctx context.Context, r admin.GetPictureRequestObject) (admin.GetPictureResponseObject, error) {
	shown, err := a.shown(ctx)(a.Service.Get(ctx, r.ID))
	if err != nil {
		return nil, err
	}
	said, err := a.Service.Facts(ctx, r.ID)
	facts := make([]admin.FileFact, len(said))
	for i, f := range said {
		facts[i] = admin.FileFact{Name: f.Name, Value: f.Value}
	}
	shown.Facts = &facts
	return admin.GetPicture200JSONResponse(shown), err
}

// UpdatePicture implements the operation of that name. What the body leaves out
// is emptied.
func (a AdminAPI) UpdatePicture(ctx context.Context, r admin.UpdatePictureRequestObject) (admin.UpdatePictureResponseObject, error) {
	shown, err := a.shown(ctx)(a.Service.Update(ctx, r.ID, r.Body.Version, Description{
		Labels: labelsIn(r.Body.Labels), Author: optional.Or(r.Body.Author, ""), Source: optional.Or(r.Body.Source, ""),
		Licence: optional.Or(r.Body.Licence, ""), LicenceID: r.Body.LicenceID, RightsUntil: r.Body.RightsUntil, TakenAt: r.Body.TakenAt,
		Place: optional.Or(r.Body.Place, ""), Keywords: optional.Or(r.Body.Keywords, nil), Persons: optional.Or(r.Body.Persons, nil),
	}))
	return admin.UpdatePicture200JSONResponse(shown), err
}
