package accounts

import (
	"net/http"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
)

// deliver puts the tokens where the client wants them: into the body, or into
// cookies that no script can read.
func (a AdminAPI) deliver(in SignedIn, bearer bool) signedIn {
	answer := signedIn{body: admin.SignedIn{Me: me(in.Principal)}}
	if bearer {
		answer.body.Tokens = &admin.Tokens{
			AccessToken: in.AccessToken, RefreshToken: in.RefreshToken,
			TokenType: admin.TokensTokenTypeBearer, ExpiresIn: int(in.AccessLife / time.Second),
		}
		return answer
	}
	now := a.Service.now()
	answer.set = func(w http.ResponseWriter) { a.Service.cookies.set(w, in, now) }
	return answer
}

// signedIn is the generated answer, and the cookies.
type signedIn struct {
	body admin.SignedIn
	set  func(http.ResponseWriter) // nil: none
}

func (r signedIn) prepare(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	if r.set != nil {
		r.set(w)
	}
}

// VisitLoginResponse implements admin.LoginResponseObject.
func (r signedIn) VisitLoginResponse(w http.ResponseWriter) error {
	r.prepare(w)
	return admin.Login200JSONResponse(r.body).VisitLoginResponse(w)
}

// VisitRefreshSessionResponse implements admin.RefreshSessionResponseObject.
func (r signedIn) VisitRefreshSessionResponse(w http.ResponseWriter) error {
	r.prepare(w)
	return admin.RefreshSession200JSONResponse(r.body).VisitRefreshSessionResponse(w)
}

// loggedOut is a 204 that makes the browser forget its tokens.
type loggedOut struct{ cookies cookies }

// VisitLogoutResponse implements admin.LogoutResponseObject.
func (r loggedOut) VisitLogoutResponse(w http.ResponseWriter) error {
	r.cookies.clear(w)
	return admin.Logout204Response{}.VisitLogoutResponse(w)
}

// VisitLogoutEverywhereResponse implements admin.LogoutEverywhereResponseObject.
func (r loggedOut) VisitLogoutEverywhereResponse(w http.ResponseWriter) error {
	r.cookies.clear(w)
	return admin.LogoutEverywhere204Response{}.VisitLogoutEverywhereResponse(w)
}

// VisitEndSessionResponse implements admin.EndSessionResponseObject.
func (r loggedOut) VisitEndSessionResponse(w http.ResponseWriter) error {
	r.cookies.clear(w)
	return admin.EndSession204Response{}.VisitEndSessionResponse(w)
}

// VisitEndSessionOfResponse implements admin.EndSessionOfResponseObject.
func (r loggedOut) VisitEndSessionOfResponse(w http.ResponseWriter) error {
	r.cookies.clear(w)
	return admin.EndSessionOf204Response{}.VisitEndSessionOfResponse(w)
}

// VisitEndSessionsOfResponse implements admin.EndSessionsOfResponseObject.
func (r loggedOut) VisitEndSessionsOfResponse(w http.ResponseWriter) error {
	r.cookies.clear(w)
	return admin.EndSessionsOf204Response{}.VisitEndSessionsOfResponse(w)
}

func me(p access.Principal) admin.Me {
	return admin.Me{
		ID: p.UserID, Email: p.Email, Name: p.Name, SessionID: p.SessionID,
		Roles: append([]string{}, p.Roles...), Permissions: permissionsOut(p.Permissions),
		Languages: languagesOut(p.Limits.Languages), Rubrics: append([]int64{}, p.Limits.Rubrics...),
		SecondFactorMissing: p.FactorMissing,
	}
}
