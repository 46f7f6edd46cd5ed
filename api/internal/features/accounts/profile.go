package accounts

import (
	"cmp"
	"fmt"
	"slices"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

// Profile is what the staff's managers write about somebody.
type Profile struct {
	Email     string      `validate:"required,max=254,email,printascii"` // see NewUser
	Name      string      `validate:"min=2,max=100"`
	Position  string      `validate:"max=100"`
	Phone     string      `validate:"max=40"`
	Roles     []string    `validate:"max=20,unique,dive,required"`
	Languages []lang.Code `validate:"max=20,unique"`  // where one may change things; none: everywhere
	Rubrics   []int64     `validate:"max=200,unique"` // with those beneath them; none: everywhere
}

// tidied is the profile as it is stored.
func (p Profile) tidied() Profile {
	p.Email, p.Name, p.Position, p.Phone = fold(p.Email), tidy(p.Name), tidy(p.Position), tidy(p.Phone)
	p.Roles, p.Languages, p.Rubrics = inOrder(p.Roles), inOrder(p.Languages), inOrder(p.Rubrics)
	return p
}

// inOrder is a sorted copy, and never nil, which the database would take for NULL.
func inOrder[T cmp.Ordered](all []T) []T {
	return slices.AppendSeq([]T{}, slices.Values(slices.Sorted(slices.Values(all))))
}

// check refuses a profile that breaks the rules, with all complaints at once.
func (p Profile) check(languages lang.Set) error {
	fields := slices.Concat(complaints(p), readable("name", p.Name), readable("position", p.Position), printable("phone", p.Phone))
	for _, code := range p.Languages {
		if _, ok := languages.Get(code); !ok {
			fields = append(fields, unknown("languages", code))
		}
	}
	if len(fields) > 0 {
		return ErrInvalidUser.WithFields(fields...)
	}
	return nil
}

func unknown(field string, what any) fault.Field {
	return fault.Field{Field: field, Code: "unknown", Message: fmt.Sprintf("there is no %v", what)}
}

// The states of a user.
const (
	UserActive   = "active"
	UserInvited  = "invited" // has never had a way to log in
	UserDisabled = "disabled"
)

// State is what the user is now.
func (u User) State() string {
	switch {
	case u.Disabled:
		return UserDisabled
	case u.PasswordSet || u.LastLoginAt != nil:
		return UserActive
	}
	return UserInvited
}

// administers tells whether the user is one of those who may do everything.
func (u User) administers() bool { return !u.Disabled && slices.Contains(u.Roles, Administrator) }

// told is what the journal keeps of a user's data.
func (u User) told() map[string]any {
	return map[string]any{
		"email": u.Email, "name": u.Name, "position": u.Position, "phone": u.Phone, "roles": u.Roles,
		"languages": u.Limits.Languages, "rubrics": u.Limits.Rubrics,
	}
}
