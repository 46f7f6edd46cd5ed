package tags

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// MergeTag implements the operation of that name.
func (a AdminAPI) MergeTag(context.Context, admin.MergeTagRequestObject) (admin.MergeTagResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "tags.pending", "this part is being built")
