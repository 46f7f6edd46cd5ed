package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListArticlePictures implements the operation of that name.
func (a PublicAPI) ListArticlePictures(context.Context, public.ListArticlePicturesRequestObject) (public.ListArticlePicturesResponseObject, error) {
	return nil, errPending
}

// GetPublicPicture implements the operation of that name.
func (a PublicAPI) GetPublicPicture(context.Context, public.GetPublicPictureRequestObject) (public.GetPublicPictureResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "photobank.pending", "this part is being built")
