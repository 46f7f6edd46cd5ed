package accounts

import (
	"context"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// BeginPasskeyLogin implements admin.StrictServerInterface.
func (a AdminAPI) BeginPasskeyLogin(ctx context.Context, request admin.BeginPasskeyLoginRequestObject) (admin.BeginPasskeyLoginResponseObject, error) {
	c, err := a.Service.BeginPasskeyLogin(ctx, text(request.Body.Challenge))
	if err != nil {
		return nil, err
	}
	return admin.BeginPasskeyLogin200JSONResponse(ceremony(c)), nil
}

// LoginWithPasskey implements admin.StrictServerInterface.
func (a AdminAPI) LoginWithPasskey(ctx context.Context, request admin.LoginWithPasskeyRequestObject) (admin.LoginWithPasskeyResponseObject, error) {
	bearer, err := wanted(ctx, request.Body.Delivery)
	if err != nil {
		return nil, err
	}
	in, err := a.Service.LoginWithPasskey(withBrowser(ctx, bearer), request.Body.Ceremony, request.Body.Credential)
	if err != nil {
		return nil, err
	}
	return a.deliver(in, bearer), nil
}

// VisitLoginWithPasskeyResponse implements admin.LoginWithPasskeyResponseObject.
func (r signedIn) VisitLoginWithPasskeyResponse(w http.ResponseWriter) error {
	r.prepare(w)
	return admin.LoginWithPasskey200JSONResponse(r.body).VisitLoginWithPasskeyResponse(w)
}

// BeginConfirmation implements admin.StrictServerInterface.
func (a AdminAPI) BeginConfirmation(ctx context.Context, _ admin.BeginConfirmationRequestObject) (admin.BeginConfirmationResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	c, err := a.Service.BeginConfirmation(ctx, p)
	if err != nil {
		return nil, err
	}
	return admin.BeginConfirmation200JSONResponse(ceremony(c)), nil
}

// BeginPasskey implements admin.StrictServerInterface.
func (a AdminAPI) BeginPasskey(ctx context.Context, _ admin.BeginPasskeyRequestObject) (admin.BeginPasskeyResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	c, err := a.Service.BeginPasskey(ctx, p)
	if err != nil {
		return nil, err
	}
	return admin.BeginPasskey200JSONResponse(ceremony(c)), nil
}

// AddPasskey implements admin.StrictServerInterface.
func (a AdminAPI) AddPasskey(ctx context.Context, request admin.AddPasskeyRequestObject) (admin.AddPasskeyResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	added, err := a.Service.AddPasskey(ctx, p, request.Body.Ceremony, request.Body.Name, request.Body.Credential)
	if err != nil {
		return nil, err
	}
	return admin.AddPasskey201JSONResponse(passkey(added)), nil
}

// RenamePasskey implements admin.StrictServerInterface.
func (a AdminAPI) RenamePasskey(ctx context.Context, request admin.RenamePasskeyRequestObject) (admin.RenamePasskeyResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	renamed, err := a.Service.RenamePasskey(ctx, p, request.ID, request.Body.Name)
	if err != nil {
		return nil, err
	}
	return admin.RenamePasskey200JSONResponse(passkey(renamed)), nil
}

// RemovePasskey implements admin.StrictServerInterface.
func (a AdminAPI) RemovePasskey(ctx context.Context, request admin.RemovePasskeyRequestObject) (admin.RemovePasskeyResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	if err := a.Service.RemovePasskey(ctx, p, request.ID); err != nil {
		return nil, err
	}
	return admin.RemovePasskey204Response{}, nil
}

func passkey(k Passkey) admin.Passkey {
	return admin.Passkey{ID: k.ID, Name: k.Name, CreatedAt: k.CreatedAt, LastUsedAt: k.LastUsedAt}
}

func ceremony(c Ceremony) admin.PasskeyCeremony {
	return admin.PasskeyCeremony{Ceremony: c.ID, Options: c.Options, ExpiresAt: c.ExpiresAt}
}
