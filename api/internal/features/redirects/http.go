package redirects

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on redirects.
type AdminAPI struct{ Service *Service }

// ListRedirects implements the operation of that name.
func (a AdminAPI) ListRedirects(ctx context.Context, r admin.ListRedirectsRequestObject) (admin.ListRedirectsResponseObject, error) {
	found, next, err := a.Service.List(ctx, Query{
		Language: lang.Code(optional.Or(r.Params.Language, "")), Origin: Origin(optional.Or(r.Params.Origin, "")), Unused: optional.Or(r.Params.Unused, false),
		Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.Redirect, len(found))
	for i, one := range found {
		items[i] = shownOut(one)
	}
	return admin.ListRedirects200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateRedirect implements the operation of that name.
func (a AdminAPI) CreateRedirect(ctx context.Context, r admin.CreateRedirectRequestObject) (admin.CreateRedirectResponseObject, error) {
	made, err := a.Service.Create(ctx, inputIn(*r.Body))
	return admin.CreateRedirect201JSONResponse(shownOut(made)), err
}

// UpdateRedirect implements the operation of that name.
func (a AdminAPI) UpdateRedirect(ctx context.Context, r admin.UpdateRedirectRequestObject) (admin.UpdateRedirectResponseObject, error) {
	changed, err := a.Service.Update(ctx, r.ID, r.Body.Version, Input{
		Target: optional.Or(r.Body.Target, ""), Gone: optional.Or(r.Body.Gone, false),
		Temporary: optional.Or(r.Body.Temporary, false), Note: optional.Or(r.Body.Note, ""),
	})
	return admin.UpdateRedirect200JSONResponse(shownOut(changed)), err
}

// DeleteRedirect implements the operation of that name.
func (a AdminAPI) DeleteRedirect(ctx context.Context, r admin.DeleteRedirectRequestObject) (admin.DeleteRedirectResponseObject, error) {
	return admin.DeleteRedirect204Response{}, a.Service.Delete(ctx, r.ID)
}

// ImportRedirects implements the operation of that name.
func (a AdminAPI) ImportRedirects(ctx context.Context, r admin.ImportRedirectsRequestObject) (admin.ImportRedirectsResponseObject, error) {
	items := make([]Input, len(r.Body.Items))
	for i, one := range r.Body.Items {
		items[i] = inputIn(one)
	}
	out, err := a.Service.Import(ctx, items)
	refused := make([]admin.RedirectRefusal, len(out.Refused))
	for i, one := range out.Refused {
		refused[i] = admin.RedirectRefusal{Index: one.Index, Code: one.Fault.Code, Message: one.Fault.Detail}
	}
	return admin.ImportRedirects200JSONResponse{Created: out.Created, Changed: out.Changed, Unchanged: out.Unchanged, Refused: refused}, err
}

// CheckRedirect implements the operation of that name.
func (a AdminAPI) CheckRedirect(ctx context.Context, r admin.CheckRedirectRequestObject) (admin.CheckRedirectResponseObject, error) {
	found, err := a.Service.Check(ctx, lang.Code(r.Body.Language), r.Body.Path)
	out := admin.CheckRedirect200JSONResponse{Status: found.Status}
	if found.Target != "" {
		out.Target = &found.Target
	}
	if found.ID != 0 {
		out.RedirectID = &found.ID
	}
	return out, err
}

func inputIn(in admin.RedirectInput) Input {
	return Input{
		Language: lang.Code(in.Language), Path: in.Path, Target: optional.Or(in.Target, ""), Gone: optional.Or(in.Gone, false),
		Temporary: optional.Or(in.Temporary, false), Note: optional.Or(in.Note, ""),
	}
}

func shownOut(r Redirect) admin.Redirect {
	out := admin.Redirect{
		ID: r.ID, Language: string(r.Language), Path: r.Path, Target: r.Target, Status: admin.RedirectStatus(r.Status), Origin: admin.RedirectOrigin(r.Origin),
		Note: r.Note, Version: r.Version, CreatedAt: r.CreatedAt, Hits: r.Hits, LastHitAt: r.LastHitAt,
	}
	if r.CreatedBy != "" {
		out.CreatedBy = &r.CreatedBy
	}
	return out
}
