package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListPictures implements the operation of that name.
func (a AdminAPI) ListPictures(ctx context.Context, r admin.ListPicturesRequestObject) (admin.ListPicturesResponseObject, error) {
	found, next, err := a.Service.List(ctx, query(r.Params))
	if err != nil {
		return nil, err
	}
	items, err := a.Service.Shown(ctx, found...)
	return admin.ListPictures200JSONResponse{Items: items, NextCursor: next}, err
}

func query(p admin.ListPicturesParams) Query {
	return Query{
		Search: optional.Or(p.Q, ""), Author: optional.Or(p.Author, ""), Source: optional.Or(p.Source, ""),
		Keyword: optional.Or(p.Keyword, ""), Person: optional.Or(p.Person, ""),
		LicenceID: optional.Or(p.Licence, 0), WithoutLicence: p.NoLicence, Rights: string(optional.Or(p.Rights, "")),
		TakenFrom: p.TakenFrom, TakenUntil: p.TakenUntil, AddedFrom: p.AddedFrom, AddedUntil: p.AddedUntil, AddedBy: optional.Or(p.AddedBy, 0),
		Orientation: string(optional.Or(p.Orientation, "")), Tone: string(optional.Or(p.Tone, "")), Used: p.Used,
		Described: lang.Code(optional.Or(p.Described, "")), Undescribed: lang.Code(optional.Or(p.Undescribed, "")),
		CollectionID: optional.Or(p.Collection, 0), Trashed: optional.Or(p.Trashed, false),
		Cursor: optional.Or(p.Cursor, ""), Limit: optional.Or(p.Limit, 30),
	}
}
