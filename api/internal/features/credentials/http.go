package credentials

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/optional"
)

// listed is how many packages a list has when the client does not say.
const listed = 30

// AdminAPI answers the admin contract's operation about packages of credentials.
// They are made by commands alone: secrets don't travel through the panel.
type AdminAPI struct{ Service *Service }

// ListCredentialIssues implements admin.StrictServerInterface.
func (a AdminAPI) ListCredentialIssues(ctx context.Context, request admin.ListCredentialIssuesRequestObject) (admin.ListCredentialIssuesResponseObject, error) {
	all, next, err := a.Service.Issues(ctx, optional.Or(request.Params.Cursor, ""), optional.Or(request.Params.Limit, listed))
	items := make([]admin.CredentialIssue, len(all))
	for i, one := range all {
		items[i] = admin.CredentialIssue{
			ID: one.ID, IssuedAt: one.IssuedAt, IssuedBy: one.IssuedBy, Recipient: one.Recipient, RecipientKey: one.RecipientKey,
			Contents: one.Contents, Sha256: one.SHA256, Bytes: one.Bytes,
		}
	}
	return admin.ListCredentialIssues200JSONResponse{Items: items, NextCursor: next}, err
}
