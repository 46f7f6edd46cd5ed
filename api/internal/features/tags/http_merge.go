package tags

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// MergeTag implements the operation of that name.
func (a AdminAPI) MergeTag(ctx context.Context, r admin.MergeTagRequestObject) (admin.MergeTagResponseObject, error) {
	after, err := a.Tags.Merge(ctx, a.Articles, r.ID, r.Body.Version, r.Body.Into)
	return admin.MergeTag200JSONResponse(Admin(after)), err
}
