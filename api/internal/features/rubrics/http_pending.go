package rubrics

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// GetRubricBySlug implements the operation of that name.
func (a PublicAPI) GetRubricBySlug(context.Context, public.GetRubricBySlugRequestObject) (public.GetRubricBySlugResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "rubrics.pending", "this part is being built")
