package blocks

import (
	"context"
	"encoding/json"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on pages made of blocks.
type AdminAPI struct {
	Service *Service
	// Names are the names of people by id.
	Names func(ctx context.Context, ids []int64) (map[int64]string, error)
	Now   func() time.Time
}

// PublicAPI answers the public contract's operations on pages made of blocks.
type PublicAPI struct {
	Service   *Service
	News      news.PublicAPI // presents stories
	Languages lang.Set
	Now       func() time.Time
}

// ListLayouts implements the operation of that name.
func (a AdminAPI) ListLayouts(ctx context.Context, _ admin.ListLayoutsRequestObject) (admin.ListLayoutsResponseObject, error) {
	rows, err := a.Service.Layouts(ctx)
	items := make([]admin.LayoutSummary, len(rows))
	for i, r := range rows {
		items[i] = admin.LayoutSummary{
			Place: r.Place.String(), RubricID: r.Place.rubric(), Version: r.Version, Changed: r.Changed, PublishAt: r.PublishAt, PublishedAt: r.PublishedAt,
		}
	}
	return admin.ListLayouts200JSONResponse{Items: items}, err
}

// GetLayout implements the operation of that name.
func (a AdminAPI) GetLayout(ctx context.Context, r admin.GetLayoutRequestObject) (admin.GetLayoutResponseObject, error) {
	found, err := a.answer(ctx, r.Place, a.Service.Layout)
	return admin.GetLayout200JSONResponse(found), err
}

// SaveLayout implements the operation of that name.
func (a AdminAPI) SaveLayout(ctx context.Context, r admin.SaveLayoutRequestObject) (admin.SaveLayoutResponseObject, error) {
	draft, err := blocksIn(r.Body.Blocks)
	if err != nil {
		return nil, err
	}
	saved, err := a.answer(ctx, r.Place, func(ctx context.Context, p Place) (Arrangement, error) {
		return a.Service.Save(ctx, p, r.Body.Version, draft)
	})
	return admin.SaveLayout200JSONResponse(saved), err
}

// DeleteLayout implements the operation of that name.
func (a AdminAPI) DeleteLayout(ctx context.Context, r admin.DeleteLayoutRequestObject) (admin.DeleteLayoutResponseObject, error) {
	p, ok := ParsePlace(r.Place)
	if !ok {
		return nil, ErrNotFound
	}
	return admin.DeleteLayout204Response{}, a.Service.Delete(ctx, p)
}

// DiscardLayout implements the operation of that name.
func (a AdminAPI) DiscardLayout(ctx context.Context, r admin.DiscardLayoutRequestObject) (admin.DiscardLayoutResponseObject, error) {
	after, err := a.answer(ctx, r.Place, func(ctx context.Context, p Place) (Arrangement, error) {
		return a.Service.Discard(ctx, p, r.Body.Version)
	})
	return admin.DiscardLayout200JSONResponse(after), err
}

// PublishLayout implements the operation of that name.
func (a AdminAPI) PublishLayout(ctx context.Context, r admin.PublishLayoutRequestObject) (admin.PublishLayoutResponseObject, error) {
	after, err := a.answer(ctx, r.Place, func(ctx context.Context, p Place) (Arrangement, error) {
		return a.Service.Publish(ctx, p, r.Body.Version, optional.Or(r.Body.Note, ""), r.Body.At)
	})
	return admin.PublishLayout200JSONResponse(after), err
}

// UnscheduleLayout implements the operation of that name.
func (a AdminAPI) UnscheduleLayout(ctx context.Context, r admin.UnscheduleLayoutRequestObject) (admin.UnscheduleLayoutResponseObject, error) {
	after, err := a.answer(ctx, r.Place, func(ctx context.Context, p Place) (Arrangement, error) {
		return a.Service.Unschedule(ctx, p, r.Body.Version)
	})
	return admin.UnscheduleLayout200JSONResponse(after), err
}

// PreviewLayout implements the operation of that name.
func (a AdminAPI) PreviewLayout(ctx context.Context, r admin.PreviewLayoutRequestObject) (admin.PreviewLayoutResponseObject, error) {
	p, ok := ParsePlace(r.Place)
	if !ok {
		return nil, ErrNotFound
	}
	token, ends, err := a.Service.Preview(ctx, p, lang.Code(r.Body.Language), a.Now())
	if err != nil {
		return nil, err
	}
	language, _ := a.Service.Languages.Get(lang.Code(r.Body.Language))
	return admin.PreviewLayout201JSONResponse{URL: language.URL(PreviewPath(token)), ExpiresAt: ends}, nil
}

// answer does something with a place and presents what came of it.
func (a AdminAPI) answer(ctx context.Context, place string, do func(context.Context, Place) (Arrangement, error)) (admin.Layout, error) {
	p, ok := ParsePlace(place)
	if !ok {
		return admin.Layout{}, ErrNotFound
	}
	done, err := do(ctx, p)
	if err != nil {
		return admin.Layout{}, err
	}
	return a.present(ctx, done)
}

// blocksIn reads the contract's blocks, whose JSON is what is stored.
func blocksIn(in admin.Blocks) (out []Block, err error) {
	text, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(text, &out)
}
