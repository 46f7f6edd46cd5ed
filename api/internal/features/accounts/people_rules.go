package accounts

import (
	"slices"

	"baq.kz/portal/api/internal/platform/access"
)

// manageable tells whether by may change the target, in any way: their data,
// roles, limits, sessions and second factors. It is the one rule against
// climbing: nobody manages themselves, nor anybody who may do what they may not,
// and a program manages nobody.
func manageable(by access.Principal, target User) bool {
	return by.KeyID == 0 && by.UserID != target.ID && by.May("users.write") && grants(by, target.Held, target.Limits)
}

// grants tells whether by may do all that the permissions allow within the
// limits: only then they may be given away, or taken from somebody.
func grants(by access.Principal, permissions []access.Permission, within access.Limits) bool {
	return holdsAll(by, permissions) &&
		narrower(within.Languages, by.Limits.Languages) && narrower(within.Rubrics, by.Limits.Rubrics)
}

// holdsAll tells whether by has each of the permissions.
func holdsAll(by access.Principal, permissions []access.Permission) bool {
	return !slices.ContainsFunc(permissions, func(p access.Permission) bool { return !by.May(p) })
}

// narrower tells whether one limit lies within another; an empty one is none.
func narrower[T comparable](inner, outer []T) bool {
	if len(outer) == 0 {
		return true
	}
	return len(inner) > 0 && !slices.ContainsFunc(inner, func(v T) bool { return !slices.Contains(outer, v) })
}
