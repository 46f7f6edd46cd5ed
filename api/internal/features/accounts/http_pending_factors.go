package accounts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// AddPasskey implements admin.StrictServerInterface.
func (a AdminAPI) AddPasskey(context.Context, admin.AddPasskeyRequestObject) (admin.AddPasskeyResponseObject, error) {
	return nil, errPending
}

// BeginPasskey implements admin.StrictServerInterface.
func (a AdminAPI) BeginPasskey(context.Context, admin.BeginPasskeyRequestObject) (admin.BeginPasskeyResponseObject, error) {
	return nil, errPending
}

// RemovePasskey implements admin.StrictServerInterface.
func (a AdminAPI) RemovePasskey(context.Context, admin.RemovePasskeyRequestObject) (admin.RemovePasskeyResponseObject, error) {
	return nil, errPending
}

// RenamePasskey implements admin.StrictServerInterface.
func (a AdminAPI) RenamePasskey(context.Context, admin.RenamePasskeyRequestObject) (admin.RenamePasskeyResponseObject, error) {
	return nil, errPending
}

// RenewRecoveryCodes implements admin.StrictServerInterface.
func (a AdminAPI) RenewRecoveryCodes(context.Context, admin.RenewRecoveryCodesRequestObject) (admin.RenewRecoveryCodesResponseObject, error) {
	return nil, errPending
}

// GetSecurity implements admin.StrictServerInterface.
func (a AdminAPI) GetSecurity(context.Context, admin.GetSecurityRequestObject) (admin.GetSecurityResponseObject, error) {
	return nil, errPending
}

// RemoveTotp implements admin.StrictServerInterface.
func (a AdminAPI) RemoveTotp(context.Context, admin.RemoveTotpRequestObject) (admin.RemoveTotpResponseObject, error) {
	return nil, errPending
}

// BeginTotp implements admin.StrictServerInterface.
func (a AdminAPI) BeginTotp(context.Context, admin.BeginTotpRequestObject) (admin.BeginTotpResponseObject, error) {
	return nil, errPending
}

// ConfirmTotp implements admin.StrictServerInterface.
func (a AdminAPI) ConfirmTotp(context.Context, admin.ConfirmTotpRequestObject) (admin.ConfirmTotpResponseObject, error) {
	return nil, errPending
}

// ConfirmSession implements admin.StrictServerInterface.
func (a AdminAPI) ConfirmSession(context.Context, admin.ConfirmSessionRequestObject) (admin.ConfirmSessionResponseObject, error) {
	return nil, errPending
}

// BeginConfirmation implements admin.StrictServerInterface.
func (a AdminAPI) BeginConfirmation(context.Context, admin.BeginConfirmationRequestObject) (admin.BeginConfirmationResponseObject, error) {
	return nil, errPending
}

// LoginWithPasskey implements admin.StrictServerInterface.
func (a AdminAPI) LoginWithPasskey(context.Context, admin.LoginWithPasskeyRequestObject) (admin.LoginWithPasskeyResponseObject, error) {
	return nil, errPending
}

// BeginPasskeyLogin implements admin.StrictServerInterface.
func (a AdminAPI) BeginPasskeyLogin(context.Context, admin.BeginPasskeyLoginRequestObject) (admin.BeginPasskeyLoginResponseObject, error) {
	return nil, errPending
}

// ProveSecondFactor implements admin.StrictServerInterface.
func (a AdminAPI) ProveSecondFactor(context.Context, admin.ProveSecondFactorRequestObject) (admin.ProveSecondFactorResponseObject, error) {
	return nil, errPending
}

// RemoveSecondFactors implements admin.StrictServerInterface.
func (a AdminAPI) RemoveSecondFactors(context.Context, admin.RemoveSecondFactorsRequestObject) (admin.RemoveSecondFactorsResponseObject, error) {
	return nil, errPending
}
