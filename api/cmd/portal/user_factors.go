package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/features/accounts"
)

// userFactorsCommand is the way in for an administrator who has lost the phone
// and the recovery codes, and whom no other administrator can help.
func userFactorsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "forget-factors E-MAIL",
		Short: "Remove somebody's lost authenticator app, passkeys and recovery codes, and end all sessions",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withUser(cmd, args[0], func(ctx context.Context, s *accounts.Service, u accounts.User) error {
				if err := s.ForgetFactors(ctx, u.ID); err != nil {
					return err
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "%s logs in with the password alone now\n", u.Email)
				return nil
			})
		},
	}
}
