package accounts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
)

// ListCredentialIssues implements admin.StrictServerInterface.
func (a AdminAPI) ListCredentialIssues(context.Context, admin.ListCredentialIssuesRequestObject) (admin.ListCredentialIssuesResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Conflict, "accounts.pending", "this part is being built")
