package redirects

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListMissingPages implements the operation of that name.
func (a AdminAPI) ListMissingPages(context.Context, admin.ListMissingPagesRequestObject) (admin.ListMissingPagesResponseObject, error) {
	return nil, errPending
}

// DismissMissingPage implements the operation of that name.
func (a AdminAPI) DismissMissingPage(context.Context, admin.DismissMissingPageRequestObject) (admin.DismissMissingPageResponseObject, error) {
	return nil, errPending
}

// SuggestRedirects implements the operation of that name.
func (a AdminAPI) SuggestRedirects(context.Context, admin.SuggestRedirectsRequestObject) (admin.SuggestRedirectsResponseObject, error) {
	return nil, errPending
}

// ListRedirects implements the operation of that name.
func (a AdminAPI) ListRedirects(context.Context, admin.ListRedirectsRequestObject) (admin.ListRedirectsResponseObject, error) {
	return nil, errPending
}

// CreateRedirect implements the operation of that name.
func (a AdminAPI) CreateRedirect(context.Context, admin.CreateRedirectRequestObject) (admin.CreateRedirectResponseObject, error) {
	return nil, errPending
}

// CheckRedirect implements the operation of that name.
func (a AdminAPI) CheckRedirect(context.Context, admin.CheckRedirectRequestObject) (admin.CheckRedirectResponseObject, error) {
	return nil, errPending
}

// ImportRedirects implements the operation of that name.
func (a AdminAPI) ImportRedirects(context.Context, admin.ImportRedirectsRequestObject) (admin.ImportRedirectsResponseObject, error) {
	return nil, errPending
}

// DeleteRedirect implements the operation of that name.
func (a AdminAPI) DeleteRedirect(context.Context, admin.DeleteRedirectRequestObject) (admin.DeleteRedirectResponseObject, error) {
	return nil, errPending
}

// UpdateRedirect implements the operation of that name.
func (a AdminAPI) UpdateRedirect(context.Context, admin.UpdateRedirectRequestObject) (admin.UpdateRedirectResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "redirects.pending", "this part is being built")
