package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ChangePictures implements the operation of that name.
func (a AdminAPI) ChangePictures(ctx context.Context, r admin.ChangePicturesRequestObject) (admin.ChangePicturesResponseObject, error) {
	ids, versions := make([]int64, len(r.Body.Pictures)), make([]int64, len(r.Body.Pictures))
	for i, p := range r.Body.Pictures {
		ids[i], versions[i] = p.ID, optional.Or(p.Version, 0)
	}
	c := r.Body.Change
	outcomes, err := a.Service.Change(ctx, ids, versions, Values{
		Author: c.Author, Source: c.Source, Licence: c.Licence, Place: c.Place, LicenceID: c.LicenceID,
		RightsUntil: c.RightsUntil, WithoutEnd: optional.Or(c.WithoutEnd, false), TakenAt: c.TakenAt,
		AddKeywords: optional.Or(c.AddKeywords, nil), RemoveKeywords: optional.Or(c.RemoveKeywords, nil),
		AddPersons: optional.Or(c.AddPersons, nil), RemovePersons: optional.Or(c.RemovePersons, nil),
		CollectionID: optional.Or(c.Collection, 0), Trash: c.Trash,
	})
	if err != nil {
		return nil, err
	}
	var done []Picture
	for _, o := range outcomes {
		if o.Code == "" {
			done = append(done, o.Picture)
		}
	}
	shown, err := a.Service.Shown(ctx, done...)
	if err != nil {
		return nil, err
	}
	items := make([]admin.BulkOutcome, len(outcomes))
	for i, o := range outcomes {
		items[i] = admin.BulkOutcome{ID: o.ID, Code: o.Code}
		if o.Code == "" {
			items[i].Picture, shown = &shown[0], shown[1:]
		}
	}
	return admin.ChangePictures200JSONResponse{Items: items}, nil
}
