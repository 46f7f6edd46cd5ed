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

// ListRoles implements admin.StrictServerInterface.
func (a AdminAPI) ListRoles(context.Context, admin.ListRolesRequestObject) (admin.ListRolesResponseObject, error) {
	return nil, errPending
}

// CreateRole implements admin.StrictServerInterface.
func (a AdminAPI) CreateRole(context.Context, admin.CreateRoleRequestObject) (admin.CreateRoleResponseObject, error) {
	return nil, errPending
}

// DeleteRole implements admin.StrictServerInterface.
func (a AdminAPI) DeleteRole(context.Context, admin.DeleteRoleRequestObject) (admin.DeleteRoleResponseObject, error) {
	return nil, errPending
}

// UpdateRole implements admin.StrictServerInterface.
func (a AdminAPI) UpdateRole(context.Context, admin.UpdateRoleRequestObject) (admin.UpdateRoleResponseObject, error) {
	return nil, errPending
}

// ListStaffSessions implements admin.StrictServerInterface.
func (a AdminAPI) ListStaffSessions(context.Context, admin.ListStaffSessionsRequestObject) (admin.ListStaffSessionsResponseObject, error) {
	return nil, errPending
}

// ListUsers implements admin.StrictServerInterface.
func (a AdminAPI) ListUsers(context.Context, admin.ListUsersRequestObject) (admin.ListUsersResponseObject, error) {
	return nil, errPending
}

// CreateUser implements admin.StrictServerInterface.
func (a AdminAPI) CreateUser(context.Context, admin.CreateUserRequestObject) (admin.CreateUserResponseObject, error) {
	return nil, errPending
}

// ExportUsers implements admin.StrictServerInterface.
func (a AdminAPI) ExportUsers(context.Context, admin.ExportUsersRequestObject) (admin.ExportUsersResponseObject, error) {
	return nil, errPending
}

// GetUser implements admin.StrictServerInterface.
func (a AdminAPI) GetUser(context.Context, admin.GetUserRequestObject) (admin.GetUserResponseObject, error) {
	return nil, errPending
}

// UpdateUser implements admin.StrictServerInterface.
func (a AdminAPI) UpdateUser(context.Context, admin.UpdateUserRequestObject) (admin.UpdateUserResponseObject, error) {
	return nil, errPending
}

// DisableUser implements admin.StrictServerInterface.
func (a AdminAPI) DisableUser(context.Context, admin.DisableUserRequestObject) (admin.DisableUserResponseObject, error) {
	return nil, errPending
}

// EnableUser implements admin.StrictServerInterface.
func (a AdminAPI) EnableUser(context.Context, admin.EnableUserRequestObject) (admin.EnableUserResponseObject, error) {
	return nil, errPending
}

// EndSessionsOf implements admin.StrictServerInterface.
func (a AdminAPI) EndSessionsOf(context.Context, admin.EndSessionsOfRequestObject) (admin.EndSessionsOfResponseObject, error) {
	return nil, errPending
}

// ListSessionsOf implements admin.StrictServerInterface.
func (a AdminAPI) ListSessionsOf(context.Context, admin.ListSessionsOfRequestObject) (admin.ListSessionsOfResponseObject, error) {
	return nil, errPending
}

// EndSessionOf implements admin.StrictServerInterface.
func (a AdminAPI) EndSessionOf(context.Context, admin.EndSessionOfRequestObject) (admin.EndSessionOfResponseObject, error) {
	return nil, errPending
}

var errPending = fault.New(fault.Conflict, "accounts.pending", "this part is being built")
