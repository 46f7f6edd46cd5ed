package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/migrations"
)

func userCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "user", Short: "Look after the people who may log in"}
	cmd.AddCommand(userListCommand(), userAddCommand(), userPasswordCommand(), userRolesCommand(), userFactorsCommand(),
		userDisableCommand("disable", "Shut a user out and end all his sessions", true),
		userDisableCommand("enable", "Let a user in again", false))
	return cmd
}

// withAccounts runs a command about people.
func withAccounts(cmd *cobra.Command, do func(context.Context, *accounts.Service) error) error {
	return onMigrated(cmd.Context(), func(ctx context.Context, a *app.App) error { return do(ctx, a.Accounts) })
}

// onMigrated runs a command on a portal whose schema is this program's, and says
// in full what a feature refuses.
func onMigrated(ctx context.Context, do func(context.Context, *app.App) error) error {
	return inFull(withApp(ctx, func(ctx context.Context, a *app.App) error {
		if err := a.DB.CheckMigrated(ctx, migrations.Files()); err != nil {
			return err
		}
		return do(ctx, a)
	}))
}

// inFull is a refusal with what is wrong with which field.
func inFull(err error) error {
	f, ok := fault.As(err)
	if !ok {
		return err
	}
	text := f.Detail
	for _, field := range f.Fields {
		text += fmt.Sprintf("\n  %s: %s", field.Field, field.Message)
	}
	return errors.New(text)
}

// withUser runs a command about one person, named by the e-mail.
func withUser(cmd *cobra.Command, email string, do func(context.Context, *accounts.Service, accounts.User) error) error {
	return withAccounts(cmd, func(ctx context.Context, s *accounts.Service) error {
		user, err := s.UserByEmail(ctx, email)
		if err != nil {
			return err
		}
		return do(ctx, s, user)
	})
}

func userListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List everybody with their roles",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withAccounts(cmd, func(ctx context.Context, s *accounts.Service) error {
				all, err := s.Users(ctx)
				if err != nil {
					return err
				}
				return writeUsers(cmd.OutOrStdout(), all)
			})
		},
	}
}

func writeUsers(out io.Writer, all []accounts.User) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tE-MAIL\tNAME\tSTATE\tROLES")
	for _, u := range all {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", u.ID, u.Email, u.Name, u.State(), strings.Join(u.Roles, ", "))
	}
	return table.Flush()
}

func userAddCommand() *cobra.Command {
	var name string
	var roles []string
	var generate bool
	cmd := &cobra.Command{
		Use:   "add E-MAIL",
		Short: "Add a user; the password is read from standard input",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := newPassword(cmd, generate)
			if err != nil {
				return err
			}
			return withAccounts(cmd, func(ctx context.Context, s *accounts.Service) error {
				id, err := s.CreateUser(ctx, accounts.NewUser{Email: args[0], Name: name, Password: password, Roles: roles})
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "user %d is added\n", id)
				return show(cmd, password, generate)
			})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "what colleagues see (required)")
	cmd.Flags().StringSliceVar(&roles, "role", nil, "a role's key; may be given several times (see `portal user roles`)")
	cmd.Flags().BoolVar(&generate, "generate", false, "make a password and print it, once")
	_ = cmd.MarkFlagRequired("name") // the flag is there
	return cmd
}

func userPasswordCommand() *cobra.Command {
	var generate bool
	cmd := &cobra.Command{
		Use:   "password E-MAIL",
		Short: "Replace a password and end all sessions; it is read from standard input",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := newPassword(cmd, generate)
			if err != nil {
				return err
			}
			return withUser(cmd, args[0], func(ctx context.Context, s *accounts.Service, u accounts.User) error {
				if err := s.SetPassword(ctx, u.ID, password); err != nil {
					return err
				}
				return show(cmd, password, generate)
			})
		},
	}
	cmd.Flags().BoolVar(&generate, "generate", false, "make a password and print it, once")
	return cmd
}

func userDisableCommand(use, short string, disabled bool) *cobra.Command {
	return &cobra.Command{
		Use:   use + " E-MAIL",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withUser(cmd, args[0], func(ctx context.Context, s *accounts.Service, u accounts.User) error {
				return s.SetDisabled(ctx, u.ID, disabled)
			})
		},
	}
}

func userRolesCommand() *cobra.Command {
	var none bool
	cmd := &cobra.Command{
		Use:   "roles [E-MAIL ROLE...]",
		Short: "Replace a user's roles; without arguments, list the roles there are",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return withAccounts(cmd, func(ctx context.Context, s *accounts.Service) error { return writeRoles(ctx, cmd.OutOrStdout(), s) })
			case (len(args) == 1) != none:
				return errors.New("name the roles, or say --none")
			}
			return withUser(cmd, args[0], func(ctx context.Context, s *accounts.Service, u accounts.User) error {
				return s.SetRoles(ctx, u.ID, args[1:])
			})
		},
	}
	cmd.Flags().BoolVar(&none, "none", false, "take all roles away")
	return cmd
}

func writeRoles(ctx context.Context, out io.Writer, s *accounts.Service) error {
	roles, err := s.Roles(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KEY\tNAME\tPERMISSIONS")
	for _, r := range roles {
		permissions := make([]string, len(r.Permissions))
		for i, p := range r.Permissions {
			permissions[i] = string(p)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", r.Key, r.Names["en"], strings.Join(permissions, " "))
	}
	return table.Flush()
}
