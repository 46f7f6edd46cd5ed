package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/journal"
)

func benchJournalCommand() *cobra.Command {
	var clients int
	var length time.Duration
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "How many journalled writes a second the portal takes, beside plain rows, on a portal of its own",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return onBenchPortal(cmd, func(ctx context.Context, a *app.App) error { return benchJournal(ctx, a, clients, length) })
		},
	}
	cmd.Flags().IntVar(&clients, "clients", 8, "clients that write at once")
	cmd.Flags().DurationVar(&length, "length", 20*time.Second, "how long each measurement takes")
	return cmd
}

func benchJournal(ctx context.Context, a *app.App, clients int, length time.Duration) error {
	rates, err := a.BenchJournal(ctx, clients, length)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "with %d clients\twrites\twrites/s\t\n", clients)
	for _, r := range rates {
		fmt.Fprintf(w, "%s\t%d\t%.0f\t\n", r.Name, r.Writes, r.PerSec)
	}
	return w.Flush()
}

func benchVerifyCommand() *cobra.Command {
	var entries, perHead int
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "How long the journal's verification and its lists take in a large journal, on a portal of its own",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return onBenchPortal(cmd, func(ctx context.Context, a *app.App) error { return benchVerify(ctx, a, entries, perHead) })
		},
	}
	cmd.Flags().IntVar(&entries, "entries", 1_000_000, "entries of the journal")
	cmd.Flags().IntVar(&perHead, "per-head", 1000, "entries that are sealed under one head")
	return cmd
}

func benchVerify(ctx context.Context, a *app.App, entries, perHead int) error {
	begun := time.Now()
	if err := a.FillJournal(ctx, entries, perHead, os.Stderr); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "written and sealed in %.0f s\n", time.Since(begun).Seconds())
	if err := verifyJournal(ctx, a.Entries, nil, os.Stdout, os.Stderr); err != nil {
		return err
	}
	return benchJournalLists(ctx, a.Entries)
}

// benchJournalLists times a first page of each filter, and of pairs of them.
func benchJournalLists(ctx context.Context, s *journal.Service) error {
	actor, nobody := int64(7), int64(4000)
	old := time.Now().Add(-100 * 24 * time.Hour)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "a page of 30\tms\t")
	for _, one := range []struct {
		name string
		f    journal.Filter
	}{
		{"everything", journal.Filter{}}, {"of a time", journal.Filter{Until: &old}},
		{"of a person", journal.Filter{Actor: &actor}}, {"of nobody", journal.Filter{Actor: &nobody}}, {"of the system", journal.Filter{Kind: journal.System}},
		{"of strangers", journal.Filter{Kind: journal.Stranger}}, {"of an action", journal.Filter{Action: "news.publish"}}, {"of a feature", journal.Filter{Action: "news."}},
		{"of a type", journal.Filter{ObjectType: "picture"}}, {"of an object", journal.Filter{ObjectType: "article", ObjectID: "70000"}},
		{"of an address", journal.Filter{Address: "203.0.113.7"}}, {"of an address that is new", journal.Filter{Address: "192.0.2.1"}},
		{"of a person and a feature", journal.Filter{Actor: &actor, Action: "news."}}, {"of a person, until a time", journal.Filter{Actor: &actor, Until: &old}},
		{"of a person and an address", journal.Filter{Actor: &actor, Address: "203.0.113.7"}}, {"of a type and an action that never meet", journal.Filter{ObjectType: "picture", Action: "news.publish"}},
		{"of a type and an address", journal.Filter{ObjectType: "picture", Address: "203.0.113.7"}},
	} {
		begun := time.Now()
		if _, _, err := s.List(ctx, one.f, "", 30); err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%.1f\t\n", one.name, time.Since(begun).Seconds()*1000)
	}
	begun := time.Now()
	if _, _, err := s.Vocabulary(ctx); err != nil {
		return err
	}
	fmt.Fprintf(w, "the vocabulary\t%.1f\t\n", time.Since(begun).Seconds()*1000)
	return w.Flush()
}
