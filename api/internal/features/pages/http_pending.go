package pages

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// GetMenu implements the operation of that name.
func (a PublicAPI) GetMenu(context.Context, public.GetMenuRequestObject) (public.GetMenuResponseObject, error) {
	return nil, errPending
}

// ListPublicPages implements the operation of that name.
func (a PublicAPI) ListPublicPages(context.Context, public.ListPublicPagesRequestObject) (public.ListPublicPagesResponseObject, error) {
	return nil, errPending
}

// GetPublicPage implements the operation of that name.
func (a PublicAPI) GetPublicPage(context.Context, public.GetPublicPageRequestObject) (public.GetPublicPageResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "pages.pending", "this part is being built")
