package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/features/accounts"
)

func keysCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "keys", Short: "Look after the keys that sign access tokens"}
	cmd.AddCommand(&cobra.Command{
		Use:   "rotate",
		Short: "Make a new signing key; nobody has to log in again",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withAccounts(cmd, func(ctx context.Context, s *accounts.Service) error {
				id, err := s.RotateKey(ctx)
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "%s signs in %s\n", id, accounts.KeySettles)
				}
				return err
			})
		},
	})
	return cmd
}
