package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// MergePicture implements the operation of that name.
func (a AdminAPI) MergePicture(ctx context.Context, r admin.MergePictureRequestObject) (admin.MergePictureResponseObject, error) {
	shown, err := a.shown(ctx)(a.Service.Merge(ctx, r.ID, r.Body.Into))
	return admin.MergePicture200JSONResponse(shown), err
}

// SeparatePicture implements the operation of that name.
func (a AdminAPI) SeparatePicture(ctx context.Context, r admin.SeparatePictureRequestObject) (admin.SeparatePictureResponseObject, error) {
	shown, err := a.shown(ctx)(a.Service.Separate(ctx, r.ID))
	return admin.SeparatePicture200JSONResponse(shown), err
}
