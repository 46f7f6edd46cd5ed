package accounts

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

// interfaceLanguages are those of the panel, in which every role has a name.
func interfaceLanguages() []lang.Code { return []lang.Code{"kk", "ru", "en"} }

// longestRoleName is the most letters of a role's name; the contract's limit.
const longestRoleName = 60

var roleKey = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)

// tidied is the role as it is stored.
func (r Role) tidied() Role {
	names := map[lang.Code]string{}
	for code, name := range r.Names {
		names[code] = tidy(name)
	}
	r.Names, r.Permissions = names, inOrder(r.Permissions)
	return r
}

// check refuses a role that breaks the rules, with all complaints at once.
func (r Role) check() error {
	var fields []fault.Field
	if !roleKey.MatchString(r.Key) {
		fields = append(fields, fault.Field{Field: "key", Code: "key", Message: "has 2 to 40 small Latin letters, digits and underscores, a letter first"})
	}
	for _, code := range interfaceLanguages() {
		if n := utf8.RuneCountInString(r.Names[code]); n < 1 || n > longestRoleName {
			fields = append(fields, fault.Field{Field: "names." + string(code), Code: "length", Message: "has 1 to 60 letters"})
		}
		fields = append(fields, readable("names."+string(code), r.Names[code])...)
	}
	for code := range r.Names {
		if !slices.Contains(interfaceLanguages(), code) {
			fields = append(fields, unknown("names", code))
		}
	}
	for i, p := range r.Permissions {
		if !slices.Contains(Permissions(), p) || slices.Contains(r.Permissions[:i], p) {
			fields = append(fields, unknown("permissions", p))
		}
	}
	if len(fields) > 0 {
		return ErrInvalidRole.WithFields(fields...)
	}
	return nil
}

// editable tells whether by may change the role: it must hold nothing that by may
// not do, anywhere, as those who have the role may do it. That includes that by
// has no limits.
func editable(by access.Principal, role Role) bool {
	return by.KeyID == 0 && by.May("roles.write") && grants(by, role.Permissions, access.Limits{})
}

// told is what the journal keeps of a role.
func (r Role) told() map[string]any {
	return map[string]any{"names": r.Names, "permissions": r.Permissions, "secondFactor": r.SecondFactor}
}
