package config

import (
	"net/url"
	"strings"
)

// withPassword puts the password, where there is one, into the address of Redis.
// An address that is none stays as it is: opening it will say so.
func withPassword(address, password string) string {
	u, err := url.Parse(address)
	if password == "" || address == "" || err != nil {
		return address
	}
	u.User = url.UserPassword(u.User.Username(), strings.TrimSpace(password))
	return u.String()
}
