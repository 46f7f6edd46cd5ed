package accounts

import (
	"context"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// GetSecurity implements admin.StrictServerInterface.
func (a AdminAPI) GetSecurity(ctx context.Context, _ admin.GetSecurityRequestObject) (admin.GetSecurityResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	have, err := a.Service.Security(ctx, p)
	if err != nil {
		return nil, err
	}
	keys := make([]admin.Passkey, len(have.Passkeys))
	for i, k := range have.Passkeys {
		keys[i] = passkey(k)
	}
	return admin.GetSecurity200JSONResponse{
		PasswordSet: have.PasswordSet, TotpSince: have.TotpSince, RecoveryCodesLeft: have.RecoveryCodesLeft, Passkeys: keys,
		SecondFactorRequired: have.Required, Confirmed: a.Service.now().Sub(p.ConfirmedAt) <= httpx.ConfirmedFor,
	}, nil
}

// BeginTotp implements admin.StrictServerInterface.
func (a AdminAPI) BeginTotp(ctx context.Context, _ admin.BeginTotpRequestObject) (admin.BeginTotpResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	setup, err := a.Service.BeginTotp(ctx, p)
	if err != nil {
		return nil, err
	}
	return admin.BeginTotp200JSONResponse{Secret: setup.Secret, URI: setup.URI, Picture: setup.Picture}, nil
}

// ConfirmTotp implements admin.StrictServerInterface.
func (a AdminAPI) ConfirmTotp(ctx context.Context, request admin.ConfirmTotpRequestObject) (admin.ConfirmTotpResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	codes, err := a.Service.ConfirmTotp(ctx, p, request.Body.Code)
	if err != nil {
		return nil, err
	}
	return admin.ConfirmTotp200JSONResponse{Codes: codes}, nil
}

// RemoveTotp implements admin.StrictServerInterface.
func (a AdminAPI) RemoveTotp(ctx context.Context, _ admin.RemoveTotpRequestObject) (admin.RemoveTotpResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	if err := a.Service.RemoveTotp(ctx, p); err != nil {
		return nil, err
	}
	return admin.RemoveTotp204Response{}, nil
}

// RenewRecoveryCodes implements admin.StrictServerInterface.
func (a AdminAPI) RenewRecoveryCodes(ctx context.Context, _ admin.RenewRecoveryCodesRequestObject) (admin.RenewRecoveryCodesResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	codes, err := a.Service.RenewRecoveryCodes(ctx, p)
	if err != nil {
		return nil, err
	}
	return admin.RenewRecoveryCodes200JSONResponse{Codes: codes}, nil
}

// RemoveSecondFactors implements admin.StrictServerInterface.
func (a AdminAPI) RemoveSecondFactors(ctx context.Context, request admin.RemoveSecondFactorsRequestObject) (admin.RemoveSecondFactorsResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	if err := a.Service.RemoveSecondFactors(ctx, p, request.ID); err != nil {
		return nil, err
	}
	return admin.RemoveSecondFactors204Response{}, nil
}

// ConfirmSession implements admin.StrictServerInterface.
func (a AdminAPI) ConfirmSession(ctx context.Context, request admin.ConfirmSessionRequestObject) (admin.ConfirmSessionResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	proof := Proof{Password: text(request.Body.Password), Code: text(request.Body.Code), Ceremony: text(request.Body.Ceremony)}
	if request.Body.Credential != nil {
		proof.Credential = *request.Body.Credential
	}
	if err := a.Service.ConfirmSession(ctx, p, proof); err != nil {
		return nil, err
	}
	return admin.ConfirmSession204Response{}, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// secondFactorNeeded is a 202: half a login, with no token and no cookie.
func secondFactorNeeded(n *SecondFactorNeeded) admin.Login202JSONResponse {
	methods := make([]admin.SecondFactorMethod, len(n.Methods))
	for i, m := range n.Methods {
		methods[i] = admin.SecondFactorMethod(m)
	}
	return admin.Login202JSONResponse{Challenge: n.Challenge, Methods: methods, ExpiresAt: n.ExpiresAt}
}

// ProveSecondFactor implements admin.StrictServerInterface.
func (a AdminAPI) ProveSecondFactor(ctx context.Context, request admin.ProveSecondFactorRequestObject) (admin.ProveSecondFactorResponseObject, error) {
	bearer, err := wanted(ctx, request.Body.Delivery)
	if err != nil {
		return nil, err
	}
	in, err := a.Service.ProveSecondFactor(withBrowser(ctx, bearer), request.Body.Challenge, request.Body.Code)
	if err != nil {
		return nil, err
	}
	return a.deliver(in, bearer), nil
}

// VisitProveSecondFactorResponse implements admin.ProveSecondFactorResponseObject.
func (r signedIn) VisitProveSecondFactorResponse(w http.ResponseWriter) error {
	r.prepare(w)
	return admin.ProveSecondFactor200JSONResponse(r.body).VisitProveSecondFactorResponse(w)
}
