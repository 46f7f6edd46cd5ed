package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListSimilar implements the operation of that name.
func (a AdminAPI) ListSimilar(ctx context.Context, r admin.ListSimilarRequestObject) (admin.ListSimilarResponseObject, error) {
	found, err := a.Service.Similar(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	all := make([]Picture, len(found))
	for i, f := range found {
		all[i] = f.Picture
	}
	shown, err := a.Service.Shown(ctx, all...)
	items := make([]admin.Similar, len(shown))
	for i, p := range shown {
		items[i] = admin.Similar{Picture: p, Distance: found[i].Distance}
	}
	return admin.ListSimilar200JSONResponse{Items: items}, err
}

// ListLikenesses implements the operation of that name.
func (a AdminAPI) ListLikenesses(ctx context.Context, r admin.ListLikenessesRequestObject) (admin.ListLikenessesResponseObject, error) {
	found, next, err := a.Service.Likenesses(ctx, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	if err != nil {
		return nil, err
	}
	var all []Picture
	for _, l := range found {
		all = append(all, l.Pictures[:]...)
	}
	shown, err := a.Service.Shown(ctx, all...)
	if err != nil {
		return nil, err
	}
	items := make([]admin.Likeness, len(found))
	for i, l := range found {
		items[i] = admin.Likeness{ID: l.ID, Distance: l.Distance, FoundAt: l.FoundAt, Pictures: shown[2*i : 2*i+2]}
	}
	return admin.ListLikenesses200JSONResponse{Items: items, NextCursor: next}, nil
}

// DismissLikeness implements the operation of that name.
func (a AdminAPI) DismissLikeness(ctx context.Context, r admin.DismissLikenessRequestObject) (admin.DismissLikenessResponseObject, error) {
	return admin.DismissLikeness204Response{}, a.Service.DismissLikeness(ctx, r.ID)
}
