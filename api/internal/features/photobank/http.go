package photobank

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on pictures.
type AdminAPI struct{ Service *Service }

// ListPictures implements the operation of that name.
func (a AdminAPI) ListPictures(ctx context.Context, r admin.ListPicturesRequestObject) (admin.ListPicturesResponseObject, error) {
	found, next, err := a.Service.List(ctx, Query{
		Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.Picture, len(found))
	for i, p := range found {
		items[i] = a.Service.AdminPicture(p)
	}
	return admin.ListPictures200JSONResponse{Items: items, NextCursor: next}, err
}

// UploadPicture implements the operation of that name. The file goes through as
// a stream: the form's one part must be `file`.
func (a AdminAPI) UploadPicture(ctx context.Context, r admin.UploadPictureRequestObject) (admin.UploadPictureResponseObject, error) {
	part, err := r.Body.NextPart()
	if err != nil {
		return nil, formFault(err)
	}
	if part.FormName() != "file" {
		return nil, ErrNoFile
	}
	taken, err := a.Service.Upload(ctx, Upload{FileName: part.FileName(), Content: part})
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = ErrTruncated
	}
	var held Held
	if errors.As(err, &held) {
		return admin.UploadPicture202JSONResponse(a.Service.AdminUpload(held.Intake)), nil
	}
	return admin.UploadPicture201JSONResponse(a.Service.AdminPicture(taken)), err
}

// formFault tells a form that is none from a body that could not be read.
func formFault(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return ErrTooLarge
	}
	return ErrNoFile
}

// GetPicture implements the operation of that name.
func (a AdminAPI) GetPicture(ctx context.Context, r admin.GetPictureRequestObject) (admin.GetPictureResponseObject, error) {
	found, err := a.Service.Get(ctx, r.ID)
	return admin.GetPicture200JSONResponse(a.Service.AdminPicture(found)), err
}

// UpdatePicture implements the operation of that name. What the body leaves out
// is emptied.
func (a AdminAPI) UpdatePicture(ctx context.Context, r admin.UpdatePictureRequestObject) (admin.UpdatePictureResponseObject, error) {
	changed, err := a.Service.Update(ctx, r.ID, r.Body.Version, Description{
		Labels: labelsIn(r.Body.Labels), Author: optional.Or(r.Body.Author, ""), Source: optional.Or(r.Body.Source, ""),
		Licence: optional.Or(r.Body.Licence, ""), TakenAt: r.Body.TakenAt,
	})
	return admin.UpdatePicture200JSONResponse(a.Service.AdminPicture(changed)), err
}
