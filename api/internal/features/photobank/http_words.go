package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListPictureWords implements the operation of that name.
func (a AdminAPI) ListPictureWords(ctx context.Context, r admin.ListPictureWordsRequestObject) (admin.ListPictureWordsResponseObject, error) {
	found, err := a.Service.Words(ctx, string(r.Params.Field), optional.Or(r.Params.Q, ""))
	return admin.ListPictureWords200JSONResponse{Items: found}, err
}
