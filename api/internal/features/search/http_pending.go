package search

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// SearchNews implements the operation of that name.
func (a PublicAPI) SearchNews(context.Context, public.SearchNewsRequestObject) (public.SearchNewsResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "search.pending", "this part is being built")
