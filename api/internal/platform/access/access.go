// Package access says who is asking and what they may do.
package access

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/lang"
)

// Permission is the name of a thing that a role may do, such as "news.publish".
type Permission string

// Two values of the contract's x-permission are no permissions of a role.
const (
	Public        Permission = "public"        // anybody
	Authenticated Permission = "authenticated" // anybody who is logged in
)

// Principal is a person who is logged in, or a program with a key of that
// person, with what their roles allow.
type Principal struct {
	UserID      int64
	SessionID   uuid.UUID // of a person; zero for a program
	KeyID       int64     // of a program's key; 0 for a person
	Email       string
	Name        string
	Roles       []string
	Permissions []Permission
	Limits      Limits
	// ConfirmedAt is when the person last proved who it is.
	ConfirmedAt time.Time
	// FactorMissing says that a role asks for a second factor that is not there.
	FactorMissing bool
}

// May says whether the principal has the permission. What is open to everybody
// who is logged in is open to people, not to programs.
func (p Principal) May(permission Permission) bool {
	switch permission {
	case Public:
		return true
	case Authenticated:
		return p.KeyID == 0
	}
	return slices.Contains(p.Permissions, permission)
}

// Limits are where a principal may change things. Reading is not limited: a
// newsroom works on what it sees.
type Limits struct {
	Languages []lang.Code // none: every language
	Rubrics   []int64     // with all beneath them; none: every rubric, and what has none
}

// Allow says whether something in a language and a rubric (nil: none) is within
// the limits. An empty language stands for what belongs to none.
func (l Limits) Allow(language lang.Code, rubric *int64) bool {
	if len(l.Languages) > 0 && language != "" && !slices.Contains(l.Languages, language) {
		return false
	}
	return len(l.Rubrics) == 0 || rubric != nil && slices.Contains(l.Rubrics, *rubric)
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

// UserID is who acts in the context; nil: nobody who is logged in, but a job or a
// command.
func UserID(ctx context.Context) *int64 {
	p, ok := From(ctx)
	if !ok {
		return nil
	}
	return &p.UserID
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
