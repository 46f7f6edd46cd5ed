package accounts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListUsers implements admin.StrictServerInterface.
func (a AdminAPI) ListUsers(ctx context.Context, request admin.ListUsersRequestObject) (admin.ListUsersResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	all, next, err := a.Service.People(ctx, PeopleQuery{
		Search: optional.Or(request.Params.Q, ""), Role: optional.Or(request.Params.Role, ""), State: string(optional.Or(request.Params.State, "")),
		Cursor: optional.Or(request.Params.Cursor, ""), Limit: optional.Or(request.Params.Limit, listed),
	})
	items := make([]admin.User, len(all))
	for i, u := range all {
		items[i] = shownUser(u, p)
	}
	return admin.ListUsers200JSONResponse{Items: items, NextCursor: next}, err
}

// GetUser implements admin.StrictServerInterface.
func (a AdminAPI) GetUser(ctx context.Context, request admin.GetUserRequestObject) (admin.GetUserResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	u, err := a.Service.User(ctx, request.ID)
	return admin.GetUser200JSONResponse(shownUser(u, p)), err
}

// CreateUser implements admin.StrictServerInterface.
func (a AdminAPI) CreateUser(ctx context.Context, request admin.CreateUserRequestObject) (admin.CreateUserResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	u, err := a.Service.Invite(ctx, p, profileIn(*request.Body))
	return admin.CreateUser201JSONResponse(shownUser(u, p)), err
}

// UpdateUser implements admin.StrictServerInterface.
func (a AdminAPI) UpdateUser(ctx context.Context, request admin.UpdateUserRequestObject) (admin.UpdateUserResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	in := request.Body
	u, err := a.Service.UpdateUser(ctx, p, request.ID, in.Version, profileIn(admin.UserInput{
		Email: in.Email, Name: in.Name, Position: in.Position, Phone: in.Phone, Roles: in.Roles, Languages: in.Languages, Rubrics: in.Rubrics,
	}))
	return admin.UpdateUser200JSONResponse(shownUser(u, p)), err
}

// DisableUser implements admin.StrictServerInterface.
func (a AdminAPI) DisableUser(ctx context.Context, request admin.DisableUserRequestObject) (admin.DisableUserResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	u, err := a.Service.Disable(ctx, p, request.ID, request.Body.Version)
	return admin.DisableUser200JSONResponse(shownUser(u, p)), err
}

// EnableUser implements admin.StrictServerInterface.
func (a AdminAPI) EnableUser(ctx context.Context, request admin.EnableUserRequestObject) (admin.EnableUserResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	u, err := a.Service.Enable(ctx, p, request.ID, request.Body.Version)
	return admin.EnableUser200JSONResponse(shownUser(u, p)), err
}

func profileIn(in admin.UserInput) Profile {
	out := Profile{
		Email: in.Email, Name: in.Name, Position: optional.Or(in.Position, ""), Phone: optional.Or(in.Phone, ""),
		Roles: in.Roles, Rubrics: optional.Or(in.Rubrics, nil),
	}
	for _, code := range optional.Or(in.Languages, nil) {
		out.Languages = append(out.Languages, lang.Code(code))
	}
	return out
}

// shownUser is a user as the admin API shows him to somebody.
func shownUser(u User, to access.Principal) admin.User {
	factors := make([]admin.UserSecondFactors, len(u.Factors))
	for i, f := range u.Factors {
		factors[i] = admin.UserSecondFactors(f)
	}
	return admin.User{
		ID: u.ID, Version: u.Version, Email: u.Email, Name: u.Name, Position: u.Position, Phone: u.Phone, State: admin.UserState(u.State()),
		Roles: append([]string{}, u.Roles...), Languages: languagesOut(u.Limits.Languages), Rubrics: append([]int64{}, u.Limits.Rubrics...),
		SecondFactors: factors, PasswordSet: u.PasswordSet, CreatedAt: u.CreatedAt, LastLoginAt: u.LastLoginAt, Manageable: manageable(to, u),
	}
}

func languagesOut(codes []lang.Code) []admin.Language {
	out := make([]admin.Language, len(codes))
	for i, code := range codes {
		out[i] = admin.Language(code)
	}
	return out
}
