package photobank

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminUpload is an upload as the admin API shows it.
func (s *Service) AdminUpload(in Intake) admin.Upload {
	out := admin.Upload{
		ID: in.ID, FileName: in.FileName, Bytes: in.Bytes, Received: in.Received, State: admin.UploadState(in.State), Code: in.Code,
		CreatedAt: in.CreatedAt, ExpiresAt: in.ExpiresAt,
	}
	if in.State == Done {
		out.Known, out.Similar = &in.Known, &in.Similar
	}
	if in.Picture != nil {
		p := s.AdminPicture(*in.Picture)
		out.Picture = &p
	}
	return out
}

// FetchPicture implements the operation of that name.
func (a AdminAPI) FetchPicture(ctx context.Context, r admin.FetchPictureRequestObject) (admin.FetchPictureResponseObject, error) {
	found, err := a.Service.FetchPicture(ctx, r.Body.URL)
	var held Held
	if errors.As(err, &held) {
		return admin.FetchPicture202JSONResponse(a.Service.AdminUpload(held.Intake)), nil
	}
	shown, err := a.shown(ctx)(found, err)
	return admin.FetchPicture201JSONResponse(shown), err
}

// ListUploads implements the operation of that name.
func (a AdminAPI) ListUploads(ctx context.Context, r admin.ListUploadsRequestObject) (admin.ListUploadsResponseObject, error) {
	found, next, err := a.Service.Uploads(ctx, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	items := make([]admin.Upload, len(found))
	for i, in := range found {
		items[i] = a.Service.AdminUpload(in)
	}
	return admin.ListUploads200JSONResponse{Items: items, NextCursor: next}, err
}

// GetUpload implements the operation of that name. One that is gone is none.
func (a AdminAPI) GetUpload(ctx context.Context, r admin.GetUploadRequestObject) (admin.GetUploadResponseObject, error) {
	in, err := a.Service.UploadOf(ctx, r.ID)
	if errors.Is(err, ErrUploadGone) {
		err = ErrNoUpload
	}
	return admin.GetUpload200JSONResponse(a.Service.AdminUpload(in)), err
}

// RetryUpload implements the operation of that name.
func (a AdminAPI) RetryUpload(ctx context.Context, r admin.RetryUploadRequestObject) (admin.RetryUploadResponseObject, error) {
	in, err := a.Service.RetryUpload(ctx, r.ID)
	if errors.Is(err, ErrUploadGone) {
		err = ErrNoUpload
	}
	return admin.RetryUpload200JSONResponse(a.Service.AdminUpload(in)), err
}

// uploadPath is where the contract has the uploads; see openapi/admin.yaml.
const uploadPath = "/api/admin/v1/picture-uploads"

// CreateUpload implements the operation of that name.
func (a AdminAPI) CreateUpload(ctx context.Context, r admin.CreateUploadRequestObject) (admin.CreateUploadResponseObject, error) {
	name, err := fileNameOf(optional.Or(r.Params.UploadMetadata, ""))
	if err != nil {
		return nil, err
	}
	in, err := a.Service.BeginUpload(ctx, name, r.Params.UploadLength)
	location, expires, offset := uploadPath+"/"+in.ID.String(), expiry(in), int64(0)
	return admin.CreateUpload201Response{Headers: admin.CreateUpload201ResponseHeaders{Location: &location, UploadExpires: &expires, UploadOffset: &offset}}, err
}

// GetUploadOffset implements the operation of that name.
func (a AdminAPI) GetUploadOffset(ctx context.Context, r admin.GetUploadOffsetRequestObject) (admin.GetUploadOffsetResponseObject, error) {
	in, err := a.Service.UploadOf(ctx, r.ID)
	expires, cache, metadata := expiry(in), "no-store", "filename "+base64.StdEncoding.EncodeToString([]byte(in.FileName))
	return admin.GetUploadOffset200Response{Headers: admin.GetUploadOffset200ResponseHeaders{
		UploadOffset: &in.Received, UploadLength: &in.Bytes, UploadExpires: &expires, UploadMetadata: &metadata, CacheControl: &cache,
	}}, err
}

// AppendUpload implements the operation of that name. The body is read as a stream.
func (a AdminAPI) AppendUpload(ctx context.Context, r admin.AppendUploadRequestObject) (admin.AppendUploadResponseObject, error) {
	in, err := a.Service.Append(ctx, r.ID, r.Params.UploadOffset, r.Body)
	if _, refused := fault.As(err); err != nil && !refused && in.Received > r.Params.UploadOffset {
		err = ErrBrokeOff // what had arrived is kept
	}
	expires := expiry(in)
	return admin.AppendUpload204Response{Headers: admin.AppendUpload204ResponseHeaders{UploadOffset: &in.Received, UploadExpires: &expires}}, err
}

// DeleteUpload implements the operation of that name.
func (a AdminAPI) DeleteUpload(ctx context.Context, r admin.DeleteUploadRequestObject) (admin.DeleteUploadResponseObject, error) {
	return admin.DeleteUpload204Response{}, a.Service.DropUpload(ctx, r.ID)
}

func expiry(in Intake) string { return in.ExpiresAt.UTC().Format(http.TimeFormat) }

// fileNameOf finds the file's name in tus metadata: pairs of a key and a value in
// base64, with commas between them.
func fileNameOf(metadata string) (name string, err error) {
	for pair := range strings.SplitSeq(metadata, ",") {
		key, coded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		value, err := base64.StdEncoding.DecodeString(coded)
		if err != nil || key == "" && metadata != "" {
			return "", httpx.ErrInvalid.WithFields(fault.Field{Field: "Upload-Metadata", Code: "syntax", Message: "not pairs of a key and a value in base64"})
		}
		if key == "filename" {
			name = string(value)
		}
	}
	return name, nil
}
