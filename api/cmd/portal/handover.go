package main

import (
	"context"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
)

func handoverCommand() *cobra.Command {
	var p parcel
	cmd := &cobra.Command{
		Use:   "handover [FILE...]",
		Short: "Pack everything that whoever takes the portal over needs, with a checklist (docs/credentials.md)",
		Long: "Encrypts to one receiver: the configured secrets, the settings, the register of the staff, the names of API keys,\n" +
			"the public keys and a checklist in Kazakh and Russian. Further files, such as keys of certificates, can be named.\n" +
			"What the newsroom wrote is in the backups, not here.",
		RunE: func(cmd *cobra.Command, paths []string) error {
			further, err := readFiles("further/", paths)
			if err != nil {
				return err
			}
			return onMigrated(cmd.Context(), func(ctx context.Context, a *app.App) error {
				files, err := a.HandOver(ctx, further)
				if err != nil {
					return err
				}
				return p.handOut(ctx, cmd.OutOrStdout(), a, files)
			})
		},
	}
	p.ask(cmd)
	return cmd
}
