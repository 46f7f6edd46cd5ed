package approvals

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListApprovals implements admin.StrictServerInterface.
func (a AdminAPI) ListApprovals(context.Context, admin.ListApprovalsRequestObject) (admin.ListApprovalsResponseObject, error) {
	return nil, errPending
}

// AskApproval implements admin.StrictServerInterface.
func (a AdminAPI) AskApproval(context.Context, admin.AskApprovalRequestObject) (admin.AskApprovalResponseObject, error) {
	return nil, errPending
}

// GrantApproval implements admin.StrictServerInterface.
func (a AdminAPI) GrantApproval(context.Context, admin.GrantApprovalRequestObject) (admin.GrantApprovalResponseObject, error) {
	return nil, errPending
}

// RefuseApproval implements admin.StrictServerInterface.
func (a AdminAPI) RefuseApproval(context.Context, admin.RefuseApprovalRequestObject) (admin.RefuseApprovalResponseObject, error) {
	return nil, errPending
}

// WithdrawApproval implements admin.StrictServerInterface.
func (a AdminAPI) WithdrawApproval(context.Context, admin.WithdrawApprovalRequestObject) (admin.WithdrawApprovalResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Conflict, "approvals.pending", "this part is being built")
