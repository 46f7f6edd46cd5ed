package authors

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListAuthors implements the operation of that name.
func (a PublicAPI) ListAuthors(context.Context, public.ListAuthorsRequestObject) (public.ListAuthorsResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "authors.pending", "this part is being built")
