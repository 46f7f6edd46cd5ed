package blocks

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListDataFeeds implements the operation of that name.
func (a AdminAPI) ListDataFeeds(context.Context, admin.ListDataFeedsRequestObject) (admin.ListDataFeedsResponseObject, error) {
	return nil, errPending
}

// DeleteDataFeed implements the operation of that name.
func (a AdminAPI) DeleteDataFeed(context.Context, admin.DeleteDataFeedRequestObject) (admin.DeleteDataFeedResponseObject, error) {
	return nil, errPending
}

// PutDataFeed implements the operation of that name.
func (a AdminAPI) PutDataFeed(context.Context, admin.PutDataFeedRequestObject) (admin.PutDataFeedResponseObject, error) {
	return nil, errPending
}

// ListLayouts implements the operation of that name.
func (a AdminAPI) ListLayouts(context.Context, admin.ListLayoutsRequestObject) (admin.ListLayoutsResponseObject, error) {
	return nil, errPending
}

// DeleteLayout implements the operation of that name.
func (a AdminAPI) DeleteLayout(context.Context, admin.DeleteLayoutRequestObject) (admin.DeleteLayoutResponseObject, error) {
	return nil, errPending
}

// GetLayout implements the operation of that name.
func (a AdminAPI) GetLayout(context.Context, admin.GetLayoutRequestObject) (admin.GetLayoutResponseObject, error) {
	return nil, errPending
}

// SaveLayout implements the operation of that name.
func (a AdminAPI) SaveLayout(context.Context, admin.SaveLayoutRequestObject) (admin.SaveLayoutResponseObject, error) {
	return nil, errPending
}

// DiscardLayout implements the operation of that name.
func (a AdminAPI) DiscardLayout(context.Context, admin.DiscardLayoutRequestObject) (admin.DiscardLayoutResponseObject, error) {
	return nil, errPending
}

// PreviewLayout implements the operation of that name.
func (a AdminAPI) PreviewLayout(context.Context, admin.PreviewLayoutRequestObject) (admin.PreviewLayoutResponseObject, error) {
	return nil, errPending
}

// PublishLayout implements the operation of that name.
func (a AdminAPI) PublishLayout(context.Context, admin.PublishLayoutRequestObject) (admin.PublishLayoutResponseObject, error) {
	return nil, errPending
}

// UnscheduleLayout implements the operation of that name.
func (a AdminAPI) UnscheduleLayout(context.Context, admin.UnscheduleLayoutRequestObject) (admin.UnscheduleLayoutResponseObject, error) {
	return nil, errPending
}

// ListLayoutVersions implements the operation of that name.
func (a AdminAPI) ListLayoutVersions(context.Context, admin.ListLayoutVersionsRequestObject) (admin.ListLayoutVersionsResponseObject, error) {
	return nil, errPending
}

// GetLayoutVersion implements the operation of that name.
func (a AdminAPI) GetLayoutVersion(context.Context, admin.GetLayoutVersionRequestObject) (admin.GetLayoutVersionResponseObject, error) {
	return nil, errPending
}

// RestoreLayout implements the operation of that name.
func (a AdminAPI) RestoreLayout(context.Context, admin.RestoreLayoutRequestObject) (admin.RestoreLayoutResponseObject, error) {
	return nil, errPending
}

// GetPublicLayout implements the operation of that name.
func (a PublicAPI) GetPublicLayout(context.Context, public.GetPublicLayoutRequestObject) (public.GetPublicLayoutResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "blocks.pending", "this part is being built")
