package accounts

import (
	"context"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/optional"
)

// listed is how many entries a list has when the client does not say.
const listed = 30

// ListAPIKeys implements admin.StrictServerInterface.
func (a AdminAPI) ListAPIKeys(ctx context.Context, request admin.ListAPIKeysRequestObject) (admin.ListAPIKeysResponseObject, error) {
	all, next, err := a.Service.APIKeys(ctx, optional.Or(request.Params.Cursor, ""), optional.Or(request.Params.Limit, listed))
	items := make([]admin.APIKey, len(all))
	for i, key := range all {
		items[i] = a.apiKey(key)
	}
	return admin.ListAPIKeys200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateAPIKey implements admin.StrictServerInterface.
func (a AdminAPI) CreateAPIKey(ctx context.Context, request admin.CreateAPIKeyRequestObject) (admin.CreateAPIKeyResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	key, text, err := a.Service.CreateAPIKey(ctx, p, NewAPIKey{
		Name: request.Body.Name, Scopes: permissionsIn(request.Body.Scopes), Days: request.Body.Days,
	})
	if err != nil {
		return nil, err
	}
	return keyMade{Key: text, APIKey: a.apiKey(key)}, nil
}

// keyMade is the generated answer, which nothing on its way may keep.
type keyMade admin.CreateAPIKey201JSONResponse

// VisitCreateAPIKeyResponse implements admin.CreateAPIKeyResponseObject.
func (r keyMade) VisitCreateAPIKeyResponse(w http.ResponseWriter) error {
	w.Header().Set("Cache-Control", "no-store")
	return admin.CreateAPIKey201JSONResponse(r).VisitCreateAPIKeyResponse(w)
}

// RevokeAPIKey implements admin.StrictServerInterface.
func (a AdminAPI) RevokeAPIKey(ctx context.Context, request admin.RevokeAPIKeyRequestObject) (admin.RevokeAPIKeyResponseObject, error) {
	p, ok := access.From(ctx)
	if !ok {
		return nil, httpx.ErrNotLoggedIn
	}
	return admin.RevokeAPIKey204Response{}, a.Service.RevokeAPIKey(ctx, p, request.ID)
}

func (a AdminAPI) apiKey(k APIKey) admin.APIKey {
	return admin.APIKey{
		ID: k.ID, Name: k.Name, Hint: k.Hint, Owner: admin.Person{ID: k.OwnerID, Name: k.Owner}, Scopes: permissionsOut(k.Scopes),
		CreatedAt: k.CreatedAt, ExpiresAt: k.ExpiresAt, LastUsedAt: k.LastUsedAt, LastAddress: &k.LastAddress,
		State: admin.APIKeyState(k.State(a.Service.now())),
	}
}

func permissionsIn(names []string) []access.Permission {
	out := make([]access.Permission, len(names))
	for i, name := range names {
		out[i] = access.Permission(name)
	}
	return out
}

func permissionsOut(permissions []access.Permission) []string {
	out := make([]string, len(permissions))
	for i, p := range permissions {
		out[i] = string(p)
	}
	return out
}
