package news

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListRelated implements the operation of that name.
func (a PublicAPI) ListRelated(context.Context, public.ListRelatedRequestObject) (public.ListRelatedResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "news.pending", "this part is being built")
