package accounts

import (
	"context"
	"net/http"
	"strings"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// Authenticate is the portal's httpx.Authenticate: it verifies the request's
// access token and looks session and user up, or a program's key. A token in
// Authorization counts before the cookie.
func (s *Service) Authenticate(r *http.Request) (access.Principal, bool, error) {
	token, byCookie, err := s.proof(r)
	if err != nil {
		return access.Principal{}, false, err
	}
	if !byCookie && strings.HasPrefix(token, keyPrefix) {
		p, err := s.program(r.Context(), token)
		return p, false, err
	}
	p, err := s.principal(r.Context(), token)
	return p, byCookie, err
}

var _ httpx.Authenticate = (*Service)(nil).Authenticate

// proof is the access token of a request. A header that is there twice is
// refused: two readers could each believe another one. Other schemes than
// Bearer are somebody else's, such as a proxy's before a test site.
func (s *Service) proof(r *http.Request) (token string, byCookie bool, err error) {
	headers := r.Header.Values("Authorization")
	if len(headers) > 1 {
		return "", false, ErrTokenRefused
	}
	if scheme, rest, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(rest), false, nil
	}
	if token = s.cookies.access(r); token == "" {
		return "", false, httpx.ErrNotLoggedIn
	}
	return token, true, nil
}

// principal finds the living session of a token, in one query.
func (s *Service) principal(ctx context.Context, token string) (access.Principal, error) {
	b, err := s.tokens.verify(ctx, token)
	if err != nil {
		return access.Principal{}, err
	}
	now := s.now()
	row, found, err := sessionOfRequest(ctx, s.db, b, now)
	if err != nil {
		return access.Principal{}, err
	}
	if !found {
		return access.Principal{}, ErrSessionEnded
	}
	if now.Sub(row.LastSeenAt) >= seenEvery {
		if err := seeSession(ctx, s.db, row.SessionID, now, access.Origin(ctx).Address); err != nil {
			s.log.WarnContext(ctx, "the use of a session could not be noted", "error", err)
		}
	}
	return row.principal(), nil
}
