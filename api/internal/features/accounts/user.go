package accounts

import (
	"strings"
	"time"

	"github.com/go-playground/validator/v10"
	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// User is a member of the staff.
type User struct {
	ID       int64
	Version  int64
	Email    string // folded
	Name     string
	Position string // what somebody is at the agency
	Phone    string
	Disabled bool
	Roles    []string            // keys, in their order
	Held     []access.Permission // what the roles allow
	Limits   access.Limits       // as entered: rubrics without those beneath them
	Factors  []Method            // the second ones: ByTotp, ByPasskey
	// PasswordSet is false for who was invited and has not chosen one yet.
	PasswordSet bool
	CreatedAt   time.Time
	LastLoginAt *time.Time // nil: never
}

// NewUser is what CreateUser takes.
type NewUser struct {
	// Email is printable ASCII: a Cyrillic "а" in place of a Latin "a" would
	// make two people whom nobody can tell apart. A domain in another script is
	// written in its "xn--" form.
	Email string `validate:"required,max=254,email,printascii"`
	// Name is what colleagues see, 2 to 100 letters.
	Name string `validate:"min=2,max=100"`
	// Password is what passwordComplaints has nothing against.
	Password string
	// Roles are keys of roles; none is allowed.
	Roles []string `validate:"max=20,unique,dive,required"`
}

// fold brings an e-mail to the form in which it is stored and searched.
func fold(email string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(email)))
}

// address is the folded e-mail, or "" for what can't be anybody's. People type
// their password into the wrong field: such a text is neither searched nor kept.
func address(email string) string {
	email = fold(email)
	if validator.New().Var(email, "max=254,email,printascii") != nil {
		return ""
	}
	return email
}

func (n NewUser) folded() NewUser {
	n.Email, n.Name = fold(n.Email), tidy(n.Name)
	return n
}

// check refuses a user that breaks the rules, with all complaints at once.
func (n NewUser) check() error {
	fields := append(complaints(n), readable("name", n.Name)...)
	fields = append(fields, passwordComplaints(n.Password, n.Email, n.Name)...)
	if len(fields) > 0 {
		return ErrInvalidUser.WithFields(fields...)
	}
	return nil
}

var passwordIsEmail = fault.Field{Field: "password", Code: "nefield", Message: "must not be the e-mail"}

// complaints are the violations that validator/v10 finds.
func complaints(v any) []fault.Field {
	err := validator.New(validator.WithRequiredStructEnabled()).Struct(v)
	found, _ := err.(validator.ValidationErrors) //nolint:errorlint // the only type that a struct gives
	var fields []fault.Field
	for _, f := range found {
		fields = append(fields, fault.Field{
			Field: strings.ToLower(f.Field()), Code: f.Tag(), Message: inWords(f.Tag(), f.Param()),
		})
	}
	return fields
}

// inWords is a violated rule of NewUser as a person reads it.
func inWords(rule, parameter string) string {
	switch rule {
	case "min":
		return "needs at least " + parameter + " characters"
	case "max":
		return "has more than " + parameter + " characters or entries"
	case "email":
		return "is no e-mail address"
	case "printascii":
		return "may hold Latin letters, digits and signs only"
	case "unique":
		return "names something twice"
	}
	return "is missing"
}
