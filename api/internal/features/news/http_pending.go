package news

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// GetArticleBySlug implements the operation of that name.
func (a PublicAPI) GetArticleBySlug(context.Context, public.GetArticleBySlugRequestObject) (public.GetArticleBySlugResponseObject, error) {
	return nil, errPending
}

// ListRelated implements the operation of that name.
func (a PublicAPI) ListRelated(context.Context, public.ListRelatedRequestObject) (public.ListRelatedResponseObject, error) {
	return nil, errPending
}

// GetStoryVersions implements the operation of that name.
func (a PublicAPI) GetStoryVersions(context.Context, public.GetStoryVersionsRequestObject) (public.GetStoryVersionsResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "news.pending", "this part is being built")
