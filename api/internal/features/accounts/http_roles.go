package accounts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/lang"
)

// ListRoles implements admin.StrictServerInterface.
func (a AdminAPI) ListRoles(ctx context.Context, _ admin.ListRolesRequestObject) (admin.ListRolesResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	all, err := a.Service.Roles(ctx)
	items := make([]admin.Role, len(all))
	for i, r := range all {
		items[i] = shownRole(r, p)
	}
	return admin.ListRoles200JSONResponse{Items: items, Permissions: permissionsOut(Permissions())}, err
}

// CreateRole implements admin.StrictServerInterface.
func (a AdminAPI) CreateRole(ctx context.Context, request admin.CreateRoleRequestObject) (admin.CreateRoleResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	in := request.Body
	made, err := a.Service.CreateRole(ctx, p, Role{
		Key: in.Key, Names: namesIn(in.Names), Permissions: permissionsIn(in.Permissions), SecondFactor: in.SecondFactor,
	})
	return admin.CreateRole201JSONResponse(shownRole(made, p)), err
}

// UpdateRole implements admin.StrictServerInterface.
func (a AdminAPI) UpdateRole(ctx context.Context, request admin.UpdateRoleRequestObject) (admin.UpdateRoleResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	in := request.Body
	after, err := a.Service.UpdateRole(ctx, p, Role{
		Key: request.Key, Version: in.Version, Names: namesIn(in.Names), Permissions: permissionsIn(in.Permissions), SecondFactor: in.SecondFactor,
	})
	return admin.UpdateRole200JSONResponse(shownRole(after, p)), err
}

// DeleteRole implements admin.StrictServerInterface.
func (a AdminAPI) DeleteRole(ctx context.Context, request admin.DeleteRoleRequestObject) (admin.DeleteRoleResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	return admin.DeleteRole204Response{}, a.Service.DeleteRole(ctx, p, request.Key)
}

func namesIn(in admin.RoleNames) map[lang.Code]string {
	out := map[lang.Code]string{}
	for code, name := range in {
		out[lang.Code(code)] = name
	}
	return out
}

// shownRole is a role as the admin API shows it to somebody.
func shownRole(r Role, to access.Principal) admin.Role {
	names := admin.RoleNames{}
	for code, name := range r.Names {
		names[string(code)] = name
	}
	return admin.Role{
		Key: r.Key, Version: r.Version, Names: names, Permissions: permissionsOut(r.Permissions), BuiltIn: r.BuiltIn,
		SecondFactor: r.SecondFactor, Users: r.Users, Editable: editable(to, r),
	}
}
