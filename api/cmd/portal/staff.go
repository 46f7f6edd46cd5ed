package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/credentials"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

func staffCommand() *cobra.Command {
	var format, language string
	register := &cobra.Command{
		Use:   "register",
		Short: "The register of the staff: as a table, or as the official letter with the list (docs/credentials.md)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return onMigrated(cmd.Context(), func(ctx context.Context, a *app.App) error {
				text, err := staffRegister(ctx, a, format, lang.Code(language))
				if err != nil {
					return err
				}
				_, err = fmt.Fprint(cmd.OutOrStdout(), text)
				return err
			})
		},
	}
	register.Flags().StringVar(&format, "format", "csv", "csv or letter")
	register.Flags().StringVar(&language, "lang", "kk", "kk, ru or en")
	cmd := &cobra.Command{Use: "staff", Short: "Tell who has access"}
	cmd.AddCommand(register)
	return cmd
}

func staffRegister(ctx context.Context, a *app.App, format string, language lang.Code) (string, error) {
	if language != "kk" && language != "ru" && language != "en" {
		return "", fmt.Errorf("--lang: %q is none of kk, ru and en", language)
	}
	switch format {
	case "csv":
		table, err := a.Accounts.ExportUsers(ctx, access.Principal{}, language)
		return string(table), err
	case "letter":
		return staffLetter(ctx, a, language)
	}
	return "", fmt.Errorf("--format: %q is neither csv nor letter", format)
}

func staffLetter(ctx context.Context, a *app.App, language lang.Code) (string, error) {
	zone, err := time.LoadLocation(app.Zone)
	if err != nil {
		return "", err
	}
	users, err := a.Accounts.Users(ctx)
	if err != nil {
		return "", err
	}
	roles, err := a.Accounts.Roles(ctx)
	if err != nil {
		return "", err
	}
	return a.Credentials.Letter(ctx, language, a.Config.Languages.Main().Site.Host, zone, members(users, roles, language))
}

func members(users []accounts.User, roles []accounts.Role, language lang.Code) []credentials.Member {
	names := map[string]string{}
	for _, r := range roles {
		names[r.Key] = r.Names[language]
	}
	all := make([]credentials.Member, len(users))
	for i, u := range users {
		held := make([]string, len(u.Roles))
		for j, key := range u.Roles {
			if held[j] = names[key]; held[j] == "" {
				held[j] = key
			}
		}
		all[i] = credentials.Member{
			Name: u.Name, Position: u.Position, Email: u.Email, Phone: u.Phone, Roles: strings.Join(held, ", "),
			Invited: u.State() == accounts.UserInvited, Disabled: u.Disabled,
		}
	}
	return all
}
