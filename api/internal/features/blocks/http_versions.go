package blocks

import (
	"context"
	"encoding/json"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListLayoutVersions implements the operation of that name.
func (a AdminAPI) ListLayoutVersions(ctx context.Context, r admin.ListLayoutVersionsRequestObject) (admin.ListLayoutVersionsResponseObject, error) {
	p, ok := ParsePlace(r.Place)
	if !ok {
		return nil, ErrNotFound
	}
	rows, next, err := a.Service.Versions(ctx, p, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	if err != nil {
		return nil, err
	}
	items, err := a.versions(ctx, rows...)
	return admin.ListLayoutVersions200JSONResponse{Items: items, NextCursor: next}, err
}

// GetLayoutVersion implements the operation of that name.
func (a AdminAPI) GetLayoutVersion(ctx context.Context, r admin.GetLayoutVersionRequestObject) (admin.GetLayoutVersionResponseObject, error) {
	p, ok := ParsePlace(r.Place)
	if !ok {
		return nil, ErrNotFound
	}
	found, err := a.Service.Version(ctx, p, r.Number)
	if err != nil {
		return nil, err
	}
	items, err := a.versions(ctx, found)
	if err != nil {
		return nil, err
	}
	return admin.GetLayoutVersion200JSONResponse(items[0]), nil
}

// RestoreLayout implements the operation of that name.
func (a AdminAPI) RestoreLayout(ctx context.Context, r admin.RestoreLayoutRequestObject) (admin.RestoreLayoutResponseObject, error) {
	after, err := a.answer(ctx, r.Place, func(ctx context.Context, p Place) (Arrangement, error) {
		return a.Service.Restore(ctx, p, r.Number, r.Body.Version)
	})
	return admin.RestoreLayout200JSONResponse(after), err
}

// present is an arrangement as the contract has it.
func (a AdminAPI) present(ctx context.Context, one Arrangement) (admin.Layout, error) {
	out := admin.Layout{
		Place: one.Place.String(), RubricID: one.Place.rubric(), Version: one.Version, Changed: one.Changed, PublishAt: one.PublishAt, UpdatedAt: one.UpdatedAt,
	}
	var err error
	if out.Blocks, err = blocksOut(one.Blocks); err != nil {
		return out, err
	}
	if one.UpdatedBy != nil {
		names, err := a.Names(ctx, []int64{*one.UpdatedBy})
		if err != nil {
			return out, err
		}
		if name := names[*one.UpdatedBy]; name != "" {
			out.UpdatedBy = &name
		}
	}
	if one.Published != nil {
		shown, err := a.versions(ctx, *one.Published)
		if err != nil {
			return out, err
		}
		out.Published = &shown[0]
	}
	return out, nil
}

// versions are what was published, with the names of who did.
func (a AdminAPI) versions(ctx context.Context, rows ...Version) ([]admin.PublishedLayout, error) {
	var people []int64
	for _, v := range rows {
		if v.By != nil {
			people = append(people, *v.By)
		}
	}
	names, err := a.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	out := make([]admin.PublishedLayout, len(rows))
	for i, v := range rows {
		blocks, err := blocksOut(v.Blocks)
		if err != nil {
			return nil, err
		}
		out[i] = admin.PublishedLayout{Number: v.Number, Blocks: blocks, PublishedAt: v.At, Note: v.Note}
		if v.By != nil {
			if name := names[*v.By]; name != "" {
				out[i].PublishedBy = &name
			}
		}
	}
	return out, nil
}

func blocksOut(in []Block) (admin.Blocks, error) {
	out := admin.Blocks{}
	if len(in) == 0 {
		return out, nil
	}
	text, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(text, &out)
}
