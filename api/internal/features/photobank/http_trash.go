package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// TrashPicture implements the operation of that name.
func (a AdminAPI) TrashPicture(ctx context.Context, r admin.TrashPictureRequestObject) (admin.TrashPictureResponseObject, error) {
	shown, err := a.shown(ctx)(a.Service.Trash(ctx, r.ID, r.Body.Version))
	return admin.TrashPicture200JSONResponse(shown), err
}

// RestorePicture implements the operation of that name.
func (a AdminAPI) RestorePicture(ctx context.Context, r admin.RestorePictureRequestObject) (admin.RestorePictureResponseObject, error) {
	shown, err := a.shown(ctx)(a.Service.Restore(ctx, r.ID, r.Body.Version))
	return admin.RestorePicture200JSONResponse(shown), err
}

// DeletePicture implements the operation of that name.
func (a AdminAPI) DeletePicture(ctx context.Context, r admin.DeletePictureRequestObject) (admin.DeletePictureResponseObject, error) {
	return admin.DeletePicture204Response{}, a.Service.Delete(ctx, r.ID)
}
