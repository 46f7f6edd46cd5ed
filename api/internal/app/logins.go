package app

import (
	"fmt"
	"io"
	"strings"

	"baq.kz/portal/api/internal/app/demo"
)

// logins tell who may log in to the demo newsroom.
func logins(out io.Writer) error {
	content, err := demo.Load()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n  The panel's demo logins, all with the password %s\n", demo.Password)
	for _, u := range content.Users {
		fmt.Fprintf(out, "    %-24s %s\n", u.Email, strings.Join(u.Roles, ", "))
	}
	return nil
}
