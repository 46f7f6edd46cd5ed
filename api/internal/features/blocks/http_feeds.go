package blocks

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListDataFeeds implements the operation of that name.
func (a AdminAPI) ListDataFeeds(ctx context.Context, _ admin.ListDataFeedsRequestObject) (admin.ListDataFeedsResponseObject, error) {
	rows, err := a.Service.Feeds(ctx)
	items := make([]admin.DataFeed, len(rows))
	for i, f := range rows {
		items[i] = feedOut(f)
	}
	return admin.ListDataFeeds200JSONResponse{Items: items}, err
}

// PutDataFeed implements the operation of that name.
func (a AdminAPI) PutDataFeed(ctx context.Context, r admin.PutDataFeedRequestObject) (admin.PutDataFeedResponseObject, error) {
	f := Feed{
		Key: r.Key, Kind: string(r.Body.Kind), Source: optional.Or(r.Body.Source, ""), SourceURL: optional.Or(r.Body.SourceURL, ""), ValidUntil: r.Body.ValidUntil,
	}
	for _, one := range r.Body.Items {
		figure := Figure{Labels: map[lang.Code]string{}, Value: one.Value, Change: one.Change, Icon: string(optional.Or(one.Icon, ""))}
		for code, label := range one.Labels {
			figure.Labels[lang.Code(code)] = label
		}
		f.Items = append(f.Items, figure)
	}
	after, err := a.Service.PutFeed(ctx, f)
	return admin.PutDataFeed200JSONResponse(feedOut(after)), err
}

// DeleteDataFeed implements the operation of that name.
func (a AdminAPI) DeleteDataFeed(ctx context.Context, r admin.DeleteDataFeedRequestObject) (admin.DeleteDataFeedResponseObject, error) {
	return admin.DeleteDataFeed204Response{}, a.Service.DeleteFeed(ctx, r.Key)
}

func feedOut(f Feed) admin.DataFeed {
	out := admin.DataFeed{Key: f.Key, Kind: admin.FeedKind(f.Kind), Items: []admin.FeedItem{}, Source: &f.Source, SourceURL: &f.SourceURL, ValidUntil: f.ValidUntil, UpdatedAt: f.UpdatedAt}
	for _, one := range f.Items {
		item := admin.FeedItem{Labels: map[string]string{}, Value: one.Value, Change: one.Change}
		for code, label := range one.Labels {
			item.Labels[string(code)] = label
		}
		if one.Icon != "" {
			icon := admin.FeedItemIcon(one.Icon)
			item.Icon = &icon
		}
		out.Items = append(out.Items, item)
	}
	return out
}
