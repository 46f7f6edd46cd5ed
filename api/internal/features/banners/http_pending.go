package banners

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListBanners implements the operation of that name.
func (a AdminAPI) ListBanners(context.Context, admin.ListBannersRequestObject) (admin.ListBannersResponseObject, error) {
	return nil, errPending
}

// CreateBanner implements the operation of that name.
func (a AdminAPI) CreateBanner(context.Context, admin.CreateBannerRequestObject) (admin.CreateBannerResponseObject, error) {
	return nil, errPending
}

// DeleteBanner implements the operation of that name.
func (a AdminAPI) DeleteBanner(context.Context, admin.DeleteBannerRequestObject) (admin.DeleteBannerResponseObject, error) {
	return nil, errPending
}

// GetBanner implements the operation of that name.
func (a AdminAPI) GetBanner(context.Context, admin.GetBannerRequestObject) (admin.GetBannerResponseObject, error) {
	return nil, errPending
}

// UpdateBanner implements the operation of that name.
func (a AdminAPI) UpdateBanner(context.Context, admin.UpdateBannerRequestObject) (admin.UpdateBannerResponseObject, error) {
	return nil, errPending
}

// GetBannerStatistics implements the operation of that name.
func (a AdminAPI) GetBannerStatistics(context.Context, admin.GetBannerStatisticsRequestObject) (admin.GetBannerStatisticsResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Unavailable, "banners.pending", "this part is being built")
