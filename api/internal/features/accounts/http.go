package accounts

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// AdminAPI answers the admin contract's operations about sessions. The routes
// must stand behind Service.Arrive.
type AdminAPI struct{ Service *Service }

// arrival is what a strict handler, which has no request, needs of it.
type arrival struct {
	refresh  string      // the refresh token of the cookie
	marks    []uuid.UUID // devices that the browser's cookie names
	sameSite error
}

type arrivalKey struct{}

var errNoArrival = errors.New("accounts: the route does not stand behind Service.Arrive")

// Arrive is the middleware that keeps the request's cookie and origin for the
// handlers of this feature.
func (s *Service) Arrive(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		at := arrival{refresh: s.cookies.refresh(r), marks: s.cookies.marks(r), sameSite: httpx.SameSite(r)}
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), arrivalKey{}, at)))
		return next(c)
	}
}

// Login implements admin.StrictServerInterface.
func (a AdminAPI) Login(ctx context.Context, request admin.LoginRequestObject) (admin.LoginResponseObject, error) {
	bearer, err := wanted(ctx, request.Body.Delivery)
	if err != nil {
		return nil, err
	}
	in, err := a.Service.Login(withBrowser(ctx, bearer), request.Body.Email, request.Body.Password)
	var needed *SecondFactorNeeded
	if errors.As(err, &needed) {
		return secondFactorNeeded(needed), nil
	}
	if err != nil {
		return nil, err
	}
	return a.deliver(in, bearer), nil
}

// wanted tells whether a login's tokens go into the body instead of cookies.
func wanted(ctx context.Context, delivery *admin.Delivery) (bearer bool, err error) {
	at, ok := ctx.Value(arrivalKey{}).(arrival)
	if !ok {
		return false, errNoArrival
	}
	bearer = delivery != nil && *delivery == admin.DeliveryBearer
	if !bearer && at.sameSite != nil {
		return false, at.sameSite // another site must not log its visitors in as somebody of its choice
	}
	return bearer, nil
}

// RefreshSession implements admin.StrictServerInterface. A token in the body
// counts before the cookie. A refusal leaves the cookies alone: in another tab
// they may just have been replaced by good ones.
func (a AdminAPI) RefreshSession(ctx context.Context, request admin.RefreshSessionRequestObject) (admin.RefreshSessionResponseObject, error) {
	at, ok := ctx.Value(arrivalKey{}).(arrival)
	if !ok {
		return nil, errNoArrival
	}
	token, bearer := at.refresh, false
	if request.Body != nil && request.Body.RefreshToken != nil {
		token, bearer = *request.Body.RefreshToken, true
	}
	if token == "" {
		return nil, httpx.ErrNotLoggedIn
	}
	if !bearer && at.sameSite != nil {
		return nil, at.sameSite
	}
	in, err := a.Service.Refresh(ctx, token)
	if err != nil {
		return nil, err
	}
	return a.deliver(in, bearer), nil
}

// GetSession implements admin.StrictServerInterface.
func (a AdminAPI) GetSession(ctx context.Context, _ admin.GetSessionRequestObject) (admin.GetSessionResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	return admin.GetSession200JSONResponse(me(p)), nil
}

// Logout implements admin.StrictServerInterface.
func (a AdminAPI) Logout(ctx context.Context, _ admin.LogoutRequestObject) (admin.LogoutResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	return loggedOut{a.Service.cookies}, a.Service.Logout(ctx, p)
}

// LogoutEverywhere implements admin.StrictServerInterface.
func (a AdminAPI) LogoutEverywhere(ctx context.Context, _ admin.LogoutEverywhereRequestObject) (admin.LogoutEverywhereResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	return loggedOut{a.Service.cookies}, a.Service.LogoutEverywhere(ctx, p)
}

// ListSessions implements admin.StrictServerInterface.
func (a AdminAPI) ListSessions(ctx context.Context, _ admin.ListSessionsRequestObject) (admin.ListSessionsResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	all, err := a.Service.Sessions(ctx, p)
	items := make([]admin.Session, len(all))
	for i, s := range all {
		items[i] = shownSession(s, p)
	}
	return admin.ListSessions200JSONResponse{Items: items}, err
}

func shownSession(s Session, to access.Principal) admin.Session {
	return admin.Session{
		ID: s.ID, CreatedAt: s.CreatedAt, LastSeenAt: s.LastSeenAt, ExpiresAt: s.ExpiresAt,
		Address: s.Address, UserAgent: s.UserAgent, Method: admin.LoginMethod(s.Method), Current: s.ID == to.SessionID,
	}
}

// EndSession implements admin.StrictServerInterface.
func (a AdminAPI) EndSession(ctx context.Context, request admin.EndSessionRequestObject) (admin.EndSessionResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	if err := a.Service.EndSession(ctx, p, request.ID); err != nil {
		return nil, err
	}
	if request.ID == p.SessionID {
		return loggedOut{a.Service.cookies}, nil
	}
	return admin.EndSession204Response{}, nil
}

// ServeKeys answers /.well-known/jwks.json.
func (s *Service) ServeKeys(c echo.Context) error {
	set, err := s.PublicKeys(c.Request().Context())
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.JSON(http.StatusOK, set)
}
