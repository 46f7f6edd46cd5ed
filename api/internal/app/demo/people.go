package demo

import (
	"context"
	"errors"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/access"
)

// Who does what in the demo, as the journal tells it.
const (
	chief         = "chief@baq.local"
	editor        = "editor@baq.local"
	correspondent = "correspondent@baq.local"
	photoEditor   = "photo@baq.local"
)

// seedPeople makes the demo logins. One that is there stays as it is.
func (s *seeder) seedPeople(ctx context.Context) error {
	s.people = map[string]accounts.User{}
	for _, u := range s.script.Users {
		found, err := s.Accounts.UserByEmail(ctx, u.Email)
		if errors.Is(err, accounts.ErrUserNotFound) {
			_, err = s.Accounts.CreateUser(ctx, accounts.NewUser{Email: u.Email, Name: u.Name, Password: Password, Roles: u.Roles})
			if err == nil {
				found, err = s.Accounts.UserByEmail(ctx, u.Email)
			}
		}
		if err != nil {
			return err
		}
		s.people[u.Email] = found
	}
	return nil
}

// as lets a demo user do what follows: the journal names them.
func (s *seeder) as(ctx context.Context, email string) context.Context {
	u := s.people[email]
	return access.WithPrincipal(ctx, access.Principal{
		UserID: u.ID, Email: u.Email, Name: u.Name, Roles: u.Roles, Permissions: accounts.Permissions(),
	})
}
