package readership

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListMostRead implements the operation of that name.
func (a PublicAPI) ListMostRead(context.Context, public.ListMostReadRequestObject) (public.ListMostReadResponseObject, error) {
	return nil, errPending
}

// CountView implements the operation of that name.
func (a PublicAPI) CountView(context.Context, public.CountViewRequestObject) (public.CountViewResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "readership.pending", "this part is being built")
