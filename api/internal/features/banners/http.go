package banners

import (
	"context"
	"slices"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on banners.
type AdminAPI struct {
	Banners   *Service
	Photobank *photobank.Service
}

// ListBanners implements the operation of that name.
func (a AdminAPI) ListBanners(ctx context.Context, r admin.ListBannersRequestObject) (admin.ListBannersResponseObject, error) {
	p := r.Params
	found, next, err := a.Banners.List(ctx, Query{
		Zone: Zone(optional.Or(p.Zone, "")), State: State(optional.Or(p.State, "")), Language: lang.Code(optional.Or(p.Language, "")),
		Search: optional.Or(p.Q, ""), Cursor: optional.Or(p.Cursor, ""), Limit: optional.Or(p.Limit, 30),
	})
	if err != nil {
		return nil, err
	}
	items, err := a.shown(ctx, found...)
	return admin.ListBanners200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateBanner implements the operation of that name.
func (a AdminAPI) CreateBanner(ctx context.Context, r admin.CreateBannerRequestObject) (admin.CreateBannerResponseObject, error) {
	in := r.Body
	made, err := a.one(ctx)(a.Banners.Create(ctx, Banner{
		Name: in.Name, Advertiser: optional.Or(in.Advertiser, ""), Zone: Zone(in.Zone), Arts: artsIn(in.Arts), RubricIDs: optional.Or(in.RubricIds, nil),
		From: in.From, Until: in.Until, Weight: optional.Or(in.Weight, 0), Paused: optional.Or(in.Paused, false),
	}))
	return admin.CreateBanner201JSONResponse(made), err
}

// GetBanner implements the operation of that name.
func (a AdminAPI) GetBanner(ctx context.Context, r admin.GetBannerRequestObject) (admin.GetBannerResponseObject, error) {
	found, err := a.one(ctx)(a.Banners.Get(ctx, r.ID))
	return admin.GetBanner200JSONResponse(found), err
}

// UpdateBanner implements the operation of that name.
func (a AdminAPI) UpdateBanner(ctx context.Context, r admin.UpdateBannerRequestObject) (admin.UpdateBannerResponseObject, error) {
	in := r.Body
	changed, err := a.one(ctx)(a.Banners.Update(ctx, Banner{
		ID: r.ID, Version: in.Version,
		Name: in.Name, Advertiser: optional.Or(in.Advertiser, ""), Zone: Zone(in.Zone), Arts: artsIn(in.Arts), RubricIDs: optional.Or(in.RubricIds, nil),
		From: in.From, Until: in.Until, Weight: optional.Or(in.Weight, 0), Paused: optional.Or(in.Paused, false),
	}))
	return admin.UpdateBanner200JSONResponse(changed), err
}

// DeleteBanner implements the operation of that name.
func (a AdminAPI) DeleteBanner(ctx context.Context, r admin.DeleteBannerRequestObject) (admin.DeleteBannerResponseObject, error) {
	return admin.DeleteBanner204Response{}, a.Banners.Delete(ctx, r.ID)
}

// GetBannerStatistics implements the operation of that name.
func (a AdminAPI) GetBannerStatistics(ctx context.Context, r admin.GetBannerStatisticsRequestObject) (admin.GetBannerStatisticsResponseObject, error) {
	found, err := a.Banners.Statistics(ctx, r.ID, r.Params.From.Time, r.Params.Until.Time)
	items := make([]admin.BannerDay, len(found))
	for i, d := range found {
		items[i] = admin.BannerDay{Day: openapi_types.Date{Time: d.Day}, Language: admin.Language(d.Language), Shows: d.Shows, Clicks: d.Clicks}
	}
	return admin.GetBannerStatistics200JSONResponse{Items: items}, err
}

func artsIn(in admin.BannerArts) map[lang.Code]Art {
	out := make(map[lang.Code]Art, len(in))
	for code, a := range in {
		out[lang.Code(code)] = Art{PictureID: a.PictureID, NarrowPictureID: a.NarrowPictureID, Alt: a.Alt, URL: a.URL}
	}
	return out
}

// one shows the outcome of a use case that gives one banner.
func (a AdminAPI) one(ctx context.Context) func(Banner, error) (admin.Banner, error) {
	return func(b Banner, err error) (admin.Banner, error) {
		if err != nil {
			return admin.Banner{}, err
		}
		shown, err := a.shown(ctx, b)
		if err != nil {
			return admin.Banner{}, err
		}
		return shown[0], nil
	}
}

// shown are banners with their pictures, as the admin API shows them.
func (a AdminAPI) shown(ctx context.Context, all ...Banner) ([]admin.Banner, error) {
	var ids []int64
	for _, b := range all {
		ids = append(ids, b.PictureIDs()...)
	}
	slices.Sort(ids)
	pictures, err := a.Photobank.ByIDs(ctx, a.Banners.db.Primary, slices.Compact(ids))
	out := make([]admin.Banner, len(all))
	for i, b := range all {
		shown := []admin.Picture{}
		for _, id := range b.PictureIDs() {
			if p, ok := pictures[id]; ok {
				p.ID = id // of one that was merged into another, as the art names it
				shown = append(shown, a.Photobank.AdminPicture(p))
			}
		}
		out[i] = Admin(b)
		out[i].Pictures = &shown
	}
	return out, err
}

// Admin is a banner as the admin API shows it, without the pictures.
func Admin(b Banner) admin.Banner {
	out := admin.Banner{
		ID: b.ID, Name: b.Name, Advertiser: b.Advertiser, Zone: admin.BannerZone(b.Zone), RubricIds: b.RubricIDs, From: b.From, Until: b.Until,
		Weight: b.Weight, Paused: b.Paused, State: admin.BannerState(b.State), Shows: b.Shows, Clicks: b.Clicks, Version: b.Version, UpdatedAt: b.UpdatedAt,
		Arts: make(admin.BannerArts, len(b.Arts)),
	}
	for code, art := range b.Arts {
		out.Arts[string(code)] = admin.BannerArt{PictureID: art.PictureID, NarrowPictureID: art.NarrowPictureID, Alt: art.Alt, URL: art.URL}
	}
	return out
}
