package accounts

import (
	"context"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// AskReset implements admin.StrictServerInterface.
func (a AdminAPI) AskReset(ctx context.Context, request admin.AskResetRequestObject) (admin.AskResetResponseObject, error) {
	return admin.AskReset202Response{}, a.Service.AskReset(ctx, request.Body.Email)
}

// LookAtLink implements admin.StrictServerInterface.
func (a AdminAPI) LookAtLink(ctx context.Context, request admin.LookAtLinkRequestObject) (admin.LookAtLinkResponseObject, error) {
	l, err := a.Service.LookAtLink(ctx, request.Body.Token)
	if err != nil {
		return nil, err
	}
	return linkSeen{Purpose: admin.AccountLinkPurpose(l.Purpose), Email: l.Email, Name: l.Name, ExpiresAt: l.ExpiresAt}, nil
}

// linkSeen is the generated answer, which nothing on its way may keep.
type linkSeen admin.LookAtLink200JSONResponse

// VisitLookAtLinkResponse implements admin.LookAtLinkResponseObject.
func (r linkSeen) VisitLookAtLinkResponse(w http.ResponseWriter) error {
	w.Header().Set("Cache-Control", "no-store")
	return admin.LookAtLink200JSONResponse(r).VisitLookAtLinkResponse(w)
}

// UseLink implements admin.StrictServerInterface.
func (a AdminAPI) UseLink(ctx context.Context, request admin.UseLinkRequestObject) (admin.UseLinkResponseObject, error) {
	return admin.UseLink204Response{}, a.Service.UseLink(ctx, request.Body.Token, request.Body.Password)
}

// ChangePassword implements admin.StrictServerInterface.
func (a AdminAPI) ChangePassword(ctx context.Context, request admin.ChangePasswordRequestObject) (admin.ChangePasswordResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	return admin.ChangePassword204Response{}, a.Service.ChangePassword(ctx, p, request.Body.Current, request.Body.Password)
}

// SendLink implements admin.StrictServerInterface.
func (a AdminAPI) SendLink(ctx context.Context, request admin.SendLinkRequestObject) (admin.SendLinkResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	return admin.SendLink202Response{}, a.Service.SendLink(ctx, p, request.ID)
}
