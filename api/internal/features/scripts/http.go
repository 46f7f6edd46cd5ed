package scripts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on scripts.
type AdminAPI struct{ Service *Service }

// ListScriptExceptions implements the operation of that name.
func (a AdminAPI) ListScriptExceptions(ctx context.Context, r admin.ListScriptExceptionsRequestObject) (admin.ListScriptExceptionsResponseObject, error) {
	found, next, err := a.Service.List(ctx, Query{
		Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.ScriptException, len(found))
	for i, one := range found {
		items[i] = shownOut(one)
	}
	return admin.ListScriptExceptions200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateScriptException implements the operation of that name.
func (a AdminAPI) CreateScriptException(ctx context.Context, r admin.CreateScriptExceptionRequestObject) (admin.CreateScriptExceptionResponseObject, error) {
	made, err := a.Service.Create(ctx, Input{
		Stem: r.Body.Stem, Latin: optional.Or(r.Body.Latin, ""), Arabic: optional.Or(r.Body.Arabic, ""), Note: optional.Or(r.Body.Note, ""),
	})
	return admin.CreateScriptException201JSONResponse(shownOut(made)), err
}

// UpdateScriptException implements the operation of that name.
func (a AdminAPI) UpdateScriptException(ctx context.Context, r admin.UpdateScriptExceptionRequestObject) (admin.UpdateScriptExceptionResponseObject, error) {
	after, err := a.Service.Update(ctx, r.ID, r.Body.Version, Input{
		Stem: r.Body.Stem, Latin: optional.Or(r.Body.Latin, ""), Arabic: optional.Or(r.Body.Arabic, ""), Note: optional.Or(r.Body.Note, ""),
	})
	return admin.UpdateScriptException200JSONResponse(shownOut(after)), err
}

// DeleteScriptException implements the operation of that name.
func (a AdminAPI) DeleteScriptException(ctx context.Context, r admin.DeleteScriptExceptionRequestObject) (admin.DeleteScriptExceptionResponseObject, error) {
	return admin.DeleteScriptException204Response{}, a.Service.Delete(ctx, r.ID)
}

// TryScripts implements the operation of that name.
func (a AdminAPI) TryScripts(ctx context.Context, r admin.TryScriptsRequestObject) (admin.TryScriptsResponseObject, error) {
	all, err := a.Service.Try(ctx, r.Body.Text)
	items := make([]admin.ScriptTrial, len(all))
	for i, one := range all {
		items[i] = admin.ScriptTrial{Tag: one.Tag, Alphabet: one.Alphabet, RightToLeft: one.RightToLeft, Text: one.Text}
	}
	return admin.TryScripts200JSONResponse{Items: items}, err
}

func shownOut(e Exception) admin.ScriptException {
	out := admin.ScriptException{ID: e.ID, Stem: e.Stem, Latin: e.Latin, Arabic: e.Arabic, Note: e.Note, Version: e.Version, UpdatedAt: e.UpdatedAt}
	if e.UpdatedBy != "" {
		out.UpdatedBy = &e.UpdatedBy
	}
	return out
}
