package photobank

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/lang"
)

// AdminAPI answers the admin contract's operations on pictures.
type AdminAPI struct{ Service *Service }

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
	shown, err := a.shown(ctx)(taken, err)
	return admin.UploadPicture201JSONResponse(shown), err
}

// formFault tells a form that is none from a body that could not be read.
func formFault(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return ErrTooLarge
	}
	return ErrNoFile
}

// PublicAPI answers the public contract's operations on pictures.
type PublicAPI struct {
	Service   *Service
	Languages lang.Set
}
