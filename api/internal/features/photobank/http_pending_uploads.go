package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// FetchPicture is not there yet.
func (AdminAPI) FetchPicture(context.Context, admin.FetchPictureRequestObject) (admin.FetchPictureResponseObject, error) {
	return nil, errPending
}

// ListUploads is not there yet.
func (AdminAPI) ListUploads(context.Context, admin.ListUploadsRequestObject) (admin.ListUploadsResponseObject, error) {
	return nil, errPending
}

// CreateUpload is not there yet.
func (AdminAPI) CreateUpload(context.Context, admin.CreateUploadRequestObject) (admin.CreateUploadResponseObject, error) {
	return nil, errPending
}

// GetUpload is not there yet.
func (AdminAPI) GetUpload(context.Context, admin.GetUploadRequestObject) (admin.GetUploadResponseObject, error) {
	return nil, errPending
}

// GetUploadOffset is not there yet.
func (AdminAPI) GetUploadOffset(context.Context, admin.GetUploadOffsetRequestObject) (admin.GetUploadOffsetResponseObject, error) {
	return nil, errPending
}

// AppendUpload is not there yet.
func (AdminAPI) AppendUpload(context.Context, admin.AppendUploadRequestObject) (admin.AppendUploadResponseObject, error) {
	return nil, errPending
}

// DeleteUpload is not there yet.
func (AdminAPI) DeleteUpload(context.Context, admin.DeleteUploadRequestObject) (admin.DeleteUploadResponseObject, error) {
	return nil, errPending
}

// RetryUpload is not there yet.
func (AdminAPI) RetryUpload(context.Context, admin.RetryUploadRequestObject) (admin.RetryUploadResponseObject, error) {
	return nil, errPending
}
