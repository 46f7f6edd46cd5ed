package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListCollections implements the operation of that name.
func (a AdminAPI) ListCollections(ctx context.Context, r admin.ListCollectionsRequestObject) (admin.ListCollectionsResponseObject, error) {
	found, next, err := a.Service.Collections(ctx, optional.Or(r.Params.Q, ""), optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	if err != nil {
		return nil, err
	}
	items, err := a.collections(ctx, found...)
	return admin.ListCollections200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateCollection implements the operation of that name.
func (a AdminAPI) CreateCollection(ctx context.Context, r admin.CreateCollectionRequestObject) (admin.CreateCollectionResponseObject, error) {
	shown, err := a.collection(ctx)(a.Service.CreateCollection(ctx, Collection{Name: r.Body.Name, Description: optional.Or(r.Body.Description, "")}))
	return admin.CreateCollection201JSONResponse(shown), err
}

// UpdateCollection implements the operation of that name.
func (a AdminAPI) UpdateCollection(ctx context.Context, r admin.UpdateCollectionRequestObject) (admin.UpdateCollectionResponseObject, error) {
	shown, err := a.collection(ctx)(a.Service.UpdateCollection(ctx, Collection{
		ID: r.ID, Name: r.Body.Name, Description: optional.Or(r.Body.Description, ""), Version: r.Body.Version,
	}))
	return admin.UpdateCollection200JSONResponse(shown), err
}

// DeleteCollection implements the operation of that name.
func (a AdminAPI) DeleteCollection(ctx context.Context, r admin.DeleteCollectionRequestObject) (admin.DeleteCollectionResponseObject, error) {
	return admin.DeleteCollection204Response{}, a.Service.DeleteCollection(ctx, r.ID)
}

// CollectPictures implements the operation of that name.
func (a AdminAPI) CollectPictures(ctx context.Context, r admin.CollectPicturesRequestObject) (admin.CollectPicturesResponseObject, error) {
	shown, err := a.collection(ctx)(a.Service.Collect(ctx, r.ID, optional.Or(r.Body.Add, nil), optional.Or(r.Body.Remove, nil)))
	return admin.CollectPictures200JSONResponse(shown), err
}

// collections shows collections with their covers.
func (a AdminAPI) collections(ctx context.Context, found ...Collection) ([]admin.Collection, error) {
	var covers []int64
	for _, c := range found {
		if c.CoverID != nil {
			covers = append(covers, *c.CoverID)
		}
	}
	byID, err := a.Service.ByIDs(ctx, a.Service.deps.DB.Primary, covers)
	if err != nil {
		return nil, err
	}
	items := make([]admin.Collection, len(found))
	for i, c := range found {
		items[i] = admin.Collection{ID: c.ID, Name: c.Name, Description: c.Description, Pictures: c.Pictures, Version: c.Version, UpdatedAt: c.UpdatedAt}
		if c.CoverID == nil {
			continue
		}
		if cover, there := byID[*c.CoverID]; there {
			shown, err := a.shown(ctx)(cover, nil)
			if err != nil {
				return nil, err
			}
			items[i].Cover = &shown
		}
	}
	return items, nil
}

func (a AdminAPI) collection(ctx context.Context) func(Collection, error) (admin.Collection, error) {
	return func(c Collection, err error) (admin.Collection, error) {
		if err != nil {
			return admin.Collection{}, err
		}
		items, err := a.collections(ctx, c)
		if err != nil {
			return admin.Collection{}, err
		}
		return items[0], nil
	}
}
