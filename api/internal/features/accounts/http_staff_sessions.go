package accounts

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListStaffSessions implements admin.StrictServerInterface.
func (a AdminAPI) ListStaffSessions(ctx context.Context, request admin.ListStaffSessionsRequestObject) (admin.ListStaffSessionsResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	in := request.Params
	all, next, err := a.Service.StaffSessions(ctx, optional.Or(in.Q, ""), optional.Or(in.Cursor, ""), optional.Or(in.Limit, listed))
	items := make([]admin.StaffSession, len(all))
	for i, one := range all {
		s := shownSession(one.Session, p)
		items[i] = admin.StaffSession{
			ID: s.ID, User: admin.Person{ID: one.UserID, Name: one.UserName}, CreatedAt: s.CreatedAt, LastSeenAt: s.LastSeenAt,
			ExpiresAt: s.ExpiresAt, Address: s.Address, UserAgent: s.UserAgent, Method: s.Method, Current: s.Current,
		}
	}
	return admin.ListStaffSessions200JSONResponse{Items: items, NextCursor: next}, err
}

// ListSessionsOf implements admin.StrictServerInterface.
func (a AdminAPI) ListSessionsOf(ctx context.Context, request admin.ListSessionsOfRequestObject) (admin.ListSessionsOfResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	all, err := a.Service.SessionsOf(ctx, request.ID)
	items := make([]admin.Session, len(all))
	for i, s := range all {
		items[i] = shownSession(s, p)
	}
	return admin.ListSessionsOf200JSONResponse{Items: items}, err
}

// EndSessionOf implements admin.StrictServerInterface. Whoever ends the session
// that is asking is logged out.
func (a AdminAPI) EndSessionOf(ctx context.Context, request admin.EndSessionOfRequestObject) (admin.EndSessionOfResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	if err := a.Service.EndSessionOf(ctx, p, request.ID, request.Session); err != nil {
		return nil, err
	}
	if request.Session == p.SessionID {
		return loggedOut{a.Service.cookies}, nil
	}
	return admin.EndSessionOf204Response{}, nil
}

// EndSessionsOf implements admin.StrictServerInterface.
func (a AdminAPI) EndSessionsOf(ctx context.Context, request admin.EndSessionsOfRequestObject) (admin.EndSessionsOfResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	if err := a.Service.EndSessionsOf(ctx, p, request.ID); err != nil {
		return nil, err
	}
	if request.ID == p.UserID {
		return loggedOut{a.Service.cookies}, nil
	}
	return admin.EndSessionsOf204Response{}, nil
}
