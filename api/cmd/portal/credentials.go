package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/credentials"
	"baq.kz/portal/api/internal/platform/lang"
)

// parcel is what every command that makes a package asks for.
type parcel struct{ key, to, out string }

func (p *parcel) ask(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.key, "recipient", "", "the receiver's public age key, age1… (required)")
	cmd.Flags().StringVar(&p.to, "to", "", "the receiver's name, for the record (required)")
	cmd.Flags().StringVar(&p.out, "out", "", "the package's file; it must not be there yet (credentials-TIME.age)")
	_ = cmd.MarkFlagRequired("recipient") // the flags are there
	_ = cmd.MarkFlagRequired("to")
}

// handOut makes the package and tells what the receiver has to compare. Nothing
// of what is in it is printed.
func (p *parcel) handOut(ctx context.Context, out io.Writer, a *app.App, files []credentials.File, together ...func(context.Context, bun.Tx) error) error {
	path := p.out
	if path == "" {
		path = "credentials-" + time.Now().UTC().Format("20060102T150405Z") + ".age"
	}
	issue, err := a.Credentials.HandOut(ctx, credentials.Package{By: operator(), To: p.to, Key: p.key, Files: files}, path, together...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "package %d for %s: %s\n%d files, %d bytes, SHA-256 %s\n", issue.ID, issue.Recipient, path, len(issue.Contents), issue.Bytes, issue.SHA256)
	return err
}

// operator is who runs the command, as this machine knows it.
func operator() string {
	name := "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	host, err := os.Hostname()
	if err != nil {
		return name
	}
	return name + "@" + host
}

func credentialsCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "credentials", Short: "Hand credentials over, encrypted and recorded (docs/credentials.md)"}
	cmd.AddCommand(packCommand(), passwordPackageCommand(), issuesCommand(), noticeCommand())
	return cmd
}

func packCommand() *cobra.Command {
	var p parcel
	cmd := &cobra.Command{
		Use:   "pack FILE...",
		Short: "Encrypt files to one receiver, and record the issue",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			files, err := readFiles("", paths)
			if err != nil {
				return err
			}
			return onMigrated(cmd.Context(), func(ctx context.Context, a *app.App) error {
				return p.handOut(ctx, cmd.OutOrStdout(), a, files)
			})
		},
	}
	p.ask(cmd)
	return cmd
}

// largestFile is the most bytes that one file of a package may have.
const largestFile = 64 << 20

// readFiles reads ordinary files; in the package they stand in a folder by their
// last names.
func readFiles(folder string, paths []string) ([]credentials.File, error) {
	var files []credentials.File
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() || info.Size() > largestFile {
			return nil, fmt.Errorf("%s is no ordinary file of at most %d MB", path, largestFile>>20)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		files = append(files, credentials.File{Name: folder + filepath.Base(path), Content: content})
	}
	return files, nil
}

func passwordPackageCommand() *cobra.Command {
	var p parcel
	cmd := &cobra.Command{
		Use:   "new-password E-MAIL",
		Short: "Give somebody a new password, which nobody sees but in the package; all sessions of the user end",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return onMigrated(cmd.Context(), func(ctx context.Context, a *app.App) error {
				u, err := a.Accounts.UserByEmail(ctx, args[0])
				if err != nil {
					return err
				}
				password := strings.ToLower(rand.Text())
				set, err := a.Accounts.PreparePassword(ctx, u.ID, password)
				if err != nil {
					return err
				}
				text := fmt.Sprintf("%s\n%s\n%s\n", a.Config.Languages.Main().URL("/admin/login"), u.Email, password)
				return p.handOut(ctx, cmd.OutOrStdout(), a, []credentials.File{{Name: "password.txt", Content: []byte(text)}}, set)
			})
		},
	}
	p.ask(cmd)
	return cmd
}

func issuesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the packages that were handed out, the newest first",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return onMigrated(cmd.Context(), func(ctx context.Context, a *app.App) error {
				return writeIssues(ctx, cmd.OutOrStdout(), a.Credentials)
			})
		},
	}
}

func writeIssues(ctx context.Context, out io.Writer, s *credentials.Service) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NO.\tWHEN (UTC)\tBY\tTO\tKEY\tSHA-256\tCONTENTS")
	for cursor := ""; ; {
		all, next, err := s.Issues(ctx, cursor, 100)
		if err != nil {
			return err
		}
		for _, i := range all {
			fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", i.ID, i.IssuedAt.UTC().Format("2006-01-02 15:04"), i.IssuedBy, i.Recipient,
				i.RecipientKey[:min(len(i.RecipientKey), 16)]+"…", i.SHA256[:min(len(i.SHA256), 16)]+"…", strings.Join(i.Contents, ", "))
		}
		if next == nil {
			return table.Flush()
		}
		cursor = *next
	}
}

func noticeCommand() *cobra.Command {
	var language, on, site string
	var what []string
	cmd := &cobra.Command{
		Use:   "notice",
		Short: "Print the warning that accesses are going to change, to be sent before they do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			when, err := time.Parse("2006-01-02 15:04", on)
			if err != nil {
				return errors.New("--on: a time such as \"2026-12-01 18:00\" is needed")
			}
			text, err := credentials.Notice(lang.Code(language), site, when, what)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), text)
			return err
		},
	}
	cmd.Flags().StringVar(&language, "lang", "kk", "kk, ru or en")
	cmd.Flags().StringVar(&on, "on", "", "when, in Almaty's time: \"2026-12-01 18:00\" (required)")
	cmd.Flags().StringArrayVar(&what, "what", nil, "what changes; may be given several times (required)")
	cmd.Flags().StringVar(&site, "site", "baq.kz", "the portal's name in the text")
	_ = cmd.MarkFlagRequired("on") // the flags are there
	_ = cmd.MarkFlagRequired("what")
	return cmd
}
