package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/journal"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/migrations"
)

func journalCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "journal", Short: "Prove that the journal was not changed quietly (docs/journal.md)"}
	cmd.AddCommand(journalVerifyCommand(), journalHeadCommand(), journalKeyCommand())
	return cmd
}

// withJournal runs a command on the journal, with further secrets that only check.
func withJournal(cmd *cobra.Command, secrets []string, do func(context.Context, *journal.Service) error) error {
	c, err := config.Load(nil)
	if err != nil {
		return err
	}
	c.PreviousSecretFiles = append(c.PreviousSecretFiles, secrets...)
	log := newLog(c)
	c, done, err := app.Local(cmd.Context(), c, log, nil)
	if err != nil {
		return err
	}
	defer done()
	return onApp(cmd.Context(), c, log, func(ctx context.Context, a *app.App) error {
		if err := a.DB.CheckMigrated(ctx, migrations.Files()); err != nil {
			return err
		}
		return do(ctx, a.Entries)
	})
}

func journalVerifyCommand() *cobra.Command {
	var heads, secrets []string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check every entry, link and head, also against heads kept in files; exit code 1 when something is wrong",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withJournal(cmd, secrets, func(ctx context.Context, s *journal.Service) error {
				return verifyJournal(ctx, s, heads, cmd.OutOrStdout(), cmd.ErrOrStderr())
			})
		},
	}
	cmd.Flags().StringArrayVar(&heads, "heads", nil, "a file with heads, such as one of another node, a backup or a mail; may be given several times")
	cmd.Flags().StringArrayVar(&secrets, "previous-secret-file", nil, "a file with a secret that the portal had before; may be given several times")
	return cmd
}

// progressEvery is how often the command says how far it is.
const progressEvery = 2 * time.Second

func verifyJournal(ctx context.Context, s *journal.Service, files []string, out, progress io.Writer) error {
	said := time.Now()
	report, err := s.Verify(ctx, journal.Examination{Files: files, Progress: func(checked, total int64) {
		if time.Since(said) >= progressEvery {
			said = time.Now()
			fmt.Fprintf(progress, "%d of %d entries\n", checked, total)
		}
	}})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "entries checked  %d of %d, and %d that are not sealed yet\n", report.Checked, report.Total, report.Pending)
	fmt.Fprintf(out, "heads checked    %d in the database, %d in files\n", report.Heads, report.FileHeads)
	if report.Ignored > 0 {
		fmt.Fprintf(out, "lines of files   %d are no heads\n", report.Ignored)
	}
	fmt.Fprintf(out, "time             %.1f s, %.0f entries/s\n", report.Took.Seconds(), float64(report.Checked)/report.Took.Seconds())
	if report.FileHeads == 0 {
		fmt.Fprintln(out, "beware           without heads in files, a tail that was cut with its heads is not found: see --heads")
	}
	if report.Bad == nil {
		fmt.Fprintln(out, "nothing is wrong")
		return nil
	}
	return errors.New("the journal is broken: " + where(*report.Bad))
}

// where names the first bad row before what is wrong with it.
func where(f journal.Finding) string {
	var place []string
	if f.Seq != 0 {
		place = append(place, fmt.Sprintf("seq %d", f.Seq))
	}
	if f.Entry != 0 {
		place = append(place, fmt.Sprintf("entry %d", f.Entry))
	}
	return strings.Join(append(place, f.Text), ": ")
}

func journalHeadCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "head",
		Short: "Print the newest signed head as one line, to be kept where the database's owner can't reach it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withJournal(cmd, nil, func(ctx context.Context, s *journal.Service) error {
				head, err := s.Head(ctx)
				if err != nil {
					return err
				}
				if head == nil {
					return errors.New("nothing has been sealed yet: is an api-admin running?")
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), head.Line())
				return err
			})
		},
	}
}

func journalKeyCommand() *cobra.Command {
	var secrets []string
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Print the public key of the heads, and the ids of all known keys",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withJournal(cmd, secrets, func(_ context.Context, s *journal.Service) error {
				entries, heads := s.KeyIDs()
				_, err := fmt.Fprintf(cmd.OutOrStdout(), "public key of heads (Ed25519)  %s\nkeys of heads                  %s\nkeys of entries                %s\n",
					s.PublicKey(), strings.Join(heads, " "), strings.Join(entries, " "))
				return err
			})
		},
	}
	cmd.Flags().StringArrayVar(&secrets, "previous-secret-file", nil, "a file with a secret that the portal had before; may be given several times")
	return cmd
}
