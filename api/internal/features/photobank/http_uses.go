package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListPictureUses implements the operation of that name.
func (a AdminAPI) ListPictureUses(ctx context.Context, r admin.ListPictureUsesRequestObject) (admin.ListPictureUsesResponseObject, error) {
	found, next, err := a.Service.Uses(ctx, r.ID, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	items := make([]admin.Use, len(found))
	for i, u := range found {
		items[i] = admin.Use{Kind: admin.UseKind(u.Kind), ID: u.ID, Title: u.Title, Language: &found[i].Language, Role: admin.UseRole(u.Role), Live: u.Live}
	}
	return admin.ListPictureUses200JSONResponse{Items: items, NextCursor: next}, err
}
