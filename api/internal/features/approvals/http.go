package approvals

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on approvals.
type AdminAPI struct{ Service *Service }

// ListApprovals implements the operation of that name.
func (a AdminAPI) ListApprovals(ctx context.Context, r admin.ListApprovalsRequestObject) (admin.ListApprovalsResponseObject, error) {
	found, next, err := a.Service.List(ctx, Query{
		State: State(optional.Or(r.Params.State, "")), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.Approval, len(found))
	for i, one := range found {
		items[i] = shown(ctx, one)
	}
	return admin.ListApprovals200JSONResponse{Items: items, NextCursor: next}, err
}

// AskApproval implements the operation of that name.
func (a AdminAPI) AskApproval(ctx context.Context, r admin.AskApprovalRequestObject) (admin.AskApprovalResponseObject, error) {
	made, err := a.Service.Ask(ctx, Kind(r.Body.Kind), r.Body.Amount, r.Body.Reason)
	return admin.AskApproval201JSONResponse(shown(ctx, made)), err
}

// GrantApproval implements the operation of that name.
func (a AdminAPI) GrantApproval(ctx context.Context, r admin.GrantApprovalRequestObject) (admin.GrantApprovalResponseObject, error) {
	after, err := a.Service.Grant(ctx, r.ID)
	return admin.GrantApproval200JSONResponse(shown(ctx, after)), err
}

// RefuseApproval implements the operation of that name.
func (a AdminAPI) RefuseApproval(ctx context.Context, r admin.RefuseApprovalRequestObject) (admin.RefuseApprovalResponseObject, error) {
	after, err := a.Service.Refuse(ctx, r.ID, r.Body.Note)
	return admin.RefuseApproval200JSONResponse(shown(ctx, after)), err
}

// WithdrawApproval implements the operation of that name.
func (a AdminAPI) WithdrawApproval(ctx context.Context, r admin.WithdrawApprovalRequestObject) (admin.WithdrawApprovalResponseObject, error) {
	after, err := a.Service.Withdraw(ctx, r.ID)
	return admin.WithdrawApproval200JSONResponse(shown(ctx, after)), err
}

func shown(ctx context.Context, a Approval) admin.Approval {
	p, _ := access.From(ctx)
	out := admin.Approval{
		ID: a.ID, Kind: admin.ApprovalKind(a.Kind), Amount: a.Amount, Used: a.Used, Reason: a.Reason, State: admin.ApprovalState(a.State),
		RequestedBy: admin.Person{ID: a.RequestedBy, Name: a.RequestedByName}, RequestedAt: a.RequestedAt,
		DecidedAt: a.DecidedAt, ExpiresAt: a.ExpiresAt, Mine: a.RequestedBy == p.UserID,
	}
	if a.DecidedBy != nil {
		out.DecidedBy = &admin.Person{ID: *a.DecidedBy, Name: a.DecidedByName}
	}
	if a.Note != "" {
		out.Note = &a.Note
	}
	return out
}
