// Package access says who is asking and what they may do.
package access

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// Permission is the name of a thing that a role may do, such as "news.publish".
type Permission string

// Two values of the contract's x-permission are no permissions of a role.
const (
	Public        Permission = "public"        // anybody
	Authenticated Permission = "authenticated" // anybody who is logged in
)

// Principal is a person who is logged in, with what their roles allow.
type Principal struct {
	UserID      int64
	SessionID   uuid.UUID
	Email       string
	Name        string
	Roles       []string
	Permissions []Permission
}

// May says whether the principal has the permission.
func (p Principal) May(permission Permission) bool {
	return permission == Public || permission == Authenticated || slices.Contains(p.Permissions, permission)
}

// Request is what the journal keeps of where a change came from.
type Request struct {
	ID        string
	Address   string // of the client, after trusted proxies
	UserAgent string
}

type principalKey struct{}
type requestKey struct{}

// WithPrincipal puts the principal into a context.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// From is the context's principal; false for an anonymous request or a job.
func From(ctx context.Context) (Principal, bool) {
	p, ok := ctx.Value(principalKey{}).(Principal)
	return p, ok
}

// WithRequest puts the request's origin into a context.
func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// Origin is the request's origin; empty for a job or a command.
func Origin(ctx context.Context) Request {
	r, _ := ctx.Value(requestKey{}).(Request)
	return r
}
