package integrity

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// GetIntegrity implements admin.StrictServerInterface.
func (a AdminAPI) GetIntegrity(context.Context, admin.GetIntegrityRequestObject) (admin.GetIntegrityResponseObject, error) {
	return nil, errPending
}

// ListIntegrityChecks implements admin.StrictServerInterface.
func (a AdminAPI) ListIntegrityChecks(context.Context, admin.ListIntegrityChecksRequestObject) (admin.ListIntegrityChecksResponseObject, error) {
	return nil, errPending
}

// StartIntegrityCheck implements admin.StrictServerInterface.
func (a AdminAPI) StartIntegrityCheck(context.Context, admin.StartIntegrityCheckRequestObject) (admin.StartIntegrityCheckResponseObject, error) {
	return nil, errPending
}

// ResumeIntegrityCheck implements admin.StrictServerInterface.
func (a AdminAPI) ResumeIntegrityCheck(context.Context, admin.ResumeIntegrityCheckRequestObject) (admin.ResumeIntegrityCheckResponseObject, error) {
	return nil, errPending
}

// StopIntegrityCheck implements admin.StrictServerInterface.
func (a AdminAPI) StopIntegrityCheck(context.Context, admin.StopIntegrityCheckRequestObject) (admin.StopIntegrityCheckResponseObject, error) {
	return nil, errPending
}

// ListIntegrityFindings implements admin.StrictServerInterface.
func (a AdminAPI) ListIntegrityFindings(context.Context, admin.ListIntegrityFindingsRequestObject) (admin.ListIntegrityFindingsResponseObject, error) {
	return nil, errPending
}

// ResolveIntegrityFinding implements admin.StrictServerInterface.
func (a AdminAPI) ResolveIntegrityFinding(context.Context, admin.ResolveIntegrityFindingRequestObject) (admin.ResolveIntegrityFindingResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Conflict, "integrity.pending", "this part is being built")
